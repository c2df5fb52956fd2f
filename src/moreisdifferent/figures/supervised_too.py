"""The drawings of *Supervised, too*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.contact import contact_sheet
from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval

LOOKS = {  # colour, marker and line of every kind of lower half
    "another start": ("blue", "o", "-"),
    "self-supervised": ("vermillion", "^", "-"),
    "few pictures": ("orange", "D", "-"),
    "brief training": ("green", "s", "--"),
    "shuffled names": ("purple", "X", "--"),
    "untrained": ("grey", "v", "--"),
    "no stitch": ("ink", "s", ":"),
    "self-supervised on top": ("orange", "P", "-"),
}
DEPTHS = ("conv 1", "conv 2", "conv 3", "dense")


def look(name: str) -> dict:
    """Return the colour, marker and line of a kind of lower half, for ``ax.plot``.

    Raises:
        ValueError: if the chapter compares no such thing.
    """
    if name not in LOOKS:
        raise ValueError(f"name is {name!r}; it should be one of {', '.join(LOOKS)}")
    colour, marker, line = LOOKS[name]
    return {"color": COLOURS[colour], "marker": marker, "ls": line}


def _check_depths(**arrays) -> None:
    """Raise a ValueError unless every array is (K, D), one column a depth, K at least 2, D at most 4."""
    for name, values in arrays.items():
        shape = np.shape(values)
        if len(shape) != 2 or shape[0] < 2 or not 1 <= shape[1] <= len(DEPTHS):
            raise ValueError(f"{name} has shape {shape}; it should be (K, 1 to 4), K at least 2")


def _lines(ax, values, **style):
    """Draw means of (K, D) with their 95 % intervals against the last D of the four depths."""
    found = [mean_interval(column) for column in np.transpose(values)]
    means = [e.estimate for e in found]
    error = [e.high - e.estimate for e in found]
    at = np.arange(len(DEPTHS) - len(means), len(DEPTHS)) + 1
    ax.errorbar(at, means, error, capsize=3, ms=5, **style)


def three_answers(image, answers, classes: str):
    """Draw a picture and how sure three networks are of the classes that any of them considers.

    Args:
        image: shape (1, H, W).
        answers: title → probabilities, shape (C,).
        classes: C characters.

    Raises:
        ValueError: if there is not one probability a class.
    """
    for title, p in answers.items():
        if np.shape(p) != (len(classes),):
            raise ValueError(
                f"answers has {np.shape(p)} for {title!r}; it should be ({len(classes)},)"
            )
    top = dict.fromkeys(i for p in answers.values() for i in np.argsort(-np.asarray(p))[:3])
    shown = sorted(top, key=lambda i: classes[i])
    fig, axes = plt.subplots(
        1, 1 + len(answers), figsize=(7.6, 2.6), width_ratios=(1.2, *[1] * len(answers))
    )
    contact_sheet(axes[0], np.asarray(image)[None], columns=1)
    axes[0].set_title("the picture", fontsize=10)
    for ax, (title, p) in zip(axes[1:], answers.items()):
        p = np.asarray(p)[shown]
        colours = [COLOURS["vermillion" if q == p.max() else "grey"] for q in p]
        ax.barh(range(len(shown)), p, color=colours)
        ax.set_yticks(range(len(shown)), [classes[i] for i in shown])
        ax.set(xlim=(0, 1), xlabel="probability")
        ax.set_title(title, fontsize=10)
        ax.invert_yaxis()
    return fig


def penalty_by_depth(panels):
    """Draw what a foreign lower half costs against how much of the network it replaces.

    Args:
        panels: title → {kind: penalties in points, shape (K, D)}, at the last D of the four
            depths; kinds as in ``LOOKS``.
    """
    fig, axes = plt.subplots(1, len(panels), figsize=(7.6, 3.9), sharey=True, squeeze=False)
    for ax, (title, kinds) in zip(axes[0], panels.items()):
        for kind, values in kinds.items():
            _check_depths(**{kind: values})
            _lines(ax, values, label=kind, **look(kind))
        ax.axhspan(-5, 5, color=COLOURS["green"], alpha=0.1, lw=0)
        ax.set_xticks(range(1, len(DEPTHS) + 1), DEPTHS)
        ax.set(title=title, xlabel="replaced up to")
    axes[0, 0].set_ylabel("accuracy lost, points")
    handles, names = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, names, ncols=3, fontsize=9, frameon=False, loc="outside upper center")
    return fig


def share_of_gap(fractions, shares):
    """Draw the share of the gap that each replaced fraction costs, and the line of the claim.

    Args:
        fractions: shape (D,), how much of the network is replaced, without 0 and 1.
        shares: kind of lower half → penalty over gap, shape (K, D).
    """
    for kind, values in shares.items():
        if np.ndim(values) != 2 or np.shape(values)[1:] != np.shape(fractions) or len(values) < 2:
            raise ValueError(
                f"shares has shape {np.shape(values)} for {kind!r}; it should be "
                f"(K, {np.size(fractions)}), K at least 2"
            )
    fig, ax = plt.subplots(figsize=(6.2, 3.8))
    ax.plot([0, 1], [0, 1], color=COLOURS["ink"], ls=":", label="p times the gap")
    for kind, values in shares.items():
        style = look(kind)
        found = [mean_interval(column) for column in np.transpose(values)]
        for row in np.asarray(values):
            ax.plot([0, *fractions, 1], [0, *row, 1], color=style["color"], lw=0.6, alpha=0.4)
        ax.errorbar(
            fractions, [e.estimate for e in found], [e.high - e.estimate for e in found],
            capsize=3, ms=6, label=kind, **style,
        )  # fmt: skip
    ax.plot([0, 1], [0, 1], "o", color=COLOURS["ink"], ms=5)
    ax.set(xlabel="replaced fraction p of the layers", ylabel="cost, as a share of the gap")
    ax.legend(frameon=False, fontsize=9)
    return fig


def two_cues(pictures, named):
    """Draw pictures with two cues, and which of them a stitched network names in conflict.

    Args:
        pictures: title → images, shape (N, 1, H, W).
        named: title → {"shape": shares in %, shape (K, 4), "mark": the same}.
    """
    fig = plt.figure(figsize=(7.6, 5.0), layout="constrained")
    above, under = fig.subfigures(2, 1, height_ratios=(1, 2.3))
    for ax, (title, images) in zip(above.subplots(1, len(pictures)), pictures.items()):
        contact_sheet(ax, images, columns=len(images))
        ax.set_title(title, fontsize=10)
    axes = under.subplots(1, len(named), sharey=True)
    for ax, (title, cues) in zip(axes, named.items()):
        for cue, style in (("shape", ("blue", "o", "-")), ("mark", ("orange", "D", "--"))):
            _check_depths(**{cue: cues[cue]})
            colour, marker, line = style
            _lines(
                ax,
                cues[cue],
                color=COLOURS[colour],
                marker=marker,
                ls=line,
                label=f"names the {cue}",
            )
        ax.set_xticks(range(1, len(DEPTHS) + 1), DEPTHS)
        ax.set(xlabel="replaced up to", ylim=(-3, 103))
        ax.set_title(title, fontsize=10)
    axes[0].set_ylabel("of pictures in conflict, %")
    axes[-1].legend(frameon=False, fontsize=9)
    return fig


def shared_neighbours(found, chance, by_class):
    """Draw how many nearest neighbours two representations share, over what chance and class give.

    Args:
        found: title → shares in %, shape (K,).
        chance, by_class: the same for shuffled examples, and shuffled within their class.
    """
    if not found or {len(found)} != {len(chance), len(by_class)}:
        raise ValueError(
            f"found has {len(found)} pairs; chance and by_class should have as many, ≥ 1"
        )
    fig, ax = plt.subplots(figsize=(7.2, 0.5 * len(found) + 1.3))
    for i, title in enumerate(found):
        for values, colour, marker, label in (
            (chance[title], "grey", "|", "shuffled"),
            (by_class[title], "purple", "D", "shuffled within each class"),
            (found[title], "blue", "o", "as it is"),
        ):
            e = mean_interval(values)
            ax.errorbar(
                e.estimate, -i, xerr=e.high - e.estimate, fmt=marker, ms=7, capsize=3,
                color=COLOURS[colour], label=label if i == 0 else None,
            )  # fmt: skip
    ax.set_yticks(range(0, -len(found), -1), list(found))
    ax.set(xlabel="neighbours in common, %", ylim=(0.6 - len(found), 0.6), xlim=(-2, None))
    ax.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(1, 1))
    return fig


def waves(points, wave, curves, errors):
    """Draw one wave with ten known points and what learners make of it, and all their errors.

    Args:
        points: x and y of the known points, shapes (n,).
        wave: x and y of the truth, shapes (m,).
        curves: title → answers at the x of the wave, shape (m,).
        errors: title → squared errors of the learners, shape (K,).
    """
    for name, (x, y) in {"points": points, "wave": wave}.items():
        if np.shape(x) != np.shape(y) or np.ndim(x) != 1:
            raise ValueError(
                f"{name} has shapes {np.shape(x)} and {np.shape(y)}; both should be (n,)"
            )
    for title, values in curves.items():
        if np.shape(values) != np.shape(wave[0]):
            raise ValueError(
                f"curves has {np.shape(values)} for {title!r}, wave {np.shape(wave[0])}"
            )
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.7), width_ratios=(1.2, 1))
    left.plot(*wave, color=COLOURS["grey"], lw=5, alpha=0.35, label="the wave")
    for (title, values), (colour, line) in zip(
        curves.items(), (("purple", ":"), ("blue", "--"), ("vermillion", "-"))
    ):
        left.plot(wave[0], values, line, color=COLOURS[colour], lw=1.6, label=title)
    left.plot(*points, "o", color=COLOURS["ink"], ms=4.5, label="known points")
    left.set(xlabel="x", ylabel="y")
    left.legend(fontsize=8, frameon=False, ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
    for i, values in enumerate(errors.values()):
        e = mean_interval(values)
        right.plot(values, np.full(len(values), -i), "o", color=COLOURS["grey"], ms=3, alpha=0.6)
        right.errorbar(
            e.estimate, -i, xerr=[[e.estimate - max(e.low, 1e-3)], [e.high - e.estimate]],
            fmt="D", ms=5, capsize=3, color=COLOURS["vermillion"],
        )  # fmt: skip
    right.set_yticks(range(0, -len(errors), -1), list(errors), fontsize=9)
    right.set(xscale="log", xlabel="squared error on new points", ylim=(0.6 - len(errors), 0.6))
    right.set_xticks([0.3, 1, 3], ["0.3", "1", "3"])
    right.minorticks_off()
    return fig


def stitched_layers(depth: int, shares):
    """Draw a network of four layers and a head, stitched at a depth, and what it names in conflict.

    Args:
        depth: 0 to 5, how many layers from below are the other network's.
        shares: name of the answer → share of the pictures in %.

    Raises:
        ValueError: if ``depth`` is out of range.
    """
    if not 0 <= depth <= len(DEPTHS) + 1:
        raise ValueError(f"depth is {depth}; it should be from 0 to {len(DEPTHS) + 1}")
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.2), width_ratios=(1, 1.6))
    for i, layer in enumerate((*DEPTHS, "head")):
        own = i < depth
        box = plt.Rectangle((0, i), 1, 0.8, lw=0, alpha=0.85)
        box.set_facecolor(COLOURS["orange" if own else "blue"])
        left.add_patch(box)
        left.text(0.5, i + 0.4, layer, ha="center", va="center", fontsize=10, color="white")
    if 0 < depth <= len(DEPTHS):
        left.plot([-0.1, 1.1], [depth - 0.1] * 2, color=COLOURS["ink"], lw=2, ls=(0, (2, 1)))
        left.text(1.15, depth - 0.1, "stitch", va="center", fontsize=9)
    left.set(xlim=(-0.15, 1.6), ylim=(-0.1, 5), xticks=(), yticks=())
    left.spines[:].set_visible(False)
    left.grid(False)
    colours = [COLOURS[c] for c in ("blue", "orange", "grey")]
    right.barh(range(len(shares)), list(shares.values()), color=colours[: len(shares)])
    right.set_yticks(range(len(shares)), list(shares))
    right.set(xlim=(0, 100), xlabel="of pictures in conflict, %")
    right.invert_yaxis()
    return fig
