"""The drawings of *One model for pictures and words?*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS

STYLES = {  # one look for every learner, on all figures
    "words": ("vermillion", "o"),
    "sigmoid": ("purple", "D"),
    "lookup": ("orange", "s"),
    "shuffled": ("grey", "x"),
    "Transformer": ("blue", "o"),
    "specialist": ("green", "^"),
    "linear": ("sky", "v"),
}


def pairs(pictures, captions, columns: int = 6):
    """Draw colour pictures (N, 3, H, W) in rows, each with its caption, a string, below.

    Raises:
        ValueError: if the shapes do not fit, there is no picture, or ``columns`` is below 1.
    """
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
    fig, axes = plt.subplots(rows, columns, figsize=(7.4, 1.75 * rows), squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, picture, words in zip(axes.flat, pictures, captions):
        ax.imshow(picture.transpose(1, 2, 0).clip(0, 1), interpolation="nearest")
        ax.set_title(
            str(words).replace(" ", "\n"), fontsize=8.5, y=0, pad=-4, va="top", fontweight="normal"
        )
    return fig


def scores(tables, names):
    """Draw square tables of scores side by side, all in one scale of grey.

    Args:
        tables: title → shape (B, B), cosines; rows are pictures and columns captions.
        names: B captions, written beside the rows of the first table.

    Raises:
        ValueError: if a table is not (B, B), B at least 1, with one name a row.
    """
    shapes = {np.shape(table) for table in tables.values()}
    if shapes != {(len(names), len(names))} or not len(names):
        raise ValueError(
            f"tables has shapes {shapes}, names {len(names)} entries; each table should be "
            "(B, B) and have B names, B at least 1"
        )
    fig, axes = plt.subplots(1, len(tables), figsize=(7.4, 3.3), squeeze=False)
    for ax, (title, table) in zip(axes.flat, tables.items()):
        image = ax.imshow(table, cmap="gray_r", vmin=-1, vmax=1)
        ax.set_title(title, fontsize=11)
        ax.set(xlabel="captions", xticks=[], yticks=[])
        ax.grid(False)
    axes[0, 0].set_yticks(range(len(names)), names, fontsize=8)
    axes[0, 0].set_ylabel("pictures")
    bar = fig.colorbar(image, ax=axes[0].tolist(), shrink=0.8, label="cosine")
    bar.set_ticks([-1, 0, 1])
    return fig


def strips(groups, ylabel: str):
    """Draw one mark a replicate: groups maps a title to {label: shares, shape (K,)}, a panel each.

    Raises:
        ValueError: if there is no group or no arm, an arm has no look in ``STYLES``, or is not (K,).
    """
    if not groups or any(not arms for arms in groups.values()):
        raise ValueError(f"groups is {groups}; it should map a title to at least one arm")
    unknown = {name for arms in groups.values() for name in arms} - set(STYLES)
    if unknown:
        raise ValueError(f"groups has arms {unknown}; they should be of {list(STYLES)}")
    if any(np.ndim(v) != 1 or not len(v) for arms in groups.values() for v in arms.values()):
        raise ValueError("groups holds an arm that is not of shape (K,), K at least 1")
    fig, axes = plt.subplots(1, len(groups), figsize=(7.4, 3.2), sharey=True, squeeze=False)
    for ax, (title, arms) in zip(axes.flat, groups.items()):
        for i, (name, values) in enumerate(arms.items()):
            colour, marker = STYLES[name]
            places = i + np.linspace(-0.2, 0.2, len(values))
            ax.plot(places, values, marker, color=COLOURS[colour], ms=5)
        ax.set(ylim=(-0.03, 1.05), xlim=(-0.5, len(arms) - 0.5))
        ax.set_title(title, loc="left", fontsize=11)
        ax.set_xticks(range(len(arms)), list(arms), fontsize=9)
    axes[0, 0].set_ylabel(ylabel)
    return fig


def senses(tables, titles):
    """Draw what a Transformer is given: one table a sense, a row for each vector of its sequence.

    Args:
        tables: arrays, each of shape (T, D), scaled here to its own range.
        titles: a string for each.

    Raises:
        ValueError: if there is no table, one is not (T, D), or there are not as many titles.
    """
    tables = [np.asarray(table, dtype=float) for table in tables]
    if not tables or any(table.ndim != 2 or not table.size for table in tables):
        raise ValueError(
            f"tables has shapes {[t.shape for t in tables]}; it should hold (T, D), one at least"
        )
    if len(titles) != len(tables):
        raise ValueError(f"titles has {len(titles)} entries; it should have {len(tables)}")
    fig, axes = plt.subplots(1, len(tables), figsize=(7.4, 3.1), squeeze=False)
    for ax, table, title in zip(axes.flat, tables, titles):
        ax.imshow(table, cmap="gray_r", aspect="auto", interpolation="nearest")
        ax.set_title(title, loc="left", fontsize=10)
        ax.set(xticks=[], yticks=[], xlabel=f"{table.shape[1]} numbers")
        ax.set_ylabel(f"{table.shape[0]} vectors")
        ax.grid(False)
    return fig
