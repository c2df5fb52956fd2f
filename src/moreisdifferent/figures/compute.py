"""The drawings of *Compute*: arrays in, a Matplotlib figure out."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import LogLocator, StrMethodFormatter

from ..display.style import COLOURS
from ..evaluation.roofline import roof

SCALE = "operations a second, of one core"
DATA = {"early": ("orange", "few words"), "late": ("purple", "four times the words")}


def _check_lengths(**arrays) -> None:
    """Raise a ValueError unless the first axes of all arrays are of one length, at least 1."""
    lengths = {np.shape(values)[:1] for values in arrays.values()}
    if len(lengths) != 1 or lengths & {(), (0,)}:
        words = ", ".join(f"{name} has {np.shape(v)}" for name, v in arrays.items())
        raise ValueError(f"shapes do not fit: {words}; their first axes should be of one length")


def _check_positive(**arrays) -> None:
    for name, values in arrays.items():
        values = np.asarray(values, dtype=float)
        if not (values.size and np.isfinite(values).all() and (values > 0).all()):
            raise ValueError(f"{name} is {values}; it should be positive and finite")


def _plain_ticks(ax) -> None:
    """Mark a logarithmic vertical axis at 1, 2, 5, 10 … with plain numbers."""
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))


def ways(names, speeds):
    """Draw how fast one product of matrices is computed in several ways.

    Args:
        names: n ways, the slowest first.
        speeds: shape (n, rounds), operations a second.
    """
    _check_lengths(names=names, speeds=speeds)
    _check_positive(speeds=speeds)
    middle = np.median(speeds, axis=1)
    fig, ax = plt.subplots(figsize=(7.2, 2.9))
    at = np.arange(len(names))[::-1]
    left = 10 ** (np.floor(np.log10(middle.min())) - 0.5)
    ax.hlines(at, left, middle, color=COLOURS["blue"], lw=2, alpha=0.4)
    ax.plot(middle, at, "o", color=COLOURS["blue"], ms=9)
    for y, speed in zip(at, middle):
        ax.text(speed * 1.5, y, f"× {speed / middle[0]:,.0f}", va="center", fontsize=10)
    ax.set(xscale="log", xlim=(left, middle.max() * 12), ylim=(-0.6, len(names) - 0.4))
    ax.set_yticks(at, names)
    ax.set(xlabel=SCALE)
    ax.grid(False, axis="y")
    return fig


def roofline(batches, intensities, speeds, others, peak: float, bandwidth: float):
    """Draw a layer at several batch sizes below the roof that memory and arithmetic set.

    Args:
        batches, intensities, speeds: shape (n,), examples at once, operations a byte and operations
            a second.
        others: name → (intensity, speed) of other work.
        peak: operations a second; bandwidth: bytes a second.
    """
    _check_lengths(batches=batches, intensities=intensities, speeds=speeds)
    _check_positive(speeds=speeds, intensities=intensities)
    at = np.geomspace(0.05, 500, 200)
    fig, ax = plt.subplots(figsize=(7.2, 4.2))
    ax.plot(at, roof(at, peak, bandwidth), color=COLOURS["ink"], lw=1.8)
    ax.plot(intensities, speeds, "o-", color=COLOURS["blue"], ms=6, lw=1)
    for batch, x, y in list(zip(batches, intensities, speeds))[::2]:
        ax.text(x * 1.1, y / 1.75, f"{batch:,}", color=COLOURS["blue"], fontsize=10)
    for (name, (x, y)), marker in zip(others.items(), "s^Dv"):
        ax.plot(x, y, marker, color=COLOURS["grey"], ms=7)
        ax.text(x * 1.25, y, name, color=COLOURS["grey"], fontsize=10, va="center")
    ax.text(0.06, peak / 4, "memory sets\nthe pace", fontsize=10)
    ax.text(450, peak * 1.3, "arithmetic sets the pace", fontsize=10, ha="right")
    ax.set(xscale="log", yscale="log", xlabel="operations for each byte moved", ylabel=SCALE)
    ax.set(xlim=(0.05, 500), ylim=(2e7, peak * 3))
    return fig


def steps_by_batch(batches, steps, critical):
    """Draw steps to a target against the batch size, and the critical batch of every run.

    Args:
        batches: shape (B,).
        steps: (width, "early" or "late") → steps (B, K).
        critical: the same keys → critical batch sizes (K,).
    """
    for key, values in steps.items():
        _check_lengths(batches=batches, steps=values)
        _check_positive(steps=values, critical=critical[key])
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 4.0), width_ratios=(1.35, 1))
    widths = sorted({width for width, _ in steps})
    for place, (width, moment) in enumerate(steps):
        colour, words = COLOURS[DATA[moment][0]], DATA[moment][1]
        marker, fill = ("o", colour) if width == widths[-1] else ("s", "none")
        style = {"color": colour, "ms": 6, "markerfacecolor": fill}
        middle = steps[width, moment].mean(1)
        left.plot(batches, middle, marker + "-", lw=1.2, label=f"{words}, {width} units", **style)
        found = critical[width, moment]
        right.plot(place + np.linspace(-0.12, 0.12, len(found)), found, marker, alpha=0.55, **style)
        right.hlines(found.mean(), place - 0.28, place + 0.28, color=colour, lw=2)
    half = steps[widths[-1], "late"].mean(1) if (widths[-1], "late") in steps else middle
    left.plot(batches, half[0] * batches[0] / np.asarray(batches), ":", color=COLOURS["ink"], lw=1)
    left.set(xscale="log", yscale="log", xlabel="examples in a batch", ylabel="steps to the target")
    left.set_xticks(batches, [f"{b:,}" for b in batches])
    left.minorticks_off()
    left.set_ylim(bottom=half[-1] / 8)
    _plain_ticks(left)
    left.legend(fontsize=9, loc="lower left", frameon=False)
    right.set_xticks(range(len(steps)), [f"{w} units" for w, _ in steps], rotation=35, ha="right")
    right.set(ylabel="critical batch", ylim=(0, None), xlim=(-0.6, len(steps) - 0.4))
    return fig


def growth(years, series, lines):
    """Draw how several quantities grew, each as a factor since the first year, with fitted lines.

    Args:
        years: shape (n,).
        series: name → shape (n,), powers of ten.
        lines: the same names → (slope, intercept) over (years - years[0]).
    """
    fig, ax = plt.subplots(figsize=(7.2, 3.9))
    looks = (("blue", "o", "-"), ("vermillion", "s", "--"), ("green", "^", "-."))
    for (name, powers), (colour, marker, line) in zip(series.items(), looks):
        _check_lengths(years=years, series=powers)
        slope, intercept = lines[name]
        span = np.asarray(years) - years[0]
        aside = np.asarray(years) + {"o": -0.9, "s": 0, "^": 0.9}[marker]  # or they hide each other
        ax.plot(aside, 10.0 ** (powers - powers[0]), marker, color=COLOURS[colour], ms=8)
        fitted = 10.0 ** (intercept + slope * span - powers[0])
        ax.plot(years, fitted, line, color=COLOURS[colour], lw=1.5, label=name)
    ax.set(yscale="log", xlabel="year", ylabel=f"factor since {years[0]}")
    ax.set_xticks(years)
    ax.legend(fontsize=10, frameon=False)
    return fig


def choose_batch(batches, steps, one_core, many, now: int):
    """Draw what a batch size costs in steps and in seconds, with a mark at ``now``.

    Args:
        batches, steps: shape (B,).
        one_core, many: shape (B,), seconds to the target with one core, and with as many as help.
        now: the index of the batch that is marked.
    """
    _check_lengths(batches=batches, steps=steps, one_core=one_core, many=many)
    _check_positive(batches=batches, steps=steps, one_core=one_core, many=many)
    if not 0 <= now < len(batches):
        raise ValueError(f"now is {now}; it should be from 0 to {len(batches) - 1}")
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.5))
    for ax, curves in (
        (left, [("steps", steps, "purple", "o-")]),
        (right, [("one core", one_core, "blue", "s-"), ("many cores", many, "green", "^--")]),
    ):
        for name, values, colour, style in curves:
            ax.plot(batches, values, style, color=COLOURS[colour], ms=5, label=name)
            ax.plot(batches[now], values[now], style[0], color=COLOURS[colour], ms=13)
        ax.axvline(batches[now], color=COLOURS["grey"], lw=0.8, ls=":")
        ax.set(xscale="log", yscale="log", xlabel="examples in a batch")
        ax.set_xticks(batches, [f"{b:,}" for b in batches], rotation=35, ha="right")
        ax.minorticks_off()
        _plain_ticks(ax)
    left.set_ylabel("steps to the target")
    right.set_ylabel("seconds to the target")
    right.legend(fontsize=10, frameon=False)
    return fig
