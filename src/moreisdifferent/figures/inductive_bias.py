"""The drawings of *Which model for which problem?*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {
    "logistic": ("grey", "o"),
    "k-NN": ("purple", "v"),
    "trees": ("green", "D"),
    "MLP": ("ink", "s"),
    "CNN": ("blue", "^"),
    "GRU": ("vermillion", "P"),
}
LINES = (("blue", "o-"), ("orange", "s--"), ("grey", "^:"), ("green", "D-."))


def _look(model):
    return LOOKS.get(model, ("sky", "o"))


def twice(row, order, right):
    """Draw one row of numbers, the same with its places shuffled, and who reads how many of each.

    Args:
        row: shape (T,).
        order: shape (T,), which number comes to which place.
        right: model → % right in either world, two arrays of shape (K,).
    """
    good = np.ndim(row) == 1 and np.size(row) and sorted(order) == list(range(len(row)))
    good = good and right and all(len(pair) == 2 and np.size(pair[0]) and np.size(pair[1]) for pair in right.values())  # fmt: skip
    check(bool(good), "order should name each place once, and right have two arrays a model", row=row, order=order)  # fmt: skip
    row, order = np.asarray(row), np.asarray(order)
    fig = plt.figure(figsize=(8, 3.5))
    grid = fig.add_gridspec(2, 2, width_ratios=[1.25, 1], hspace=0.55, wspace=0.3)
    for i, (values, title) in enumerate(((row, "a digit in one stroke"), (row[order], "the same numbers at other places"))):  # fmt: skip
        ax = fig.add_subplot(grid[i, 0])
        ax.plot(values, "o-", color=COLOURS["ink"], ms=3.5, lw=1)
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set(xticks=[], yticks=[])
    ax.set_xlabel("place")
    ax = fig.add_subplot(grid[:, 1])
    ends = {name: [np.mean(v) for v in pair] for name, pair in right.items()}
    for name, pair in ends.items():
        colour, mark = _look(name)
        ax.plot([0, 1], pair, f"{mark}-", color=COLOURS[colour], lw=1.8)
    for side, x, align in ((0, -0.06, "right"), (1, 1.06, "left")):
        _apart(ax, {name: pair[side] for name, pair in ends.items()}, x, align)
    ax.set(xlim=(-0.75, 1.75), ylabel="read, %")
    ax.set_xticks([0, 1], ["in order", "shuffled"])
    return fig


def _apart(ax, values, x, align):
    """Write the names beside their values, moved up where they would touch."""
    last, gap = -np.inf, 4.2
    for name in sorted(values, key=values.get):
        last = max(values[name], last + gap)
        ax.text(x, last, name, ha=align, va="center", fontsize=10, color=COLOURS[_look(name)[0]])


def leans(distances, agree, right):
    """Draw how often an answer is that of examples at a distance, and who learns parity.

    Args:
        distances: shape (D,).
        agree: model → % alike after training on random labels, shape (K, D).
        right: model → % right on parity, shape (K,).
    """
    good = np.size(distances) and agree and all(np.shape(v)[1:] == np.shape(distances) for v in agree.values())  # fmt: skip
    good = good and right and all(np.size(v) for v in right.values())
    check(bool(good), "each model should have (K, D) and (K,)", distances=distances)
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), width_ratios=[1.2, 1])
    for name, values in agree.items():
        colour, mark = _look(name)
        axes[0].plot(distances, np.mean(values, 0), f"{mark}-", color=COLOURS[colour], lw=1.5, ms=6, label=name)  # fmt: skip
    axes[0].set(xlabel="bits apart", ylabel="answers like that example, %", xticks=distances)
    axes[0].set_title("labels drawn by lot", loc="left", fontsize=11)
    axes[0].legend(frameon=False, fontsize=9)
    for i, (name, values) in enumerate(right.items()):
        colour, mark = _look(name)
        axes[1].plot(values, [i] * len(values), mark, color=COLOURS[colour], alpha=0.6, ms=6)
    axes[1].set_yticks(range(len(right)), list(right))
    axes[1].set(xlabel="new points right, %", xlim=(-5, 105), ylim=(len(right) - 0.5, -0.5))
    axes[1].set_title("parity", loc="left", fontsize=11)
    for line in (axes[0].axhline, axes[1].axvline):
        line(50, color=COLOURS["ink"], ls=":", lw=1)
    return fig


def by_examples(panels):
    """Draw curves over the number of examples, one panel an assumption.

    Args:
        panels: title → (label of the y-axis, curve → examples → values of shape (K,)).
    """
    good = panels and all(curves and all(c and all(np.size(v) for v in c.values()) for c in curves.values()) for _, curves in panels.values())  # fmt: skip
    check(bool(good), "each should have curves of examples → values", panels=list(panels))
    fig, axes = plt.subplots(1, len(panels), figsize=(2.95 * len(panels), 3.3) if len(panels) > 2 else (7.6, 3.3), squeeze=False)  # fmt: skip
    for ax, (title, (label, curves)) in zip(axes[0], panels.items()):
        for (name, curve), (colour, line) in zip(curves.items(), LINES):
            means = [np.mean(v) for v in curve.values()]
            sizes = sorted({n for c in curves.values() for n in c})
            ax.plot(list(curve), means, line, color=COLOURS[colour], lw=1.8, ms=5, label=name)
            for n, values in curve.items():
                ax.plot([n] * len(values), values, ".", color=COLOURS[colour], ms=4, alpha=0.35)
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set(xscale="log", xlabel="examples", ylabel=label)
        if "error" in label:
            ax.set_yscale("log")
        ax.set_xticks(sizes, [f"{n:,}" for n in sizes], fontsize=9)
        ax.minorticks_off()
        ax.legend(frameon=False, fontsize=9, loc="lower left" if "error" in label else "best")
    return fig


def matrix(right, foretold):
    """Draw who wins in which world: the darker, the nearer to the best, the foretold one framed.

    Args:
        right: world → model → % right, shape (K,); the same models everywhere.
        foretold: world → model.
    """
    models = list(next(iter(right.values()))) if right else []
    good = models and all(list(row) == models and all(np.size(v) for v in row.values()) for row in right.values())  # fmt: skip
    good = good and all(foretold.get(world) in models for world in right)
    check(bool(good), "each world should have the same models, and foretold one of them", right=list(right), foretold=list(foretold))  # fmt: skip
    means = np.array([[np.mean(row[m]) for m in models] for row in right.values()])
    behind = means.max(1, keepdims=True) - means
    fig, ax = plt.subplots(figsize=(7.6, 0.45 * len(right) + 0.9))
    ax.imshow(-np.minimum(behind, 30), cmap="Blues", vmin=-30, vmax=8, aspect="auto")
    for i, world in enumerate(right):
        for j, model in enumerate(models):
            dark, best = behind[i, j] < 6, not behind[i, j]
            ax.text(j, i, f"{means[i, j]:.0f}", ha="center", va="center", fontsize=11,
                    weight="bold" if best else "normal", color="white" if dark else COLOURS["ink"])  # fmt: skip
            if foretold[world] == model:
                ax.add_patch(plt.Rectangle((j - 0.46, i - 0.42), 0.92, 0.84, fill=False, ec=COLOURS["vermillion"], lw=2.2))  # fmt: skip
    ax.set_xticks(range(len(models)), models)
    ax.set_yticks(range(len(right)), list(right))
    ax.xaxis.tick_top()
    ax.grid(False)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return fig


def ranking(right, chance: float, foretold: str):
    """Draw the models of one world from the best to the worst, dots for draws.

    Args:
        right: model → % right, shape (K,).
        chance: % right by guessing.
        foretold: the model that should win; its name is written in bold.
    """
    good = right and all(np.size(v) for v in right.values()) and foretold in right
    check(bool(good), f"each should have values, and {foretold} be one", right=list(right))
    order = sorted(right, key=lambda m: -np.mean(right[m]))
    fig, ax = plt.subplots(figsize=(6.6, 3))
    for i, model in enumerate(order):
        colour, mark = _look(model)
        ax.plot([chance, np.mean(right[model])], [i, i], color=COLOURS[colour], lw=6, alpha=0.25)
        ax.plot(right[model], [i] * len(right[model]), mark, color=COLOURS[colour], ms=6, alpha=0.7)
    ax.axvline(chance, color=COLOURS["ink"], ls=":", lw=1)
    ax.set_yticks(range(len(order)), order)
    for text in ax.get_yticklabels():
        text.set_weight("bold" if text.get_text() == foretold else "normal")
    ax.set(xlabel="right, %", xlim=(min(chance, 40) - 5, 102), ylim=(len(order) - 0.5, -0.5))
    return fig
