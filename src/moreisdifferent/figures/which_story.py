"""The drawings of *Which story?*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LOOKS = {  # colour and marker of the three learners
    "linear fit": ("ink", "s"),
    "supervised net": ("blue", "o"),
    "self-supervised net": ("vermillion", "^"),
}
GREY = COLOURS["grey"]


def _picture(ax, image) -> None:
    ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
    ax.set(xticks=(), yticks=())
    ax.spines[:].set(visible=True, linewidth=0.5, color=GREY)


def disagreements(images, answers):
    """Draw letters and below each what it is called.

    Args:
        images: shape (n, H, W), 0 paper to 1 ink.
        answers: who says so → n names, in rows from the top.

    Raises:
        ValueError: if there are not as many names in each row as images, at least two.
    """
    n = len(images)
    good = np.ndim(images) == 3 and n > 1 and answers and all(len(v) == n for v in answers.values())
    check(good, "there should be n images, at least 2, and n answers in each row", images=images, answers=list(answers))  # fmt: skip
    height = 0.72 + 0.27 * len(answers)  # inches: a picture has 0.62
    edges = {"left": 0.135, "right": 0.99, "top": 0.97, "bottom": 1 - 0.68 / height, "wspace": 0.15}
    fig, axes = plt.subplots(1, n, figsize=(7.4, height), layout="none", gridspec_kw=edges)
    for row, (who, names) in enumerate(answers.items()):
        where = {"va": "center", "clip_on": False}
        axes[0].text(-0.2, -0.28 - 0.4 * row, who, transform=axes[0].transAxes, ha="right", fontsize=10, color=GREY, **where)  # fmt: skip
        for ax, name in zip(axes, names):
            ax.text(0.5, -0.28 - 0.4 * row, name, transform=ax.transAxes, ha="center", fontsize=14, **where)  # fmt: skip
    for ax, image in zip(axes, images):
        _picture(ax, image)
    return fig


def two_questions(pictures, views, names):
    """Draw pictures, what is made of them, and the two things that a learner may be asked.

    Args:
        pictures: shape (n, H, W).
        views: shape (n, V, H, W), distorted copies of each.
        names: n names, of what is drawn.

    Raises:
        ValueError: if the numbers of pictures, rows of views and names differ.
    """
    good = np.ndim(pictures) == 3 and np.ndim(views) == 4 and len(pictures) > 1
    check(good and len(pictures) == len(views) == len(names), "they should be (n, H, W), (n, V, H, W) and n, n at least 2", pictures=pictures, views=views, names=names)  # fmt: skip
    fig, axes = plt.subplots(len(pictures), 1 + len(views[0]), figsize=(7.4, 0.92 * len(pictures) + 0.3))  # fmt: skip
    for i, row in enumerate(axes):
        for j, ax in enumerate(row):
            _picture(ax, views[i][j - 1] if j else pictures[i])
            if i == 0:
                ax.set_title(f"view {j}" if j else "picture", fontsize=10, fontweight="normal")
        row[0].set_ylabel(f"which letter? {names[i]}\nwhich picture? {i}", rotation=0, ha="right", va="center", fontsize=10)  # fmt: skip
    return fig


def score_card(rows):
    """Draw each property in its own unit, with an interval for each learner.

    Args:
        rows: property → (what its axis says, learner → evidence); the learners are those of ``LOOKS``.

    Raises:
        ValueError: if there are fewer than two properties, or a learner is missing.
    """
    good = len(rows) > 1 and all(set(found) == set(LOOKS) for _, found in rows.values())
    check(good, f"each of two or more should have {', '.join(LOOKS)}", rows=list(rows))
    fig, axes = plt.subplots(len(rows), 1, figsize=(7.4, 1.12 * len(rows) + 0.4))
    for ax, (name, (axis, found)) in zip(axes, rows.items()):
        reach = max(1e-9, *(e.high for e in found.values()))
        left = min(-0.4 * reach, 1.1 * min(e.low for e in found.values()))
        for height, learner in zip((2, 1, 0), LOOKS):
            colour, marker = LOOKS[learner]
            e = found[learner]
            ax.plot([e.low, e.high], [height] * 2, "-", color=COLOURS[colour], lw=2)
            ax.plot([e.estimate], [height], marker, color=COLOURS[colour], ms=7, label=learner)
        ax.axvline(0, color=GREY, lw=1.2)
        ax.axvspan(0, 1.15 * reach, color=COLOURS["green"], alpha=0.08, lw=0)
        ax.set(xlim=(left, 1.15 * reach), ylim=(-0.7, 2.7), yticks=(), xlabel=axis)
        ax.grid(axis="y", visible=False)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=11)
    axes[0].legend(frameon=False, fontsize=9.5, ncols=3, loc="lower center", bbox_to_anchor=(0.45, 1))  # fmt: skip
    return fig


def _dots(ax, place, values, colour, marker="o") -> None:
    """Draw replicates as faint dots and their mean on top."""
    spread = place + np.linspace(-0.12, 0.12, len(values))
    ax.plot(spread, values, ".", color=colour, ms=4, alpha=0.4)
    ax.plot([place], [np.mean(values)], marker, color=colour, ms=8)


def features(right):
    """Draw how many digits are read from each kind of features.

    Args:
        right: whose features → % right, shape (K,), in the order of the axis.

    Raises:
        ValueError: if there are fewer than two, or one has no values.
    """
    check(len(right) > 1 and all(np.size(v) for v in right.values()), "there should be two or more with values", right=list(right))  # fmt: skip
    fig, ax = plt.subplots(figsize=(6.8, 3.4))
    for place, (name, values) in enumerate(right.items()):
        colour, marker = LOOKS.get(name, ("grey", "D"))
        _dots(ax, place, values, COLOURS[colour], marker)
    ax.set_xticks(range(len(right)), [name.replace(" ", "\n", 1) for name in right], fontsize=9.5)
    ax.set(ylabel="digits right, %")
    ax.grid(axis="x", visible=False)
    return fig


def groups(values, ylabel: str):
    """Draw a few amounts for each learner, side by side.

    Args:
        values: amount → learner → shape (K,).
        ylabel: what is counted.

    Raises:
        ValueError: if an amount lacks a learner of ``LOOKS``.
    """
    good = values and all(set(found) == set(LOOKS) for found in values.values())
    check(bool(good), f"each should have {', '.join(LOOKS)}", values=list(values))
    fig, axes = plt.subplots(1, 3, figsize=(6.8, 3.4), sharey=True)
    for ax, (learner, (colour, marker)) in zip(axes, LOOKS.items()):
        for place, found in enumerate(values.values()):
            _dots(ax, place, found[learner], COLOURS[colour], marker)
        ax.set_xticks(range(len(values)), [name.replace(" ", "\n", 1) for name in values], fontsize=9)  # fmt: skip
        ax.set_title(learner, loc="left", fontsize=10.5, color=COLOURS[colour])
        ax.set(xlim=(-0.5, len(values) - 0.5), ylim=(0, None))
        ax.grid(axis="x", visible=False)
    axes[0].set_ylabel(ylabel)
    return fig


def difficulty(ease, stranger):
    """Draw the rank of each picture's difficulty for a learner against that for a stranger.

    Args:
        ease: learner → shape (N,), how easy each picture is.
        stranger: shape (N,), how easy they are for somebody else.

    Raises:
        ValueError: if a learner of ``LOOKS`` is missing or a shape differs.
    """
    good = set(ease) == set(LOOKS) and all(np.shape(v) == np.shape(stranger) for v in ease.values())  # fmt: skip
    check(good and np.ndim(stranger) == 1, f"there should be {', '.join(LOOKS)}, all (N,)", ease=list(ease), stranger=stranger)  # fmt: skip
    ranks = {name: np.argsort(np.argsort(-np.asarray(v))) for name, v in ease.items()}
    other = np.argsort(np.argsort(-np.asarray(stranger)))
    fig, axes = plt.subplots(1, 3, figsize=(6.8, 3.4), sharey=True)
    for ax, (name, (colour, _)) in zip(axes, LOOKS.items()):
        ax.plot(ranks[name], other, ".", color=COLOURS[colour], ms=2.5, alpha=0.5)
        ax.set(xlabel="rank for it", xticks=(0, 500, 1000), yticks=(0, 500, 1000))
        ax.set_title(name, loc="left", fontsize=10.5, color=COLOURS[colour])
    axes[0].set_ylabel("rank for nearest neighbour")
    return fig


def growth(steps, skill):
    """Draw which share of its whole gain each learner has made after so many steps.

    Args:
        steps: shape (T,), from 0.
        skill: learner → shape (T, K).

    Raises:
        ValueError: if a learner of ``LOOKS`` is missing or has not T rows.
    """
    good = set(skill) == set(LOOKS) and all(len(v) == len(steps) for v in skill.values())
    check(good and len(steps) > 2, f"there should be {', '.join(LOOKS)}, all (T, K)", skill=list(skill), steps=steps)  # fmt: skip
    fig, ax = plt.subplots(figsize=(6.8, 3.4))
    for name, (colour, marker) in LOOKS.items():
        found = np.asarray(skill[name])
        part = (found - found[0]) / (found[-1] - found[0])
        ax.plot(steps[1:], 100 * part.mean(1)[1:], marker + "-", color=COLOURS[colour], label=name)
    ax.set(xscale="log", xlabel="steps of training", ylabel="share of the whole gain, %", ylim=(0, 104))  # fmt: skip
    ax.set_xticks(steps[1:], [f"{s:,}" for s in steps[1:]], fontsize=9)
    ax.minorticks_off()
    ax.legend(frameon=False, fontsize=9.5)
    return fig
