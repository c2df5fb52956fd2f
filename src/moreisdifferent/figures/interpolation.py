"""The drawings of *Interpolation*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np

from ..display.contact import contact_sheet
from ..display.style import COLOURS

DEGREES = {5: ("blue", "--"), 19: ("vermillion", "-"), 1000: ("green", "-")}
SPAN = 780  # days that were observed


def _check_lengths(**arrays) -> None:
    """Raise a ValueError unless the last axes of all arrays are of one length, at least 1."""
    lengths = {np.shape(values)[-1:] for values in arrays.values()}
    if len(lengths) != 1 or lengths & {(), (0,)}:
        words = ", ".join(f"{name} has {np.shape(v)}" for name, v in arrays.items())
        raise ValueError(f"shapes do not fit: {words}; their last axes should be of one length")


def _tracks(height: float, day, seen, later, truth):
    """Return a figure and its axes with the true track, what was seen, and the days beyond in grey."""
    _check_lengths(day=day, seen=seen)
    _check_lengths(later=later, truth=truth)
    fig, ax = plt.subplots(figsize=(7.2, height))
    ax.axvspan(SPAN, later[-1], color=COLOURS["grey"], alpha=0.12, lw=0)
    ax.plot(later, truth, color=COLOURS["grey"], lw=5, alpha=0.35, label="the truth")
    ax.plot(day, seen, "o", color=COLOURS["ink"], ms=4.5, zorder=3, label="what was seen")
    ax.set(xlabel="days", ylabel="distance of Mars (au)")
    return fig, ax


def _name_above(ax, top: float) -> None:
    ax.legend(ncols=3, fontsize=9, loc="upper center", bbox_to_anchor=(0.5, top), frameon=False)


def curves(day, seen, later, truth, fitted):
    """Draw twenty nights, the truth, and curves that were fitted to them.

    Args:
        day, seen: shape (n,), when Mars was observed and how far it was, in au.
        later, truth: shape (T,), days and true distances, from the first night to after the last.
        fitted: degree → distances at those days, shape (T,).
    """
    fig, ax = _tracks(3.8, day, seen, later, truth)
    ax.text(later[-1] - 3, -0.5, "beyond", fontsize=10, ha="right")
    for degree, heights in fitted.items():
        _check_lengths(later=later, fitted=heights)
        colour, line = DEGREES[degree]
        heights = np.where(np.abs(heights) < 30, heights, np.nan)
        ax.plot(later, heights, line, color=COLOURS[colour], lw=1.5, label=f"degree {degree:,}")
    ax.set(ylim=(-0.6, 4.8), xlim=(-8, later[-1]))
    _name_above(ax, 1.2)
    return fig


def error_by_degree(degrees, between, beyond, network):
    """Draw the error of curves between and beyond the nights against their degree, world by world.

    Args:
        degrees: shape (D,).
        between, beyond: shape (K, D), errors in au; where beyond is not finite nothing is drawn.
        network: the median error between the nights of a network, in au.
    """
    _check_lengths(degrees=degrees, between=between, beyond=beyond)
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.7), sharey=True)
    for ax, errors, title in zip(axes, (between, beyond), ("between the nights", "80 days beyond")):
        ax.plot(degrees, errors.T, color=COLOURS["grey"], lw=0.6, alpha=0.5)
        ax.plot(degrees, np.median(errors, axis=0), "o-", color=COLOURS["vermillion"], ms=4, lw=1.6)
        ax.axvline(19, color=COLOURS["ink"], ls=":", lw=1)
        ax.set(xscale="log", yscale="log", xlabel="degree", ylim=(1e-2, 1e9))
        ax.set_title(title, loc="left", fontsize=11)
        ax.set_xticks([1, 5, 19, 100, 1000], ["1", "5", "19", "100", "1,000"])
        ax.minorticks_off()
    axes[0].axhline(network, color=COLOURS["blue"], ls="--", lw=1.3)
    axes[0].text(1.1, network / 3.5, "network", color=COLOURS["blue"], fontsize=9)
    axes[0].set_ylabel("error (au)")
    axes[0].text(20.5, 3e8, "as many terms\nas nights", fontsize=9, va="top")
    return fig


def straight_on(day, seen, later, truth, networks):
    """Draw networks of several widths through the nights and far beyond them.

    Args:
        day, seen: shape (n,); later, truth: shape (T,).
        networks: width → distances at those days, shape (T,).
    """
    fig, ax = _tracks(3.4, day, seen, later, truth)
    styles = (("sky", "--"), ("blue", "-"), ("purple", "-."))
    for (width, heights), (colour, line) in zip(networks.items(), styles):
        _check_lengths(later=later, networks=heights)
        ax.plot(later, heights, line, color=COLOURS[colour], lw=1.5, label=f"{width} units a layer")
    _name_above(ax, 1.28)
    return fig


def share_inside(dimensions, balls, bounds, digits):
    """Draw how many new points lie inside the hull against the number of dimensions.

    Args:
        dimensions: shape (D,).
        balls: number of points → shares, shape (K, D), of points of a ball.
        bounds: number of points → the proven upper bound at each dimension, shape (D,).
        digits: name of a space → (dimensions, shares of shape (K, D')) of digits.
    """
    for n, shares in balls.items():
        _check_lengths(dimensions=dimensions, balls=shares, bounds=bounds[n])
    fig, axes = plt.subplots(1, 2, figsize=(7.6, 3.7), sharey=True)
    styles = (("vermillion", "o"), ("orange", "s"), ("purple", "D"))
    for (n, shares), (colour, marker) in zip(balls.items(), styles):
        colour = COLOURS[colour]
        axes[0].plot(dimensions, bounds[n], ls=":", color=colour, lw=1.3)
        axes[0].plot(
            dimensions, shares.mean(0), marker + "-", color=colour, ms=4, label=f"{n:,} points"
        )
    axes[0].set_title("points of a ball", loc="left", fontsize=11)
    for (name, (at, shares)), (colour, marker) in zip(
        digits.items(), (("blue", "o"), ("green", "^"))
    ):
        axes[1].plot(at, shares.mean(0), marker + "-", color=COLOURS[colour], ms=4, label=name)
        axes[1].fill_between(
            at, shares.min(0), shares.max(0), color=COLOURS[colour], alpha=0.15, lw=0
        )
    axes[1].set_title("new digits", loc="left", fontsize=11)
    for ax in axes:
        ax.set(xlabel="dimensions", ylim=(-0.03, 1.05))
        ax.xaxis.set_major_locator(plt.MultipleLocator(4))
        ax.legend(fontsize=9, frameon=False)
    axes[0].set_ylabel("share inside the hull")
    return fig


def inside_and_outside(inside_error, outside_error, turns, turned_inside, turned_error):
    """Draw who makes the errors, and what happens to digits that are turned.

    Args:
        inside_error, outside_error: shape (K,), share wrong of the digits inside and outside.
        turns: shape (A,), degrees.
        turned_inside, turned_error: shape (K, A), shares.
    """
    _check_lengths(inside_error=inside_error, outside_error=outside_error)
    _check_lengths(turns=turns, turned_inside=turned_inside, turned_error=turned_error)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 3.6), width_ratios=(1, 1.5))
    pairs = np.stack([inside_error, outside_error])
    left.plot([0, 1], pairs, color=COLOURS["grey"], lw=0.8)
    for x, values, colour in ((0, inside_error, "vermillion"), (1, outside_error, "blue")):
        left.plot(np.full(len(values), x), values, "o", color=COLOURS[colour], ms=5)
    left.set_xticks([0, 1], ["inside", "outside"])
    left.set(xlim=(-0.4, 1.4), ylim=(0, None), ylabel="share of digits misread")
    for name, values, colour, line in (
        ("misread", turned_error, "ink", "-"),
        ("inside the hull", turned_inside, "vermillion", "--"),
    ):
        right.plot(turns, values.mean(0), line, marker="o", color=COLOURS[colour], ms=4, label=name)
    right.set(xlabel="digits turned by (°)", ylabel="share", ylim=(0, 1))
    right.set_xticks(turns)
    right.legend(fontsize=9, frameon=False)
    return fig


def who_is_inside(images, inside, dimensions, shares, now: int):
    """Draw new digits, those inside the hull in red, and the share inside with a mark at ``now``.

    Args:
        images: shape (24, 1, H, W); inside: shape (24,), bool.
        dimensions, shares: shape (D,); ``now`` is the index of one of them.
    """
    _check_lengths(dimensions=dimensions, shares=shares)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.4), width_ratios=(1.25, 1))
    contact_sheet(left, images, columns=6)
    step = images.shape[-1] + 2
    for i in np.flatnonzero(inside):
        x, y = step * (i % 6), step * (i // 6)
        frame = plt.Rectangle((x, y), step - 2, step - 2, fill=False, lw=2)
        frame.set_edgecolor(COLOURS["vermillion"])
        left.add_patch(frame)
    right.plot(dimensions, shares, "o-", color=COLOURS["grey"], ms=4)
    right.plot(dimensions[now], shares[now], "o", color=COLOURS["vermillion"], ms=11)
    right.set(xlabel="components", ylabel="share inside the hull", ylim=(-0.03, 1.05))
    right.set_xticks(list(dimensions)[::2] if len(dimensions) > 6 else list(dimensions))
    return fig
