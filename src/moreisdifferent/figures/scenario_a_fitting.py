"""The drawings of *Scenario A: fitting*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.style import COLOURS
from ..evaluation.intervals import mean_interval
from .checks import check

LOOKS = {  # colour, marker and line of each learner, the same through the chapter
    "least squares": ("blue", "o", "-"),
    "nearest neighbours": ("vermillion", "s", "--"),
    "network": ("green", "^", "-."),
    "logistic": ("purple", "d", ":"),
    "L1": ("orange", "v", "-"),
    "L2": ("sky", "D", "--"),
}
INK, GREY = COLOURS["ink"], COLOURS["grey"]


def _known(argument: str, names) -> None:
    for name in names:
        if name not in LOOKS:
            raise ValueError(f"{argument} has {name!r}; it should have some of {', '.join(LOOKS)}")


def _curve(ax, x, values, name, **more):
    colour, marker, line = LOOKS[name]
    look = {"color": COLOURS[colour], "marker": marker, "ls": line, "ms": 4.5, "label": name}
    ax.plot(x, values, **{**look, **more})


def samples(x, y, grid, fits):
    """Draw samples of one world side by side, and what each learner draws through them.

    Args:
        x, y: shape (S, n), two or more samples.
        grid: shape (Q,).
        fits: learner → shape (S, Q).
    """
    _known("fits", fits)
    good = np.ndim(x) == 2 and np.shape(x) == np.shape(y) and len(x) > 1
    good = good and all(np.shape(f) == (len(x), len(grid)) for f in fits.values())
    check(bool(good), "x and y should be (S, n), S at least 2, and each fit (S, Q)", x=x, y=y, grid=grid)  # fmt: skip
    fig, axes = plt.subplots(1, len(x), figsize=(7.8, 3.6), sharey=True)
    for s, ax in enumerate(axes):
        ax.plot(x[s], y[s], "o", color=GREY, ms=4.5, mew=0)
        for name, fit in fits.items():
            _curve(ax, grid, fit[s], name, marker="")
        ax.set_title(f"sample {s + 1}", loc="left")
        ax.set(xlabel="$x$")
    axes[0].set_ylabel("$y$")
    handles, labels = axes[0].get_legend_handles_labels()
    fig.legend(handles, labels, ncols=3, loc="outside upper right", handlelength=2.8)
    return fig


THIN = 8  # so many single fits are drawn


def _fan(ax, grid, truth, fits):
    for fit in fits[:THIN]:
        ax.plot(grid, fit, color=COLOURS["blue"], lw=0.8, alpha=0.4)
    ax.plot(grid, np.mean(fits, 0), color=COLOURS["blue"], lw=2.6, label="mean of all")
    ax.plot(grid, truth, "--", color=INK, lw=1.6, label="the truth")
    ax.set(ylim=(-3, 3), xlabel="$x$")


def many_fits(grid, truth, fits):
    """Draw what several classes make of the first of many samples, the mean of all, and the truth.

    Args:
        grid, truth: shape (Q,).
        fits: title → shape (S, Q), two classes or more.
    """
    good = len(fits) > 1 and np.shape(grid) == np.shape(truth)
    good = good and all(np.ndim(f) == 2 and len(f) and np.shape(f[0]) == np.shape(grid) for f in fits.values())  # fmt: skip
    check(bool(good), "there should be two or more (S, Q), with Q of grid", grid=grid, truth=truth)
    fig, axes = plt.subplots(1, len(fits), figsize=(7.8, 3), sharey=True)
    for ax, (title, found) in zip(axes, fits.items()):
        _fan(ax, grid, truth, found)
        ax.set_title(title, loc="left")
    axes[0].set_ylabel("fits")
    axes[0].legend(loc="lower right", fontsize=9)
    return fig


def decomposition(parts):
    """Draw bias², variance and their sum against the size of each class, a panel a learner.

    Args:
        parts: learner → (what its axis says, sizes (Z,), bias² and variance (Z, 2)).
    """
    _known("parts", parts)
    good = len(parts) > 1 and all(np.shape(p) == (len(z), 2) for _, z, p in parts.values())
    check(bool(good), "there should be two learners or more with Z sizes and (Z, 2)", parts=list(parts))  # fmt: skip
    fig, axes = plt.subplots(1, len(parts), figsize=(8.2, 3.5), sharey=True)
    for ax, (name, (axis, sizes, part)) in zip(axes, parts.items()):
        part = np.asarray(part)
        colour = COLOURS[LOOKS[name][0]]
        ax.plot(sizes, np.maximum(part[:, 0], 1e-4), ":", color=GREY, lw=2.2, label="bias²")
        ax.plot(sizes, part[:, 1], "--", color=GREY, lw=1.6, label="variance")
        ax.plot(sizes, part.sum(1), LOOKS[name][1] + "-", color=colour, lw=2.4)
        ax.set_title(name, loc="left", color=colour)
        ax.set(xscale="log", yscale="log", xlabel=axis, ylim=(0.004, 1))
        ticks = [t for t in (1, 3, 10, 30, 100) if np.min(sizes) <= t <= np.max(sizes)]
        ax.set_xticks(ticks, ticks)
        ax.set_yticks((0.01, 0.1, 1), ("0.01", "0.1", "1"))
        ax.minorticks_off()
    axes[0].set_ylabel("squared error")
    axes[-1].plot([], [], "o-", color=INK, lw=2.4, label="both, in the learner's colour")
    handles, labels = axes[-1].get_legend_handles_labels()
    fig.legend(handles, labels, ncols=3, loc="outside upper right", handlelength=2.8)
    return fig


def price(n, k, ε):
    """Draw how many samples a precision takes, a line for each number of parameters.

    Args:
        n, k, ε: shape (R,), samples, parameters and error.
    """
    n, k, ε = (np.asarray(v, dtype=float) for v in (n, k, ε))
    good = n.ndim == 1 and n.shape == k.shape == ε.shape and n.size and (ε > 0).all()
    check(bool(good), "they should be (R,), with errors above 0", n=n, k=k, ε=ε)
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for size, marker in zip(np.unique(k), "os^dv"):
        at = k == size
        ax.plot(1 / ε[at], n[at], marker + "-", color=COLOURS["blue"])
        last = np.argmax(n[at])
        ax.annotate(f"$k$ = {size:.0f}", (1 / ε[at][last], n[at][last]), (7, -3), textcoords="offset points", fontsize=10)  # fmt: skip
    ax.set(xscale="log", yscale="log", xlabel="precision 1/ε", ylabel="samples $n$")
    ax.set_xlim(right=1.25 / ε.min())
    ticks = [t for t in (4, 6, 8, 12, 16, 24, 32) if 0.9 / ε.max() < t < 1.2 / ε.min()]
    ax.set_xticks(ticks, ticks)
    ax.set_yticks((128, 512, 2048), ("128", "512", "2,048"))
    ax.minorticks_off()
    return fig


def learning_curves(curves, goals=(0.10, 0.05)):
    """Draw the share of wrong answers against samples, and each way from goal to goal thick.

    Args:
        curves: learner → (n (Z,), error (Z,), n at each goal (2,)).
        goals: two shares of wrong answers.
    """
    _known("curves", curves)
    good = curves and len(goals) == 2 and all(np.shape(n) == np.shape(e) and len(at) == 2 for n, e, at in curves.values())  # fmt: skip
    check(bool(good), "each should have as many errors as sizes, and two marks", curves=list(curves))  # fmt: skip
    fig, ax = plt.subplots(figsize=(7.6, 4))
    right = max(max(n) for n, _, _ in curves.values())
    for goal in goals:
        ax.axhline(goal, color=INK, lw=0.9, ls=(0, (1, 2)))
        ax.text(1.9 * right, goal * 1.04, f"{1 - goal:.0%} right", fontsize=9, ha="right", va="bottom")  # fmt: skip
    for name, (n, error, at) in curves.items():
        _curve(ax, n, error, name, ms=3.5)
        ax.plot(at, goals, "-", color=COLOURS[LOOKS[name][0]], lw=7, alpha=0.4, solid_capstyle="butt")  # fmt: skip
    ax.set(xscale="log", yscale="log", xlabel="samples $n$", ylabel="share wrong", xlim=(12, 2 * right), ylim=(0.02, 0.4))  # fmt: skip
    ax.set_yticks((0.02, 0.05, 0.1, 0.2, 0.4), ("0.02", "0.05", "0.1", "0.2", "0.4"))
    ax.minorticks_off()
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, handlelength=2.4, columnspacing=1)
    return fig


TOP = 1000.0  # errors beyond the edge are drawn up to here


def beyond_the_edge(grid, truth, fits, edge: float, sizes, inside, outside):
    """Draw fits within the sample and beyond its edge, and the error in both against samples.

    Args:
        grid, truth: shape (Q,).
        fits: learner → shape (Q,).
        edge: where the sample ends.
        sizes: shape (Z,).
        inside, outside: learner → shape (Z,), squared error over that of the best constant.
    """
    for argument, given in (("fits", fits), ("inside", inside), ("outside", outside)):
        _known(argument, given)
    good = fits and all(np.shape(v) == np.shape(grid) == np.shape(truth) for v in fits.values())
    good = good and all(np.shape(v) == np.shape(sizes) for part in (inside, outside) for v in part.values())  # fmt: skip
    check(bool(good), "fits should be (Q,) and errors (Z,)", grid=grid, truth=truth, sizes=sizes)
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(8.8, 3.8), width_ratios=(1.5, 1, 1))
    left.axvspan(edge, np.max(grid), color="#e8e4d8", lw=0)
    left.plot(grid, truth, color=INK, lw=5, alpha=0.25, label="the truth")
    for name, fit in fits.items():
        _curve(left, grid, fit, name, marker="")
    left.text(edge + 0.03, -2.4, "never\nsampled", fontsize=9.5)
    left.set(xlabel="$x$", ylabel="$y$", ylim=(-2.6, 2.6), xlim=(np.min(grid), np.max(grid)))
    handles, labels = left.get_legend_handles_labels()
    fig.legend(handles, labels, ncols=4, loc="outside upper right", handlelength=2.6)
    for ax, errors in ((middle, inside), (right, outside)):
        for name, values in errors.items():
            _curve(ax, sizes, np.minimum(values, TOP), name, label=None)
        ax.axhline(1, color=INK, lw=1, ls=(0, (1, 2)))
        ax.set(xscale="log", yscale="log", xlabel="samples $n$")
        ax.set_xticks(sizes[::2], [f"{s:,}" for s in sizes[::2]], fontsize=9)
    middle.set(ylim=(4e-4, 2), ylabel="error, times that of a constant")
    middle.set_yticks((0.001, 0.01, 0.1, 1), ("0.001", "0.01", "0.1", "1"))
    right.set(ylim=(0.6, 1.2 * TOP))
    right.set_yticks((1, 10, 100, 1000), ("1", "10", "100", "≥ 1,000"))
    right.text(sizes[0], 1.12, "a constant", fontsize=9)
    for ax, title in ((middle, "within"), (right, "beyond the edge")):
        ax.minorticks_off()
        ax.set_title(title, loc="left")
    left.set_title(f"{max(sizes):,} points", loc="left")
    return fig


def cliff(sizes, unexplained):
    """Draw how much of the coefficients a fit has not found, against samples, and its replicates.

    Args:
        sizes: shape (Z,).
        unexplained: learner → shape (Z, K), squared error over the coefficients' size.
    """
    _known("unexplained", unexplained)
    good = unexplained and all(np.ndim(v) == 2 and len(v) == len(sizes) for v in unexplained.values())  # fmt: skip
    check(bool(good), "each should be (Z, K)", sizes=sizes, unexplained=list(unexplained))
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for name, values in unexplained.items():
        ax.plot(sizes, values, color=COLOURS[LOOKS[name][0]], alpha=0.25, lw=0.8)
        _curve(ax, sizes, np.mean(values, 1), name, lw=2.4)
    ax.set(xscale="log", xlabel="samples $n$", ylabel="error, share of the coefficients' size")
    ax.set_ylim(-0.03, None)
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
    ax.legend()
    return fig


def _dots(ax, place, values, colour, marker="o"):
    found = mean_interval(values)
    ax.plot([place] * 2, [found.low, found.high], "-", color=colour, lw=2)
    ax.plot([place], [found.estimate], marker, color=colour, ms=7)


def five_more(columns, clutter, noises, mixture, choices, moved, dimensions, uneven):
    """Draw five small experiments, a panel each.

    Args:
        columns: shape (A,), columns of noise that were added.
        clutter: learner → shape (A,), error over that without them.
        noises, mixture: shapes (M,) and (M, K), error of the mixture over that of its parts.
        choices: what was chosen wrongly → shape (K,), error over that of the right choice.
        moved: what was changed → (shape (K,) with few rows, shape (K,) with many).
        dimensions: shape (D,).
        uneven: task → shape (D,), how differently hard the points are.
    """
    _known("clutter", clutter)
    good = clutter and all(len(v) == len(columns) for v in clutter.values())
    good = good and len(mixture) == len(noises) and len(choices) and len(moved)
    good = good and all(len(pair) == 2 for pair in moved.values())
    good = good and uneven and all(len(v) == len(dimensions) for v in uneven.values())
    check(bool(good), "each curve should have a value a place", columns=columns, noises=noises, mixture=mixture, dimensions=dimensions)  # fmt: skip
    fig, axes = plt.subplot_mosaic("aabbcc;dddeee", figsize=(8.6, 6.4))
    a, b, c, d, e = axes.values()
    for name, values in clutter.items():
        _curve(a, range(len(columns)), values, name)
    a.set_xticks(range(len(columns)), columns)
    a.set(yscale="log", xlabel="columns of noise", ylabel="error, times that without")  # fmt: skip
    a.set_ylim(0.85, 40)
    a.set_yticks((1, 2, 5, 10, 20), ("1", "2", "5", "10", "20"))
    a.minorticks_off()
    a.legend(fontsize=8.5, handlelength=2.4)
    for place, values in enumerate(mixture):
        _dots(b, place, values, INK)
    b.axhline(1, color=GREY, ls=":", lw=1.2)
    b.text(len(noises) - 0.6, 1.01, "each population alone", fontsize=9, ha="right", va="bottom", color=GREY)  # fmt: skip
    b.set_xticks(range(len(noises)), noises)
    b.set(xlabel="noise", ylabel="error of the mixture, times", xlim=(-0.5, len(noises) - 0.5), ylim=(0.9, None))  # fmt: skip
    for place, values in enumerate(choices.values()):
        _dots(c, place, values, INK)
    c.axhline(1, color=GREY, ls=":", lw=1.2)
    c.set_xticks(range(len(choices)), list(choices), fontsize=8.5)
    c.set(yscale="log", ylabel="error, times the right choice's", xlim=(-0.5, len(choices) - 0.5))
    c.set_yticks((1, 2, 5, 10, 20), ("1", "2", "5", "10", "20"))
    c.minorticks_off()
    for side, (marker, colour, words) in enumerate((("o", INK, "50 equations"), ("s", COLOURS["blue"], "400 equations"))):  # fmt: skip
        for place, pair in enumerate(moved.values()):
            _dots(d, place + 0.16 * (side - 0.5), pair[side], colour, marker)
        d.plot([], [], marker, color=colour, label=words)
    d.set_xticks(range(len(moved)), list(moved), fontsize=8.5)
    d.set(ylabel="distance of the solutions")
    d.legend(fontsize=8.5)
    for (name, values), (marker, line) in zip(uneven.items(), (("o", "-"), ("s", "--"), ("^", "-."))):  # fmt: skip
        e.plot(dimensions, values, marker, ls=line, color=INK, ms=4.5)
        e.annotate(name, (dimensions[-1], values[-1]), (0, 6), textcoords="offset points", fontsize=9, ha="right")  # fmt: skip
    e.set(xscale="log", xlabel="dimension", ylabel="difficulty: spread over mean", ylim=(0, 1.12 * max(map(max, uneven.values()))))  # fmt: skip
    e.set_xticks(dimensions, dimensions)
    e.minorticks_off()
    for letter, title, ax in zip("abcde", ("clutter", "two populations", "loss and penalty", "optimizer and sample", "hard points"), axes.values()):  # fmt: skip
        ax.set_title(f"{letter}. {title}", loc="left")
    for ax in (b, c, d):
        ax.grid(axis="x", visible=False)
    return fig


def turn(grid, truth, fits, degrees, parts, at: int):
    """Draw fits of one degree to many samples, and what each degree costs, marked at this one.

    Args:
        grid, truth: shape (Q,).
        fits: shape (S, Q).
        degrees: shape (Z,).
        parts: shape (Z, 2), bias² and variance.
        at: one of ``degrees``.
    """
    parts = np.asarray(parts)
    good = parts.shape == (len(degrees), 2) and at in list(degrees)
    good = good and np.ndim(fits) == 2 and len(fits) and np.shape(fits[0]) == np.shape(grid) == np.shape(truth)  # fmt: skip
    check(bool(good), "fits should be (S, Q), parts (Z, 2), and at one of the degrees", fits=fits, parts=parts)  # fmt: skip
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.5))
    _fan(left, grid, truth, fits)
    left.set_ylabel("fits")
    left.legend(fontsize=8.5, loc="lower right")
    right.plot(degrees, np.maximum(parts[:, 0], 1e-4), ":", color=GREY, lw=2, label="bias²")
    right.plot(degrees, parts[:, 1], "--", color=GREY, lw=1.6, label="variance")
    right.plot(degrees, parts.sum(1), "o-", color=COLOURS["blue"], lw=2.4, label="both")
    right.axvline(at, color=COLOURS["orange"], lw=5, alpha=0.5, zorder=0)
    right.set(yscale="log", ylim=(0.004, 2), xlabel="degree", ylabel="error against the truth")
    right.set_xticks(degrees, degrees)
    right.legend(fontsize=8.5, ncols=3, loc="lower right", bbox_to_anchor=(1.04, 1), columnspacing=0.9, handlelength=1.6)  # fmt: skip
    return fig
