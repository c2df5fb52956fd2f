"""The drawings of *Self-supervised learning*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.contact import contact_sheet
from ..display.numbers import approx
from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval
from ..evaluation.plane import nearest_alike, sheets

LOOKS = {  # colour, marker and line of everything that is compared in the chapter
    "supervised": ("ink", "o", "-"),
    "contrastive": ("vermillion", "^", "-"),
    "redundancy": ("green", "P", "-"),
    "denoising": ("purple", "X", "-"),
    "pixels": ("blue", "s", "--"),
    "principal components": ("orange", "D", "--"),
    "untrained": ("grey", "v", "--"),
    "10,240 pictures": ("vermillion", "^", "-"),
    "200 pictures": ("vermillion", "d", "--"),
    "25 pictures": ("vermillion", "x", ":"),
}


def look(name: str) -> dict:
    """Return the colour, marker and line of something that is compared, for ``ax.plot``.

    Raises:
        ValueError: if the chapter compares no such thing.
    """
    if name not in LOOKS:
        raise ValueError(f"name is {name!r}; it should be one of {', '.join(LOOKS)}")
    colour, marker, line = LOOKS[name]
    return {"color": COLOURS[colour], "marker": marker, "ls": line}


def partner_game(views, asked: int):
    """Draw the first view of one picture and, in a numbered grid, the second views of all nine.

    Args:
        views: shape (9, 2, 1, H, W).
        asked: which of the nine is shown on the left, 0 to 8.
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.4), width_ratios=(1, 1.6))
    contact_sheet(left, views[asked : asked + 1, 0], columns=1)
    left.set_title("Which of the nine …", loc="center", fontsize=11)
    contact_sheet(right, views[:, 1], columns=3)
    right.set_title("… is this one, seen again?", loc="center", fontsize=11)
    side = views.shape[-1] + 2
    for i in range(9):
        x, y = side * (i % 3), side * (i // 3)
        right.text(x + 0.3, y + 0.3, i + 1, va="top", fontsize=9, color=COLOURS["vermillion"])
    return fig


def similarity_tables(views, tables):
    """Draw tables of cosines (9, 9) side by side, the views themselves along their edges.

    Args:
        views: shape (9, 2, 1, H, W); first views stand at the left, second views on top.
        tables: title → cosines, shape (9, 9).
    """
    fig, axes = plt.subplots(1, len(tables), figsize=(7.2, 3.9))
    for ax, (title, cosines) in zip(axes, tables.items()):
        image = ax.imshow(np.asarray(cosines), cmap="cividis", vmin=-1, vmax=1)
        for i, (first, second) in enumerate(np.asarray(views)[:, :, 0]):
            for ink, box in (
                (first, (-1.5, -0.55, i + 0.45, i - 0.45)),
                (second, (i - 0.45, i + 0.45, -0.55, -1.5)),
            ):
                ax.imshow(ink, cmap="gray_r", vmin=0, vmax=1, extent=box)
        ax.set(xlim=(-1.6, 8.5), ylim=(8.5, -1.6), xticks=(), yticks=(), title=title)
        ax.grid(False)
        ax.spines[:].set_visible(False)
    fig.colorbar(image, ax=axes, label="cosine", shrink=0.7, ticks=(-1, 0, 1))
    return fig


def by_names(accuracy, n_names):
    """Draw accuracy against the number of names, with 95 % intervals.

    Args:
        accuracy: (name, number of names) → accuracies in %, shape (K,).
        n_names: the numbers of names, in order.
    """
    fig, ax = plt.subplots()
    names = dict.fromkeys(name for name, _ in accuracy)
    top_down = sorted(names, key=lambda name: -np.mean(accuracy[name, n_names[-1]]))
    for name in top_down:
        found = [mean_interval(accuracy[name, n]) for n in n_names]
        half = [e.high - e.estimate for e in found]
        ax.errorbar(n_names, [e.estimate for e in found], half, label=name, capsize=3, **look(name))
    ax.set(xscale="log", xlabel="pictures with names", ylabel="characters read, %", ylim=(0, 100))
    ax.set_xticks(n_names, [f"{n:,}" for n in n_names])
    ax.minorticks_off()
    ax.legend(frameon=False, loc="lower right", fontsize=9.5)
    return fig


def over_training(curves, levels=None):
    """Draw accuracy against training steps: a mean with its 95 % interval, one panel a group.

    Args:
        curves: title of the panel → {name: records}, T pairs of a step and accuracies (K,) in %.
        levels: name → accuracy in % of a rival that does not train, a line across each panel.
    """
    fig, axes = plt.subplots(1, len(curves), figsize=(7.2, 3.7), sharey=True, squeeze=False)
    for ax, (title, group) in zip(axes[0], curves.items()):
        for name, records in group.items():
            steps = [step for step, _ in records]
            found = [mean_interval(values) for _, values in records]
            ax.plot(steps, [e.estimate for e in found], label=name, ms=5, **look(name))
            colour = look(name)["color"]
            ax.fill_between(
                steps,
                [e.low for e in found],
                [e.high for e in found],
                color=colour,
                alpha=0.15,
                lw=0,
            )
        for name, level in (levels or {}).items():
            ax.axhline(level, color=look(name)["color"], ls=look(name)["ls"], lw=1, label=name)
        ax.set(title=title, xlabel="training steps")
        ax.legend(frameon=False, fontsize=9, loc="lower right")
    axes[0, 0].set_ylabel("characters read, %")
    return fig


def four_questions(scores, questions):
    """Draw one panel a question and in it a point with its 95 % interval for each representation.

    Args:
        scores: (representation, question) → scores in %, shape (K,).
        questions: question → (title, unit of the score).
    """
    names = list(dict.fromkeys(name for name, _ in scores))
    fig, axes = plt.subplots(2, 2, figsize=(7.2, 4.2), sharey=True)
    for ax, (question, (title, unit)) in zip(axes.flat, questions.items()):
        for i, name in enumerate(names):
            e = mean_interval(scores[name, question])
            ax.errorbar(e.estimate, -i, xerr=e.high - e.estimate, capsize=3, **look(name))
        ax.set(title=title, xlabel=unit, ylim=(0.6 - len(names), 0.6))
        ax.set_yticks(range(0, -len(names), -1), names)
        ax.locator_params(axis="x", nbins=4)
    return fig


def embedding(points, characters):
    """Draw characters at their places (N, 2), one colour for each."""
    palette = ("blue", "vermillion", "green", "purple", "orange", "ink")
    fig, ax = plt.subplots(figsize=(5.2, 4.4))
    for character, colour in zip(dict.fromkeys(characters), palette):
        mine = points[[c == character for c in characters]]
        ax.plot(*mine.T, ls="", marker=f"${character}$", ms=8, color=COLOURS[colour], mew=0)
    ax.set(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), xticks=(), yticks=())
    ax.set(xlabel="first direction", ylabel="second direction")
    return fig


def film(records, letters: str) -> dict:
    """Return the frames, labels, alt texts and readings of an explorable about a training.

    Args:
        records: T pairs of a step and (outputs (N, D), accuracy in %); the N pictures show the
            letters one after the other, equally many of each.
        letters: what is shown, such as ``"AOSTX8"``.
    """
    steps, clouds, marks = zip(*((step, *record) for step, record in records))
    shown = [letter for letter in letters for _ in range(len(clouds[0]) // len(letters))]
    alike = [nearest_alike(cloud, shown) for cloud in clouds]
    listed = f"{', '.join(letters[:-1])} and {letters[-1]}"
    return {
        "frames": [embedding(sheet, shown) for sheet in sheets(clouds)],
        "labels": steps,
        "alt": [
            f"Points in a plane after {step} steps, drawn as the characters {listed}; {a} and {b} "
            f"lie among each other most."
            for step, (_, (a, b)) in zip(steps, alike)
        ],
        "reading": [
            f"the probe reads {approx(mark, '.0f')} % of all 36 characters. The nearest neighbour of a "
            f"point is the same character {approx(100 * share, '.0f')} times in a hundred; {a} and {b} are "
            "mixed up most."
            for mark, (share, (a, b)) in zip(marks, alike)
        ],
    }
