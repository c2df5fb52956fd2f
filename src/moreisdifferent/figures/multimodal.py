"""The drawings of *One model for pictures and words?*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS


def pairs(pictures, captions, columns: int = 6):
    """Draw colour pictures (N, 3, H, W) in rows, each with its caption, a string, below."""
    pictures = np.asarray(pictures, dtype=float)
    if (
        pictures.ndim != 4
        or pictures.shape[1] != 3
        or len(pictures) != len(captions)
        or columns < 1
    ):
        raise ValueError(
            f"pictures has shape {pictures.shape}, captions {len(captions)}, columns {columns}; "
            "it should be (N, 3, H, W), one caption each, at least one column"
        )
    if not len(pictures):
        raise ValueError("pictures is empty; there should be at least one")
    rows = -(-len(pictures) // columns)
    fig, axes = plt.subplots(rows, columns, figsize=(7.4, 1.65 * rows), squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, picture, words in zip(axes.flat, pictures, captions):
        ax.imshow(picture.transpose(1, 2, 0).clip(0, 1), interpolation="nearest")
        ax.set_title(str(words).replace(" ", "\n"), fontsize=8, y=-0.75)
    return fig


def strips(groups, ylabel: str):
    """Draw one dot a replicate: groups maps a title to {label: shares, shape (K,)}, a panel each."""
    if not groups or any(not arms for arms in groups.values()):
        raise ValueError(f"groups is {groups}; it should map a title to at least one arm")
    if any(np.ndim(v) != 1 or not len(v) for arms in groups.values() for v in arms.values()):
        raise ValueError("groups holds an arm that is not of shape (K,), K at least 1")
    fig, axes = plt.subplots(1, len(groups), figsize=(7.4, 3.2), sharey=True, squeeze=False)
    names = list(dict.fromkeys(name for arms in groups.values() for name in arms))
    colours = dict(zip(names, ("vermillion", "blue", "grey", "green")))
    for ax, (title, arms) in zip(axes.flat, groups.items()):
        for i, (name, values) in enumerate(arms.items()):
            colour = COLOURS[colours.get(name, "ink")]
            values = np.asarray(values)
            ax.plot(i + np.linspace(-0.15, 0.15, len(values)), values, "o", color=colour, ms=5)
        ax.set(title=title, ylim=(-0.03, 1.05), xlim=(-0.5, len(arms) - 0.5))
        ax.set_xticks(range(len(arms)), list(arms), fontsize=8.5)
    axes[0, 0].set_ylabel(ylabel)
    return fig
