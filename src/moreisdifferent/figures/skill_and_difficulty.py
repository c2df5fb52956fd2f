"""The drawings of *Skill and difficulty*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm

from ..display.contact import contact_sheet
from ..display.numbers import approx
from ..display.style import COLOURS

MARKS = [
    *zip(("grey", "orange", "green", "sky", "blue"), "ovs^D"),
    *zip(("yellow", "purple", "vermillion", "ink", "ink"), "ovsXP"),
]
TICKS = np.array([0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98])


def _need(good: bool, **arrays) -> None:
    """Raise a ValueError that names the arrays and their shapes unless ``good``."""
    if not good:
        words = ", ".join(f"{name} has {np.shape(values)}" for name, values in arrays.items())
        raise ValueError(f"shapes do not fit: {words}; see the docstring for what they should be")


def _stretch(share) -> np.ndarray:
    return norm.ppf(np.clip(share, 0.002, 0.998))


def _probit(ax, x: str, y: str, left=0.08, bottom=0.08, high=0.985):
    """Give both axes the probit scale and draw the diagonal."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks(_stretch(TICKS), [f"{t:.0%}" for t in TICKS])
    ends = _stretch([min(left, bottom), high])
    ax.plot(ends, ends, color=COLOURS["grey"], ls=":", lw=1)
    ax.set(xlabel=x, ylabel=y, xlim=_stretch([left, high]), ylim=_stretch([bottom, high]))


def two_pictures(images, names, answers, labels):
    """Draw two pictures, and below each what every family says that it is.

    Args:
        images: shape (2, 1, H, W).
        names: F families; answers: shape (F, 2), what each says.
        labels: shape (2,), what the pictures are.
    """
    answers = np.asarray(answers)
    _need(
        np.shape(images)[:2] == (2, 1) and answers.shape == (len(names), 2) and len(names) > 0
        and len(labels) == 2,
        images=images, names=names, answers=answers, labels=labels,
    )  # fmt: skip
    fig, axes = plt.subplots(1, 2, figsize=(7.2, 3.6))
    for i, ax in enumerate(axes):
        contact_sheet(ax, images[i : i + 1], columns=1)
        side = np.shape(images)[-1] + 2
        for f, name in enumerate(names):
            right = answers[f, i] == labels[i]
            ax.text(
                side + 0.3, side * (f + 0.6) / len(names), f"{name}: {answers[f, i]}",
                fontsize=10, va="center", color=COLOURS["blue" if right else "vermillion"],
            )  # fmt: skip
        ax.set_title(f"written as {labels[i]}", fontsize=11)
    return fig


def points(accuracy):
    """Draw a few classifiers as points of accuracy inside and outside.

    Args:
        accuracy: name → (inside, outside), each in (0, 1).
    """
    _need(len(accuracy) > 0 and all(len(a) == 2 for a in accuracy.values()), accuracy=accuracy)
    fig, ax = plt.subplots(figsize=(4.6, 4.2))
    _probit(ax, "accuracy inside, on other MNIST", "accuracy outside, on other hands")
    for (name, pair), (colour, mark) in zip(accuracy.items(), (MARKS[4], MARKS[3], MARKS[7])):
        x, y = _stretch(pair)
        ax.plot(x, y, mark, color=COLOURS[colour], ms=9)
        ax.annotate(name, (x, y), xytext=(8, -3), textcoords="offset points", fontsize=9)
    return fig


def on_a_line(accuracy, names, slope, intercept, halves, published):
    """Draw hundreds of classifiers on probit axes with their line, and what to compare it with.

    Args:
        accuracy: shape (F, K, 2), inside and outside; names: F families.
        slope, intercept: of the line, in probits.
        halves: shape (M, 2), accuracies on two halves of the same pictures.
        published: shape (P, 2), original and new accuracy of published networks.
    """
    _need(
        np.ndim(accuracy) == 3 and len(accuracy) == len(names) > 0 and np.shape(accuracy)[2] == 2
        and np.ndim(halves) == np.ndim(published) == 2,
        accuracy=accuracy, names=names, halves=halves, published=published,
    )  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 4.6), sharey=True)
    _probit(left, "accuracy inside", "accuracy outside", high=0.992)
    _probit(right, "original test pictures", "", high=0.992)
    for name, pairs, (colour, mark) in zip(names, accuracy, MARKS):
        x, y = _stretch(pairs).T
        left.plot(x, y, mark, color=COLOURS[colour], ms=4, alpha=0.75, mew=0, label=name)
    ends = _stretch([0.08, 0.985])
    left.plot(ends, slope * ends + intercept, color=COLOURS["ink"], lw=1.6)
    x, y = _stretch(halves).T
    right.plot(x, y, "o", color=COLOURS["sky"], ms=3, mew=0, alpha=0.7, label="same hands, halves")
    x, y = _stretch(published).T
    right.plot(x, y, "D", color=COLOURS["vermillion"], ms=6, label="published: CIFAR-10, 10.1")
    left.legend(fontsize=8, ncols=2, loc="upper left", frameon=False, handletextpad=0.1)
    right.legend(fontsize=8, loc="upper left", frameon=False, handletextpad=0.1)
    left.set_title("MNIST → other hands", loc="left", fontsize=11)
    right.set_title("to compare with", loc="left", fontsize=11)
    return fig


