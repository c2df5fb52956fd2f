"""The drawings of *Dense and convolutional*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {
    "dense, equal parameters": ("orange", "s--"),
    "dense, equal work": ("vermillion", "^:"),
    "convolutional": ("blue", "o-"),
    "dense": ("orange", "s-"),
    "strides, then dense": ("vermillion", "^-"),
    "strides, global pooling": ("purple", "v-"),
    "max-pooling, global pooling": ("sky", "D-"),
    "global pooling only": ("blue", "o-"),
}


def _bare(ax):
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set(visible=True, color="#cfccc2")


def two_rows(pictures, order):
    """Draw pictures, and under each the same with its pixels in another order.

    Args:
        pictures: shape (N, H, W), of values from 0 to 1.
        order: shape (H·W,), which pixel comes to which place.
    """
    pictures = np.asarray(pictures)
    good = pictures.ndim == 3 and pictures.size and sorted(order) == list(range(pictures[0].size))
    check(good, "they should be (N, H, W) and an order of its pixels", pictures=pictures, order=order)  # fmt: skip
    moved = pictures.reshape(len(pictures), -1)[:, np.asarray(order)].reshape(pictures.shape)
    fig, axes = plt.subplots(2, len(pictures), figsize=(1.2 * len(pictures), 2.6), squeeze=False)
    for pair, above, below in zip(axes.T, pictures, moved):
        for ax, picture in zip(pair, (above, below)):
            ax.imshow(picture, cmap="gray_r", vmin=0, vmax=1)
            _bare(ax)
    axes[0, 0].set_ylabel("as written")
    axes[1, 0].set_ylabel("rearranged")
    return fig


def matrices(layers):
    """Draw layers as the matrices they are; a zero is left empty.

    Args:
        layers: title → (matrix of shape (outputs, inputs), how many weights are its own).
    """
    good = layers and all(np.ndim(m) == 2 and np.size(m) for m, _ in layers.values())
    check(bool(good), "each should be (outputs, inputs)", layers=list(layers))
    fig, axes = plt.subplots(1, len(layers), figsize=(2.4 * len(layers), 2.9), squeeze=False)
    for ax, (name, (weights, own)) in zip(axes[0], layers.items()):
        weights = np.asarray(weights) / max(np.abs(weights).max(), 1e-12)
        ax.imshow(np.ma.masked_equal(weights, 0), cmap="PuOr", vmin=-1.1, vmax=1.1)
        ax.set_xticks(np.arange(0.5, weights.shape[1] - 1), labels=[])
        ax.set_yticks(np.arange(0.5, len(weights) - 1), labels=[])
        ax.tick_params(length=0)
        ax.grid(color="#fbfaf6", lw=0.8)
        ax.set_axisbelow(False)
        ax.set_title(name, loc="center", fontsize=10.5)
        ax.set_xlabel(f"{own} weights")
        for spine in ax.spines.values():
            spine.set_visible(False)
    axes[0, 0].set_ylabel("outputs")
    return fig


def leads(sizes, worlds):
    """Draw right answers against the number of examples, one panel a world.

    Args:
        sizes: shape (S,).
        worlds: title → network → % right, shape (S, K).
    """
    good = np.size(sizes) and worlds and all(curves for curves in worlds.values())
    good = good and all(np.ndim(v) == 2 and len(v) == np.size(sizes) and np.size(v) for c in worlds.values() for v in c.values())  # fmt: skip
    check(bool(good), "each network should have (S, K)", sizes=sizes)
    fig, axes = plt.subplots(1, len(worlds), figsize=(3.6 * len(worlds), 3.5), sharey=True, squeeze=False)  # fmt: skip
    for ax, (title, curves) in zip(axes[0], worlds.items()):
        for name, values in curves.items():
            colour, line = LOOKS.get(name, ("sky", "D-."))
            ax.plot(sizes, np.mean(values, 1), line, color=COLOURS[colour], label=name)
            for size, row in zip(sizes, values):
                ax.plot([size] * len(row), row, ".", color=COLOURS[colour], alpha=0.35, ms=4)
        ax.set(xscale="log", xlabel="training examples")
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set_xticks(sizes, [f"{n:,}" for n in sizes])
        ax.minorticks_off()
    axes[0, 0].set_ylabel("characters named, %")
    axes[0, 0].legend(frameon=False, fontsize=9, loc="lower right")
    return fig


def moved_along(rows):
    """Draw for each network a picture, a feature, both after a move, and what does not fit.

    Args:
        rows: label → (x, f(x), Tx, f(Tx), f(Tx) − T f(x)), five arrays (H, W).
    """
    good = rows and all(len(r) == 5 and all(np.ndim(m) == 2 and np.size(m) for m in r) for r in rows.values())  # fmt: skip
    check(bool(good), "each row should be five pictures", rows=list(rows))
    titles = ("picture\nx", "feature\nf(x)", "moved\nTx", "feature\nf(Tx)", "misfit\nf(Tx) − T f(x)")  # fmt: skip
    fig, axes = plt.subplots(len(rows), 5, figsize=(7.2, 1.6 * len(rows) + 0.5), squeeze=False)
    for line, (label, maps) in zip(axes, rows.items()):
        top = max(np.max(maps[1]), np.max(maps[3]), 1e-12)
        looks = (("gray_r", 0, 1), ("Blues", 0, top)) * 2 + (("PuOr", -top, top),)
        for ax, values, (colours, low, high) in zip(line, maps, looks):
            ax.imshow(values, cmap=colours, vmin=low, vmax=high)
            _bare(ax)
        line[0].set_ylabel(label, fontsize=9.5)
    for ax, title in zip(axes[0], titles):
        ax.set_title(title, loc="center", fontsize=9.5)
    return fig


def by_shift(moves, curves, chance: float):
    """Draw right answers against how far the pictures are moved.

    Args:
        moves: shape (M,), in pixels.
        curves: network → % right, shape (M, K).
        chance: % right by guessing.
    """
    good = np.size(moves) and curves and all(np.ndim(v) == 2 and len(v) == np.size(moves) and np.size(v) for v in curves.values())  # fmt: skip
    check(bool(good), "each network should have (M, K)", moves=moves)
    fig, ax = plt.subplots(figsize=(7.2, 4.4))
    for name, values in reversed(curves.items()):
        colour, line = LOOKS.get(name, ("sky", "D-."))
        ax.plot(moves, np.mean(values, 1), line, color=COLOURS[colour], label=name)
        for move, row in zip(moves, values):
            ax.plot([move] * len(row), row, ".", color=COLOURS[colour], alpha=0.35, ms=4)
    ax.axhline(chance, color=COLOURS["grey"], lw=0.8, ls=":")
    ax.set(xlabel="shift to the right (pixels)", ylabel="test digits named, %", ylim=(0, 106))
    ax.set_xticks(list(moves))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, columnspacing=1.2)
    return fig


def opinions(picture, networks, truth: int):
    """Draw a picture and how sure each network is of each digit.

    Args:
        picture: shape (H, W).
        networks: label → probabilities, shape (10,).
        truth: which digit it is.
    """
    good = np.ndim(picture) == 2 and np.size(picture) and networks and all(np.shape(p) == (10,) for p in networks.values())  # fmt: skip
    check(bool(good), "it should be (H, W), with ten probabilities a network", picture=picture)
    n = len(networks)
    fig, axes = plt.subplots(1, 1 + n, figsize=(1.35 * (1 + n), 3.0), width_ratios=[1.2] + n * [1])
    axes[0].imshow(picture, cmap="gray_r", vmin=0, vmax=1)
    _bare(axes[0])
    for ax, (label, p) in zip(axes[1:], networks.items()):
        ax.barh(range(10), p, color=[COLOURS["blue" if c == truth else "grey"] for c in range(10)])
        ax.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xlabel="probability")
        ax.set_xticks((0, 0.5, 1), labels=("0", "½", "1"))
        ax.set_title(label, loc="center", fontsize=9)
    return fig
