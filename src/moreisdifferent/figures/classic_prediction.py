"""The pictures of chapter 03, Classic prediction."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from ..display import COLOURS
from ..display.contact import contact_sheet
from ..evaluation.intervals import mean_interval

LOOKS = {  # the learners of the chapter: colour, marker, line
    "hand-made + Fisher": ("orange", "s", "-"),
    "hand-made + perceptron": ("vermillion", "P", "--"),
    "pixels + perceptron": ("green", "^", "-"),
    "pixels + convolutional": ("blue", "o", "-"),
    "Chow 1962": ("grey", "D", ":"),
}
TINTS = {(1, 1): "#a8d8c4", (1, 0): "#f5d58c", (0, 1): "#9fc6e4", (0, 0): "#d6d6d0"}
MARKS = {(1, 1): "■ ●", (1, 0): "■", (0, 1): "●", (0, 0): ""}


def characters(images, titles=None):
    """Characters (N, H, W), six in a row; with ``titles`` a word above each."""
    rows = -(-len(images) // 6)
    fig, axes = plt.subplots(rows, 6, figsize=(7.2, (1.2 if titles is None else 1.45) * rows))
    for ax in axes.flat[len(images) :]:
        ax.set_axis_off()
    for ax, image, title in zip(axes.flat, images, titles or [""] * len(images)):
        contact_sheet(ax, image[None], columns=1)
        ax.set_title(title, fontsize=10, loc="center")
    return fig


def nearest(image, means, names, distances):
    """A character (H, W), and the means of some classes (M, H, W) with their distances (M,)."""
    fig, axes = plt.subplots(1, 1 + len(means), figsize=(7.2, 1.9))
    words = ["to be read", *(f"{c}: {d:.0f}" for c, d in zip(names, distances))]
    for ax, picture, title in zip(axes, [image, *means], words):
        contact_sheet(ax, np.asarray(picture)[None], columns=1)
        ax.set_title(title, fontsize=10, loc="left")
    return fig


def edges(image, votes):
    """A character (H, W), and a stroke in each cell for each direction of edge, votes (h, w, 4)."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(5.2, 2.6))
    contact_sheet(left, np.asarray(image)[None], columns=1)
    h, w, n = votes.shape
    for (i, j, d), vote in np.ndenumerate(votes / votes.max()):
        if vote < 0.05:
            continue
        angle = np.pi * d / n + np.pi / 2  # an edge runs across its gradient
        dx, dy = 0.45 * vote * np.cos(angle), 0.45 * vote * np.sin(angle)
        right.plot([j - dx, j + dx], [i - dy, i + dy], color=COLOURS["orange"], lw=2)
    right.set(xlim=(-0.7, w - 0.3), ylim=(h - 0.3, -0.7), aspect="equal")
    left.set_title("pixels", fontsize=10, loc="left")
    right.set_title("edges by hand", fontsize=10, loc="left")
    right.set_axis_off()
    return fig


def curves(ax, x, accuracy):
    """Draw learners, name → (len(x), K) in per cent, against x with their intervals; return ax."""
    for name, values in accuracy.items():
        colour, mark, style = LOOKS[name]
        found = [mean_interval(row) for row in np.asarray(values, dtype=float)]
        middle = np.array([e.estimate for e in found])
        ax.errorbar(
            x,
            middle,
            yerr=middle - [e.low for e in found],
            color=COLOURS[colour],
            marker=mark,
            ls=style,
            ms=5,
            lw=1.6,
            label=name,
        )
    ax.set(xscale="log", ylabel="accuracy (%)")
    ax.set_xticks(x, [f"{v:,}" for v in x])
    ax.minorticks_off()
    return ax