def bent(images, accuracy, shares):
    """Draw marked pictures, and classifiers that were trained on more and more honest ones.

    Args:
        images: shape (N, 74), marked pictures: 8×8 pixels and ten for the mark.
        accuracy: shape (F, S, K, 2), inside and outside.
        shares: shape (S,), the share of training pictures whose mark was redrawn.
    """
    _need(
        np.ndim(accuracy) == 4 and np.shape(accuracy)[1] == len(shares) > 0 and np.shape(images)[1:] == (74,),
        images=images, accuracy=accuracy, shares=shares,
    )  # fmt: skip
    fig, (top, ax) = plt.subplots(1, 2, figsize=(7.8, 4.4), width_ratios=(1, 2.1))
    sheet = np.zeros((len(images), 10, 10))
    sheet[:, :8, 1:9], sheet[:, 9] = np.reshape(images[:, :64], (-1, 8, 8)), images[:, 64:]
    contact_sheet(top, sheet, columns=2)
    _probit(
        ax, "inside: the mark mostly tells", "outside: the mark tells nothing", 0.35, 0.05, 0.997
    )
    for one in accuracy:
        x, y = _stretch(one).mean(1).T
        ax.plot(x, y, color=COLOURS["grey"], lw=0.8, alpha=0.8)
    styles = zip(("vermillion", "orange", "purple", "sky", "blue"), "osD^v")
    for i, (share, (colour, mark)) in enumerate(zip(shares, styles)):
        x, y = _stretch(np.asarray(accuracy)[:, i]).reshape(-1, 2).T
        ax.plot(x, y, mark, color=COLOURS[colour], ms=4.5, mew=0, alpha=0.85, label=f"{share:.0%}")
    ax.legend(title="marks redrawn", fontsize=9, title_fontsize=9, loc="lower left", frameon=False)
    return fig


def _coarse(table, rows=100, columns=160) -> np.ndarray:
    """Return means over blocks, at most (rows, columns): single entries are too fine to print."""
    for axis, parts in ((0, rows), (1, columns)):
        blocks = np.array_split(table, min(parts, table.shape[axis]), axis)
        table = np.stack([block.mean(axis) for block in blocks], axis)
    return table


def who_solves_what(solved, simulated):
    """Draw two tables of who solves what, the weak at the bottom and the hard at the right.

    Args:
        solved, simulated: shape (M, N), sorted by skill, the best first, and by difficulty.
    """
    _need(
        np.ndim(solved) == 2 and np.shape(solved) == np.shape(simulated) and np.size(solved) > 0,
        solved=solved, simulated=simulated,
    )  # fmt: skip
    fig, axes = plt.subplots(1, 2, figsize=(7.8, 3.2), sharey=True)
    for ax, table, title in zip(
        axes, (solved, simulated), ("what was solved", "drawn from the model")
    ):
        ax.imshow(_coarse(np.asarray(table)), cmap="Blues", vmin=0, vmax=1.2, aspect="auto")
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="pictures, from easy to hard")
        ax.grid(False)
        ax.set_xticks([])
        ax.set_yticks([])
    axes[0].set_ylabel("classifiers, the best on top")
    return fig


def families_agree(names, own, others):
    """Draw how well each family agrees with itself and with the other families.

    Args:
        names: F families; own, others: shape (2, F), correlations inside and outside.
    """
    own, others = np.asarray(own), np.asarray(others)
    _need(
        own.shape == others.shape == (2, len(names)) and len(names) > 0,
        names=names,
        own=own,
        others=others,
    )
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.8), sharey=True)
    y = np.arange(len(names))[::-1]
    for ax, ceiling, found, title in zip(axes, own, others, ("inside", "outside")):
        ax.hlines(y, found, ceiling, color=COLOURS["grey"], lw=1)
        ax.plot(found, y, "o", color=COLOURS["blue"], ms=7, label="with other families")
        ax.plot(ceiling, y, "|", color=COLOURS["ink"], ms=13, mew=2.5, label="with itself")
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="correlation of difficulty", xlim=(0, 1.03))
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes[0].set_yticks(y, list(names))
    axes[0].legend(fontsize=9, loc="lower left", frameon=False)
    return fig


def _groups(skill, solved, n: int) -> list[np.ndarray]:
    """Return the rows (m, N) of n groups of classifiers, from the weakest to the strongest."""
    rank = np.argsort(np.ravel(skill))
    return np.array_split(np.reshape(solved, (len(rank), -1))[rank], n)


