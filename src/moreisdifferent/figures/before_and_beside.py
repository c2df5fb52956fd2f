"""The drawings of *Before and beside*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {
    "real": ("ink", "o"), "copies": ("grey", "x"), "mixture": ("green", "^"),
    "VAE": ("blue", "s"), "GAN": ("vermillion", "D"),
}  # fmt: skip
STARTS = {
    "sigmoid": ("orange", "o--"), "sigmoid, pretrained": ("vermillion", "s-"),
    "ReLU": ("sky", "^--"), "ReLU, pretrained": ("blue", "D-"),
}  # fmt: skip


def mosaic(pictures, labels=()):
    """Draw pictures in rows, with a word before each row.

    Args:
        pictures: shape (R, N, H, W).
        labels: a word for each row, or none.
    """
    pictures = np.asarray(pictures)
    good = pictures.ndim == 4 and pictures.size and len(labels) in (0, len(pictures))
    check(good, "pictures should be (R, N, H, W), with R labels or none", pictures=pictures, labels=labels)  # fmt: skip
    rows, columns = pictures.shape[:2]
    fig, axes = plt.subplots(rows, columns, figsize=(0.62 * columns + 0.6, 0.66 * rows), squeeze=False)  # fmt: skip
    for row, line in zip(axes, pictures):
        for ax, picture in zip(row, line):
            ax.imshow(picture, cmap="Greys", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
            for spine in ax.spines.values():
                spine.set(visible=True, color=COLOURS["grey"], lw=0.5)
    for row, word in zip(axes, labels):
        row[0].set_ylabel(word, rotation=0, ha="right", va="center", labelpad=8)
    return fig


def scores(told, covered):
    """Draw how well made pictures are told from real ones, against how much of them they cover.

    Args:
        told, covered: kind → per cent, shape (K,).
    """
    good = told and told.keys() == covered.keys() and all(np.shape(told[k]) == np.shape(covered[k]) and np.size(told[k]) for k in told)  # fmt: skip
    check(good, "both should map the same kinds to (K,)", told=list(told), covered=list(covered))
    fig, ax = plt.subplots(figsize=(6.2, 4.2))
    for kind in told:
        colour, marker = LOOKS.get(kind, ("grey", "o"))
        ax.plot(covered[kind], told[kind], marker, color=COLOURS[colour], ms=7, alpha=0.7, label=kind)  # fmt: skip
    ax.axhline(50, color=COLOURS["ink"], ls="--", lw=1)
    ax.set(xlabel="real digits with a made one nearby, %", ylabel="told apart, %", xlim=(None, 102), ylim=(40, 102))  # fmt: skip
    ax.legend(frameon=False)
    return fig


def by_labels(right):
    """Draw right answers against the number of labels.

    Args:
        right: start → labels → right answers in per cent, shape (K,).
    """
    check(bool(right) and all(len(r) and all(np.size(v) for v in r.values()) for r in right.values()), "each start should map labels to (K,)", right=list(right))  # fmt: skip
    fig, ax = plt.subplots(figsize=(6.2, 4))
    for start, curve in right.items():
        colour, line = STARTS.get(start, ("grey", "o-"))
        ax.plot(list(curve), [np.mean(v) for v in curve.values()], line, color=COLOURS[colour], lw=1.8, label=start)  # fmt: skip
        for n, values in curve.items():
            ax.plot([n] * len(values), values, ".", color=COLOURS[colour], alpha=0.4)
    ticks = sorted({n for curve in right.values() for n in curve})
    ax.set(xscale="log", xlabel="labels", ylabel="new digits read, %")
    ax.set_xticks(ticks, [f"{n:,}" for n in ticks])
    ax.minorticks_off()
    ax.legend(frameon=False)
    return fig


def turned(angles, right):
    """Draw right answers against the angle by which the digits are turned.

    Args:
        angles: shape (A,), degrees.
        right: learner → per cent, shape (A, K).
    """
    good = np.size(angles) and right and all(np.ndim(v) == 2 and len(v) == len(angles) and np.size(v) for v in right.values())  # fmt: skip
    check(bool(good), "each learner should have (A, K)", angles=angles, right=list(right))
    fig, ax = plt.subplots(figsize=(6, 3.8))
    for (name, values), (colour, line) in zip(right.items(), (("blue", "o-"), ("vermillion", "s--"))):  # fmt: skip
        ax.plot(angles, np.mean(values, 1), line, color=COLOURS[colour], lw=1.8, label=name)
        ax.plot(angles, values, ".", color=COLOURS[colour], alpha=0.4)
    ax.set(xlabel="turned by, degrees", ylabel="digits read, %", ylim=(0, 102))
    ax.set_xticks(angles)
    ax.legend(frameon=False)
    return fig


def columns(right, goal: str, chance=None):
    """Draw several learners' results as dots, and their means as bars.

    Args:
        right: learner → per cent, shape (K,).
        goal: what the axis counts.
        chance: per cent of guessing, drawn as a line.
    """
    check(bool(right) and all(np.size(v) for v in right.values()), "it should map a learner to (K,)", right=list(right))  # fmt: skip
    fig, ax = plt.subplots(figsize=(1.55 * len(right) + 1.6, 3.5))
    for place, (values, colour) in enumerate(zip(right.values(), ("grey", "blue", "green", "orange", "vermillion") * len(right))):  # fmt: skip
        values = np.asarray(values, dtype=float)
        ax.plot(place + np.linspace(-0.12, 0.12, len(values)), values, "o", color=COLOURS[colour], alpha=0.65)  # fmt: skip
        ax.plot([place - 0.25, place + 0.25], [values.mean()] * 2, color=COLOURS[colour], lw=2.5)
    if chance is not None:
        ax.axhline(chance, color=COLOURS["ink"], ls="--", lw=1)
        ax.text(len(right) - 0.5, chance + 2, "guessing", ha="right", fontsize=9)
    ax.set_xticks(range(len(right)), list(right))
    ax.set(ylabel=goal, ylim=(0, 103), xlim=(-0.5, len(right) - 0.5))
    return fig