def by_examples(n, accuracy, n_digits, digits):
    """Accuracy against examples, on the characters (left) and on MNIST (right)."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.6), width_ratios=[1.5, 1])
    curves(left, n, accuracy).set(xlabel="examples", title="36 characters, unseen writers")
    curves(right, n_digits, digits).set(xlabel="examples", title="MNIST, 10 digits", ylabel="")
    left.legend(loc="lower right", frameon=False, fontsize=8)
    return fig


def by_training(steps, accuracy, level):
    """Accuracy against steps of training; ``level`` (K,) of what does not train is a line."""
    fig, ax = plt.subplots(figsize=(7.2, 3.4))
    curves(ax, steps, accuracy).set(xlabel="steps of training, with every example")
    ax.axhline(np.mean(level), color=COLOURS["orange"], lw=1.6)
    ax.text(steps[0], np.mean(level) + 0.5, "hand-made + Fisher", color=COLOURS["orange"])
    ax.legend(loc="lower right", frameon=False, fontsize=8)
    return fig


def scissors(pictures, titles):
    """The same character whole and cut, (N, H, W), with the lines along which it was cut."""
    fig, axes = plt.subplots(1, len(pictures), figsize=(6.4, 2.4))
    for ax, picture, title in zip(axes, pictures, titles):
        contact_sheet(ax, np.asarray(picture)[None], columns=1)
        ax.set_title(title, fontsize=10, loc="left")
        for at in (0.5, 4.5, 8.5, 12.5):
            ax.plot([at, at], [0.5, 12.5], color=COLOURS["sky"], lw=0.8)
            ax.plot([0.5, 12.5], [at, at], color=COLOURS["sky"], lw=0.8)
    return fig


def shuffled(accuracy):
    """Accuracy of each network, network → {what was shuffled: (K,)}, in rows."""
    fig, ax = plt.subplots(figsize=(7.2, 2.7))
    looks = {"nothing": ("o", "blue"), "patches": ("D", "purple"), "pixels": ("s", "vermillion")}
    for row, found in enumerate(reversed(accuracy.values())):
        for (kind, values), up in zip(found.items(), (0.2, 0, -0.2)):
            mark, colour = looks[kind]
            e = mean_interval(values)
            ax.errorbar(
                e.estimate,
                row + up,
                xerr=e.estimate - e.low,
                fmt=mark,
                color=COLOURS[colour],
                label=f"{kind} shuffled" if row == len(accuracy) - 1 else None,
            )
    ax.set(yticks=range(len(accuracy)), yticklabels=list(accuracy)[::-1])
    ax.set(xlabel="accuracy on unseen writers (%)", ylim=(-0.6, len(accuracy) - 0.4))
    ax.legend(frameon=False, fontsize=8, loc="lower right")
    return fig


def alphabet(n, accuracy, i, page, hits):
    """Curves with their i-th points enlarged, and a page (36, H, W) tinted by who read it.

    ``accuracy`` names the hand-made learner first, then the learned one; ``hits`` are their (36,).
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.6), width_ratios=[1.15, 1])
    curves(left, n, accuracy).set(xlabel="examples")
    for name, values in accuracy.items():
        colour, mark, _ = LOOKS[name]
        left.plot(n[i], np.mean(values[i]), mark, color=COLOURS[colour], ms=11)
    left.legend(loc="lower right", frameon=False, fontsize=7)
    size, sheet = page.shape[1] + 2, np.zeros((6 * 17, 6 * 14, 3))
    for c, picture in enumerate(page):
        both = tuple(int(h[c]) for h in hits)
        row, column = divmod(c, 6)
        sheet[17 * row : 17 * row + 16, 14 * column : 14 * column + size - 1] = to_rgb(TINTS[both])
        sheet[17 * row + 16] = sheet[:, 14 * column + 13] = to_rgb("#fcfbf7")
        tile = sheet[17 * row + 1 : 17 * row + 13, 14 * column : 14 * column + 12]
        tile[picture > 0.5] = 0.13
        right.text(
            14 * column + 6, 17 * row + 14, MARKS[both], ha="center", va="center", fontsize=6
        )
    right.imshow(sheet, interpolation="nearest")
    right.set_title("who reads this writer?", fontsize=9, loc="left")
    right.set_axis_off()
    return fig