def falling(images, skill, solved, picked):
    """Draw pictures that better classifiers solve less often, and their profiles.

    Args:
        images: shape (P, 1, H, W), some of them.
        skill: shape (F, 2, M), accuracies of F families from two pools.
        solved: shape (F, 2, M, N), who solves what.
        picked: indices of those pictures, which were picked in the first pool.
    """
    skill, solved = np.asarray(skill), np.asarray(solved)
    _need(
        skill.ndim == 3 and skill.shape[1] == 2 and solved.shape[:-1] == skill.shape
        and skill[:, 0].size >= 6 and np.ndim(images) == 4 and len(images) > 0 and len(picked) > 0,
        images=images, skill=skill, solved=solved, picked=picked,
    )  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.6), width_ratios=(1, 1.5))
    contact_sheet(left, images, columns=4)
    for pool, which, colour, line, label in (
        (1, slice(None), "blue", "o-", "all pictures"),
        (0, picked, "grey", "s--", "picked, first pool"),
        (1, picked, "vermillion", "D-", "the same, second pool"),
    ):
        x = [part.mean() for part in _groups(skill[:, pool], skill[:, pool], 6)]
        y = [part[:, which].mean() for part in _groups(skill[:, pool], solved[:, pool], 6)]
        right.plot(x, y, line, color=COLOURS[colour], ms=5, label=label)
    right.set(xlabel="accuracy inside", ylabel="share that solves", ylim=(0, 0.8))
    right.legend(fontsize=9, loc="upper left", frameon=False)
    return fig


def by_skill(images, accuracy, solved, difficulty, picked, groups: int = 10) -> dict:
    """Return the frames of an explorable, one a group of classifiers, with labels and words.

    Args:
        images: shape (N, 1, H, W), N at least 40.
        accuracy: shape (F, 2, M, 2), inside and outside; solved: shape (F, 2, M, N).
        difficulty: shape (N,); picked: indices of pictures that fall.
    """
    accuracy, solved = np.asarray(accuracy), np.asarray(solved)
    _need(
        accuracy.ndim == 4 and accuracy.shape[-1] == 2 and solved.shape[:-1] == accuracy.shape[:-1]
        and solved.shape[-1] == len(images) == len(difficulty) and len(picked) > 0
        and accuracy[..., 0].size >= groups and len(images) >= 40,
        images=images, accuracy=accuracy, solved=solved, difficulty=difficulty, picked=picked,
    )  # fmt: skip
    order = np.argsort(difficulty)
    shown = [*order[np.linspace(0, len(order) - 1, 34).astype(int)[1:-1]], *picked[:8]]
    ranked = _groups(accuracy[..., 0], solved, groups)
    both = _groups(accuracy[..., 0], accuracy, groups)
    found = {"frames": [], "labels": [], "alt": [], "reading": []}
    for g, (table, pairs) in enumerate(zip(ranked, both), 1):
        curve = [part.mean() for part in np.array_split(table[:, order].mean(0), 20)]
        lost, (inside, outside) = table[:, picked].mean(), pairs.mean(0)
        found["frames"].append(
            solved_at(images[shown], table[:, shown].mean(0), np.linspace(0, 1, 20), curve, lost)
        )
        found["labels"].append(f"group {g} of {groups}")
        found["alt"].append(
            "Forty digits in five rows, the first four from easy to hard; those that at least half "
            f"of group {g} solves are framed in blue. Right: a falling curve of the share that "
            "solves against difficulty, and a dashed line for the pictures that fall."
        )
        found["reading"].append(
            f"classifiers that read {approx(inside, '.0%')} inside read {approx(outside, '.0%')} "
            f"outside, and {approx(lost, '.0%')} of those that fall."
        )
    return found


def solved_at(images, solved, bins, curve, falls):
    """Draw pictures from easy to hard, those that are solved in frames, and the share by difficulty.

    Args:
        images: shape (N, 1, H, W), in rows of eight, the last row those that fall.
        solved: shape (N,), the share of classifiers of this skill that solves each.
        bins, curve: shape (B,), difficulty rank from 0 to 1 and the share solved there.
        falls: the share solved of the pictures that fall.
    """
    _need(
        len(images) == len(solved) > 0 and np.shape(bins) == np.shape(curve) and len(bins) > 0,
        images=images, solved=solved, bins=bins, curve=curve,
    )  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.7), width_ratios=(1.5, 1))
    contact_sheet(left, images, columns=8)
    step = np.shape(images)[-1] + 2
    for i in np.flatnonzero(np.asarray(solved) >= 0.5):
        corner = step * (i % 8) + 0.5, step * (i // 8) + 0.5
        frame = plt.Rectangle(corner, step - 2, step - 2, fill=False, lw=2)
        frame.set_edgecolor(COLOURS["blue"])
        left.add_patch(frame)
    right.plot(bins, curve, "o-", color=COLOURS["blue"], ms=4, label="all pictures")
    right.axhline(falls, color=COLOURS["vermillion"], lw=1.5, ls="--", label="those that fall")
    right.legend(fontsize=9, loc="upper right")
    right.set(xlabel="pictures, easy to hard", ylabel="share that solves", ylim=(0, 1.03))
    right.set_xticks([0, 1], ["easy", "hard"])
    return fig
