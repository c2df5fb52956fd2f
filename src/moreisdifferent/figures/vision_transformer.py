"""The drawings of *The vision Transformer*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {
    "CNN": ("blue", "o-"),
    "ViT": ("vermillion", "s--"),
    "ViT, first layer near": ("orange", "^:"),
}


def _bare(ax):
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color=COLOURS["grey"], lw=0.8)


def given(pictures, rows, side: int):
    """Draw pictures with the cuts through them, and under each the rows that are left of it.

    Args:
        pictures: shape (N, H, H).
        rows: shape (N, T, side²), the patches of each picture.
        side: pixels across a patch; it divides H.
    """
    pictures, rows = np.asarray(pictures), np.asarray(rows)
    good = pictures.ndim == rows.ndim == 3 and len(pictures) == len(rows) > 0
    good = good and pictures.shape[1] == pictures.shape[2] and side > 0 and pictures.shape[1] % side == 0 and rows.shape[2] == side**2  # fmt: skip
    check(good, f"they should be (N, H, H) and (N, T, side²) with side {side}", pictures=pictures, rows=rows)  # fmt: skip
    fig, axes = plt.subplots(2, len(pictures), figsize=(2.5 * len(pictures), 4.1), squeeze=False)
    for (top, bottom), picture, patches in zip(axes.T, pictures, rows):
        top.imshow(picture, cmap="Greys")
        for cut in np.arange(side, len(picture), side) - 0.5:
            top.axhline(cut, color=COLOURS["blue"], lw=0.8)
            top.axvline(cut, color=COLOURS["blue"], lw=0.8)
        bottom.imshow(patches, cmap="Greys", aspect="auto")
        _bare(top)
        _bare(bottom)
    axes[0, 0].set_ylabel("the picture")
    axes[1, 0].set_ylabel("what it gets")
    return fig


def by_examples(worlds):
    """Draw right answers against the number of examples, one panel a world.

    Args:
        worlds: title → learner → examples → right answers in per cent, shape (K,).
    """
    good = worlds and all(
        len(curves) and all(len(c) and all(np.size(v) for v in c.values()) for c in curves.values())
        for curves in worlds.values()
    )
    check(bool(good), "each should map a learner to its sizes", worlds=list(worlds))
    fig, axes = plt.subplots(1, len(worlds), figsize=(3.5 * len(worlds) + 1, 3.6), squeeze=False, sharey=True)  # fmt: skip
    for ax, (title, curves) in zip(axes[0], worlds.items()):
        for name, curve in curves.items():
            colour, line = LOOKS.get(name, ("grey", "o-"))
            sizes, values = list(curve), [np.asarray(v, dtype=float) for v in curve.values()]
            ax.plot(sizes, [v.mean() for v in values], line, color=COLOURS[colour], lw=1.8, label=name)  # fmt: skip
            for n, v in zip(sizes, values):
                ax.plot([n] * len(v), v, ".", color=COLOURS[colour], ms=5, alpha=0.4)
        ax.set(xscale="log", xlabel="examples", title=title)
        ticks = sorted({n for curve in curves.values() for n in curve})
        ax.set_xticks(ticks, [f"{n:,}" for n in ticks])
        ax.minorticks_off()
    axes[0, 0].set_ylabel("new digits read, %")
    axes[0, 0].legend(frameon=False)
    return fig


def views(kernel, before, after, far, even: float):
    """Draw what one place of a first layer takes from where, and how much from afar.

    Args:
        kernel: shape (H, H), 1 where one output of a convolution looks.
        before, after: shape (S, S), attention of one patch, before and after training.
        far: shape (K,), per cent of attention that goes beyond the neighbours.
        even: the same if attention were spread evenly.
    """
    maps = [np.asarray(m) for m in (kernel, before, after)]
    good = all(m.ndim == 2 and m.size for m in maps) and np.size(far)
    check(good, "they should be (H, H), twice (S, S) and (K,)", kernel=kernel, before=before, after=after, far=far)  # fmt: skip
    fig, axes = plt.subplots(1, 4, figsize=(8.2, 2.5), width_ratios=[1, 1, 1, 1.1])
    titles = ("a convolution", "attention, untrained", "attention, trained")
    for ax, weights, title in zip(axes, maps, titles):
        ax.imshow(weights, cmap="Blues", vmin=0, vmax=max(weights.max(), 1e-9))
        ax.set_title(title, fontsize=10)
        _bare(ax)
    nudge = np.linspace(-0.15, 0.15, np.size(far))
    axes[3].plot(nudge, far, "o", color=COLOURS["vermillion"], alpha=0.7)
    axes[3].axhline(even, color=COLOURS["ink"], ls="--", lw=1)
    axes[3].text(0.48, even + 1.5, "spread evenly", ha="right", fontsize=9)
    axes[3].set(xlim=(-0.5, 0.5), ylim=(0, 100), xticks=[])
    axes[3].set_title("% beyond neighbours", fontsize=10)
    return fig


def price(sides, parts, marked: int):
    """Draw what one look at a picture costs against the side of a patch.

    Args:
        sides: shape (P,), pixels across a patch.
        parts: name → multiplications, shape (P,).
        marked: the side that is in use, one of ``sides``.
    """
    good = parts and all(np.shape(v) == np.shape(sides) for v in parts.values()) and np.size(sides)
    check(bool(good) and marked in list(sides), f"each part should be (P,), and {marked} a side", sides=sides, parts=list(parts))  # fmt: skip
    fig, ax = plt.subplots(figsize=(6.2, 3.7))
    looks = (("vermillion", "s--"), ("blue", "o-"), ("grey", "^:"))
    for (name, values), (colour, line) in zip(parts.items(), looks):
        ax.plot(sides, values, line, color=COLOURS[colour], lw=1.8, label=name)
    ax.axvline(marked, color=COLOURS["grey"], lw=0.8)
    ax.set(xscale="log", yscale="log", xlabel="pixels across a patch", ylabel="multiplications")
    ax.set_xticks(sides, [str(s) for s in sides])
    ax.minorticks_off()
    ax.legend(frameon=False)
    return fig


def exam(pictures, labels, read):
    """Draw digits, and under each what every learner reads; mistakes are red and struck.

    Args:
        pictures: shape (N, H, W).
        labels: shape (N,).
        read: learner → digits read, shape (N,).
    """
    good = np.ndim(pictures) == 3 and len(pictures) == len(labels) > 0 and read and all(np.shape(v) == np.shape(labels) for v in read.values())  # fmt: skip
    check(bool(good), "they should be (N, H, W), (N,) and each learner (N,)", pictures=pictures, labels=labels)  # fmt: skip
    fig, axes = plt.subplots(1, len(pictures), figsize=(8, 1.9), squeeze=False)
    for i, (ax, picture, label) in enumerate(zip(axes[0], pictures, labels)):
        ax.imshow(picture, cmap="Greys")
        _bare(ax)
        for line, (name, digits) in enumerate(read.items()):
            right = digits[i] == label
            if not i:
                ax.text(-0.25, -0.3 - 0.35 * line, name, ha="right", va="center", transform=ax.transAxes, fontsize=10)  # fmt: skip
            ax.text(0.5, -0.3 - 0.35 * line, f"{digits[i]}" + ("" if right else " ✗"), ha="center", va="center",
                    color=COLOURS["ink" if right else "vermillion"], transform=ax.transAxes, fontsize=12)  # fmt: skip
    return fig
