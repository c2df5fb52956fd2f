"""The drawings of *Any function*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from .checks import check

LEARNERS = {"ridge": "grey", "forest": "green", "boosting": "orange", "network": "blue"}
KINDS = {"untrained": ("grey", "--"), "trained": ("blue", "-")}
SHAPES = {"deep": ("blue", "o", -0.08), "wide": ("orange", "s", 0.08)}


def _curve_over(ax, x, y, curve, colour):
    ax.plot(x, y, color=COLOURS["grey"], lw=4, alpha=0.45)
    ax.plot(x, curve, color=COLOURS[colour], lw=1.5)


def opening(x, y, found):
    """Draw a zigzag as it was made by hand, and what training found in the same shape.

    Args:
        x, y, found: shape (N,), N at least 2: places, the zigzag, the trained network's output.
    """
    good = len(np.shape(x)) == 1 and np.shape(x) == np.shape(y) == np.shape(found) and len(x) > 1
    check(good, "they should be of one length, at least 2", x=x, y=y, found=found)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 2.6), sharey=True)
    _curve_over(axes[0], x, y, y, "blue")
    _curve_over(axes[1], x, y, found, "vermillion")
    for ax, title in zip(axes, ("weights written by hand", "the best of eight trainings")):
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlabel="input", ylim=(-0.25, 1.25))
    axes[0].set_ylabel("output")
    return fig


def neurons(corners):
    """Draw what one neuron can say about four corners with a bias, and without, and what it cannot.

    Args:
        corners: shape (4, 2), of -1 and 1.
    """
    check(np.shape(corners) == (4, 2), "it should be (4, 2)", corners=corners)
    corners = np.asarray(corners)
    fig, axes = plt.subplots(1, 3, figsize=(7.6, 2.9), sharey=True)
    both, one = corners.min(1) > 0, corners.prod(1) < 0
    cases = (
        ("both, with a bias", both, lambda x, y: x + y - 1 > 0),
        ("both, without", both, lambda x, y: 2 * x + y > 0),
        ("exactly one", one, lambda x, y: np.abs(x + y) < 1),
    )
    grid = np.linspace(-1.6, 1.6, 321)
    x, y = np.meshgrid(grid, grid)
    for ax, (title, yes, side) in zip(axes, cases):
        ax.contourf(x, y, side(x, y), levels=[0.5, 1.5], colors=[COLOURS["blue"]], alpha=0.18)
        ax.contour(x, y, side(x, y), levels=[0.5], colors=[COLOURS["blue"]], linewidths=1.5)
        for filled in (True, False):
            face = COLOURS["ink"] if filled else "none"
            ax.scatter(*corners[yes == filled].T, s=80, fc=face, ec=COLOURS["ink"], zorder=3)
        ax.plot(0, 0, "+", color=COLOURS["ink"], ms=8)
        ax.set_title(title, loc="left", fontsize=11)
        ax.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), xlabel="first input", aspect="equal")
        ax.set_xticks([-1, 1], ["no", "yes"])
        ax.set_yticks([-1, 1], ["no", "yes"])
    axes[0].set_ylabel("second input")
    return fig


def depth(folds, errors):
    """Draw the error of trained deep and wide networks against the number of folds.

    Args:
        folds: shape (F,).
        errors: "deep" and "wide" → errors over those of a constant, shape (F, K).
    """
    good = all(np.ndim(e) == 2 and len(e) == len(folds) and np.size(e) for e in errors.values())
    check(good and set(errors) == set(SHAPES), "deep and wide should have (F, K)", folds=folds)
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    places = np.arange(len(folds))
    ax.axhline(1, color=COLOURS["ink"], ls=":", lw=1)
    ax.text(places[0] - 0.12, 1.03, "a constant", fontsize=9)
    for shape, (colour, mark, shift) in SHAPES.items():
        values = np.asarray(errors[shape])
        for place, row in zip(places, values):
            ax.plot(
                np.full(row.shape, place + shift),
                row,
                mark,
                color=COLOURS[colour],
                alpha=0.35,
                ms=5,
            )
        ax.plot(
            places + shift,
            values.mean(1),
            "-" + mark,
            color=COLOURS[colour],
            lw=1.6,
            ms=6,
            label=shape,
        )
    ax.set(xlabel="folds (pieces)", ylabel="error, as a share", ylim=(-0.05, 1.2))
    ax.set_xticks(places, [f"{f} ({2**f})" for f in folds])
    ax.legend(frameon=False, loc="lower right")
    return fig


def parity(bits, from_random, held):
    """Draw right answers about parity against the number of bits, network by network.

    Args:
        bits: shape (N,).
        from_random: shape (N, K), shares right after training from random weights.
        held: shape (K,), the same at the largest number of bits from next to the solution.
    """
    good = np.ndim(from_random) == 2 and len(from_random) == len(bits) and np.size(from_random)
    check(good and np.ndim(held) == 1 and len(held), "(N,), (N, K) and (K,)", bits=bits, from_random=from_random, held=held)  # fmt: skip
    fig, ax = plt.subplots(figsize=(7.2, 3.5))
    places, values = np.arange(len(bits)), 100 * np.asarray(from_random)
    nudge = np.linspace(-0.15, 0.15, values.shape[1])
    ax.axhline(50, color=COLOURS["ink"], ls=":", lw=1)
    ax.text(-0.3, 51.5, "a coin", fontsize=9)
    for place, row in zip(places, values):
        ax.plot(place + nudge, np.sort(row), "o", color=COLOURS["blue"], alpha=0.4, ms=5)
    ax.plot(places, values.mean(1), color=COLOURS["blue"], lw=1.6, label="from random weights")
    ax.plot(places[-1] + np.linspace(-0.15, 0.15, len(held)), 100 * np.asarray(held), "D", color=COLOURS["vermillion"], ms=5, label="from next to the solution")  # fmt: skip
    ax.set(xlabel="bits", ylabel="right answers (%)", ylim=(44, 105))
    ax.set_xticks(places, [str(n) for n in bits])
    ax.legend(frameon=False, loc="center right", bbox_to_anchor=(1, 0.62))
    return fig


def filters(kinds, edges):
    """Draw sets of sixteen filters side by side, with the share of them that is an edge.

    Args:
        kinds: name → filters, shape (16, S, S).
        edges: name → shares, shape (K,).
    """
    good = kinds and all(np.ndim(f) == 3 and len(f) == 16 for f in kinds.values())
    check(
        good and set(kinds) == set(edges), "every kind should have (16, S, S), and edges",
        kinds=list(kinds),
    )  # fmt: skip
    fig, axes = plt.subplots(1, len(kinds), figsize=(1.9 * len(kinds), 2.5), squeeze=False)
    for ax, (name, sets) in zip(axes[0], kinds.items()):
        side = np.shape(sets)[-1]
        sheet = np.full((4 * (side + 1) - 1, 4 * (side + 1) - 1), np.nan)
        for i, f in enumerate(np.asarray(sets, dtype=float)):
            row, column = (side + 1) * (i // 4), (side + 1) * (i % 4)
            f = f - f.mean()
            sheet[row : row + side, column : column + side] = f / (np.abs(f).max() + 1e-12)
        ax.imshow(sheet, cmap="gray", vmin=-1, vmax=1)
        ax.set_title(name, fontsize=11)
        ax.set_xlabel(f"edges: {np.mean(edges[name]):.0%}")
        ax.set_xticks([])
        ax.set_yticks([])
    return fig


def hierarchy(shares):
    """Draw the class's share of a unit's variance by layer, trained and untrained.

    Args:
        shares: (what, "trained" or "untrained") → shape (K, L).
    """
    good = shares and all(np.ndim(v) == 2 and np.size(v) for v in shares.values())
    check(bool(good), "shares should map (what, how) to (K, L)", shares=list(shares))
    subjects = list(dict.fromkeys(what for what, _ in shares))
    fig, axes = plt.subplots(1, len(subjects), figsize=(3.8 * len(subjects), 3.0), squeeze=False)
    for ax, subject in zip(axes[0], subjects):
        for how, (colour, line) in KINDS.items():
            values = np.asarray(shares[subject, how])
            layers = np.arange(1, values.shape[1] + 1)
            ax.plot(layers, values.T, line, color=COLOURS[colour], lw=0.7, alpha=0.5)
            ax.plot(
                layers, values.mean(0), line, color=COLOURS[colour], lw=2, marker="o", label=how
            )
        ax.set_title(subject, loc="left", fontsize=11)
        ax.set(xlabel="layer", ylim=(0, None))
        ax.set_xticks(layers)
    axes[0, 0].set_ylabel("share of the class")
    axes[0, 0].legend(frameon=False)
    return fig


def contest(explained, misread):
    """Draw how much of each table learners explain, and how many digits two of them misread.

    Args:
        explained: (table, learner) → shares of variance, shape (K,).
        misread: "machine" and "network" → percentages, shape (K,).
    """
    good = explained and all(
        np.ndim(v) == 1 and len(v) for v in (*explained.values(), *misread.values())
    )
    check(bool(good) and set(misread) == {"machine", "network"}, "they should map to (K,)", explained=list(explained), misread=list(misread))  # fmt: skip
    tables = list(dict.fromkeys(name for name, _ in explained))
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.8, 3.8), width_ratios=(2.4, 1))
    for i, name in enumerate(tables):
        for j, (learner, colour) in enumerate(LEARNERS.items()):
            y, values = -(i + 0.19 * (j - 1.5)), 100 * explained[name, learner]
            left.plot(values, np.full(len(values), y), ".", color=COLOURS[colour], ms=5, alpha=0.6)
            left.plot([np.mean(values)] * 2, [y - 0.08, y + 0.08], color=COLOURS[colour], lw=3, label=learner if i == 0 else None)  # fmt: skip
    left.set_yticks(-np.arange(len(tables)), tables)
    left.set(xlabel="variance explained on new rows (%)", xlim=(0, 100))
    fig.legend(frameon=False, ncols=4, loc="outside upper left", fontsize=9)
    for place, (who, colour) in enumerate((("machine", "green"), ("network", "blue"))):
        values = np.asarray(misread[who])
        right.plot(np.full(len(values), place), values, ".", color=COLOURS[colour], ms=7, alpha=0.6)
        right.plot([place - 0.25, place + 0.25], [values.mean()] * 2, color=COLOURS[colour], lw=3)
    right.set_xticks([0, 1], ["support\nvectors", "network"], fontsize=9)
    right.set(ylabel="digits misread (%)", xlim=(-0.6, 1.6), ylim=(0, None))
    return fig


def by_width(x, y, curves):
    """Draw a curve and what networks of one width made of it, the best in front.

    Args:
        x, y: shape (N,), N at least 2.
        curves: shape (K, N), the best first.
    """
    good = (
        np.ndim(curves) == 2 and len(curves) and np.shape(x) == np.shape(y) == np.shape(curves)[1:]
    )
    check(good and len(x) > 1, "they should be (N,), (N,) and (K, N)", x=x, y=y, curves=curves)
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.plot(x, np.asarray(curves[1:]).T, color=COLOURS["blue"], lw=0.7, alpha=0.3)
    _curve_over(ax, x, y, curves[0], "blue")
    ax.set(xlabel="input", ylabel="output", ylim=(-1.6, 1.6))
    return fig
