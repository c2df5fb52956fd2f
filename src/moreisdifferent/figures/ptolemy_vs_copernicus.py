"""The figures of chapter 01: Ptolemy in vermillion, Copernicus in blue, Kepler in green, free circles in purple."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from moreisdifferent.display import COLOURS

NIGHT, STAR, PAPER = "#13203c", "#f4efdf", "#fbfaf6"
MOON = 0.52  # degrees
INK, GREY = COLOURS["ink"], COLOURS["grey"]
EARTH, SUN, MARS = COLOURS["sky"], COLOURS["orange"], COLOURS["ink"]
COLOUR = {
    "Ptolemy": COLOURS["vermillion"],
    "Copernicus": COLOURS["blue"],
    "Kepler": COLOURS["green"],
    "free circles": COLOURS["purple"],
    "black box": INK,
}


def _arrays(n_columns: int | None = None, **given) -> list[np.ndarray]:
    """Check that arrays are finite and of one shape; with ``n_columns``, of shape (N, n_columns)."""
    arrays = {name: np.asarray(values) for name, values in given.items()}
    shapes = {name: array.shape for name, array in arrays.items()}
    if len(set(shapes.values())) != 1:
        raise ValueError(f"{', '.join(shapes)} have the shapes {shapes}; they should be one shape")
    for name, array in arrays.items():
        if array.ndim < 1 or not array.size or not np.isfinite(array).all():
            raise ValueError(f"{name} has shape {array.shape}; it should be finite and not empty")
        if n_columns and array.shape[1:] != (n_columns,):
            raise ValueError(f"{name} has shape {array.shape}; it should be (N, {n_columns})")
    return list(arrays.values())


def _names(given: dict, name: str, least: int = 1) -> dict:
    if not isinstance(given, dict) or len(given) < least:
        raise ValueError(
            f"{name} is {type(given).__name__}; it should be a dict of {least} or more"
        )
    return given


def _bare(ax, title: str = "") -> None:
    """A panel that is a map and not a graph: no axes, one scale."""
    ax.set(aspect="equal", xticks=(), yticks=())
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if title:
        ax.set_title(title, loc="center", fontsize=11)


def loops(paths: dict, table) -> Figure:
    """Draw the sky around oppositions: the last path large with its dates, the others small.

    Args:
        paths: label → (east, north), each of shape (N,): degrees from the middle of a panel, one
            night a point, N odd and the opposition in the middle.
        table: where an old table has the opposition, shape (len(paths), 2).
    """
    _names(paths, "paths", 2)
    (table,) = _arrays(2, table=table)
    if len(table) != len(paths):
        raise ValueError(f"table has {len(table)} rows and paths {len(paths)}; they match")
    fig = plt.figure(figsize=(7.2, 4.4))
    grid = fig.add_gridspec(3, 6, height_ratios=(4.6, 1, 1), hspace=0.04, wspace=0.04)
    big = fig.add_subplot(grid[0, :])
    small = [fig.add_subplot(grid[1 + i // 6, i % 6]) for i in range(len(paths) - 1)]
    for ax, (label, path), place in zip([*small, big], paths.items(), table):
        east, north = _arrays(east=path[0], north=path[1])
        _sky(ax, east, north, place, label, large=ax is big)
    _dates(big, east, north)
    return fig


def _sky(ax, east, north, place, label, large: bool) -> None:
    ax.plot(east, north, color=EARTH, lw=1.8 if large else 1)
    ax.plot(east[::15], north[::15], "o", color=STAR, ms=4 if large else 1.2)
    ax.plot(*place, "o", color=COLOURS["yellow"], ms=10 if large else 3.5, mec=NIGHT)
    _bare(ax)
    ax.set_facecolor(NIGHT)
    half = (13, 5) if large else (14.5, 7.5)
    ax.set(xlim=(half[0], -half[0]), ylim=(-half[1], half[1]))
    size = 12 if large else 7.5
    ax.text(0.03, 0.95, label, transform=ax.transAxes, va="top", color=STAR, fontsize=size)


def _dates(ax, east, north) -> None:
    """Name three dates of the loop of 1593, old style: the days are 15 apart from point to point."""
    middle = len(east) // 2
    for days, words, dx, dy in (
        (-60, "June", 0, 0.45),
        (0, "August", 0, -1.2),
        (60, "October", 1.6, 0.5),
    ):
        i = int(np.clip(middle + days, 0, len(east) - 1))
        ax.text(east[i] + dx, north[i] + dy, words, color=STAR, fontsize=11, ha="center")
    ax.add_patch(Circle((12.2, -4.2), MOON / 2, color=STAR))
    ax.text(11.6, -4.25, "the Moon, to scale", color=STAR, fontsize=10, va="center")


def two_stories(planet: complex, earth: complex) -> Figure:
    """Draw one sight line twice: from a moving Earth, and from a resting one by an epicycle.

    Args:
        planet, earth: positions with the Sun at 0, not 0 and not equal.
    """
    for name, value in (("planet", planet), ("earth", earth)):
        if not np.isfinite(value) or value == 0 or planet == earth:
            raise ValueError(f"{name} is {value}; it should be a place off the Sun and of its own")
    fig, axes = plt.subplots(1, 2, figsize=(7.2, 3.2))
    ring = np.exp(1j * np.linspace(0, 2 * np.pi, 200))
    for ax, title in zip(axes, ("Copernicus: the Earth moves", "Ptolemy: an epicycle")):
        _bare(ax, title)
        ax.set(xlim=(-1.2, 1.75), ylim=(-1.15, 1.15))
    big, small = abs(planet) * ring, abs(earth) * ring
    _ring(axes[0], big, COLOUR["Copernicus"])
    _ring(axes[0], small, COLOUR["Copernicus"])
    _arrow(axes[0], 0, planet, COLOUR["Copernicus"])
    _arrow(axes[0], 0, earth, EARTH)
    _sight(axes[0], earth, planet)
    _ring(axes[1], big, COLOUR["Ptolemy"])
    _ring(axes[1], planet + small, COLOUR["Ptolemy"])
    _arrow(axes[1], 0, planet, COLOUR["Copernicus"])
    _arrow(axes[1], planet, planet - earth, EARTH)
    _sight(axes[1], 0, planet - earth)
    for ax, z, letter in (
        (axes[0], planet / 2, "$p$"), (axes[0], earth / 2, "$q$"), (axes[0], (planet + earth) / 2, "$z$"),
        (axes[1], planet / 2, "$p$"), (axes[1], planet - earth / 2, "$-q$"), (axes[1], (planet - earth) / 2, "$z$"),
    ):  # fmt: skip
        at, aside = (z.real, z.imag), (-14, -4) if letter == "$-q$" else (0, -13)
        ax.annotate(letter, at, xytext=aside, textcoords="offset points", ha="center", fontsize=12)
    for ax, z, words, colour in (
        (axes[0], 0, "Sun", SUN), (axes[0], earth, "Earth", EARTH), (axes[0], planet, "Mars", MARS),
        (axes[1], 0, "Earth", EARTH), (axes[1], planet - earth, "Mars", MARS),
    ):  # fmt: skip
        ax.plot(z.real, z.imag, "o", ms=9, color=colour, zorder=5)
        dx, dy = {"Mars": (9, 6), "Earth": (-10, 8), "Sun": (-10, -16)}[words]
        ax.annotate(
            words,
            (z.real, z.imag),
            xytext=(dx, dy),
            ha="right" if dx < 0 else "left",
            textcoords="offset points",
            fontsize=11,
        )
    return fig


def _ring(ax, z, colour) -> None:
    ax.plot(z.real, z.imag, color=colour, lw=1, alpha=0.55)


def _arrow(ax, tail, head, colour) -> None:
    tail, head = complex(tail), complex(head)
    ax.annotate("", (head.real, head.imag), (tail.real, tail.imag),
                arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.2, "shrinkA": 0, "shrinkB": 4})  # fmt: skip


def _sight(ax, eye, planet) -> None:
    eye, far = complex(eye), complex(eye + 3.2 * (planet - eye))
    ax.plot([eye.real, far.real], [eye.imag, far.imag], color=INK, lw=1.2, ls="--")


def three_devices(paths: dict, e: float) -> Figure:
    """Draw an equant, an epicyclet and an ellipse; dots at equal times.

    Args:
        paths: {"equant": …, "epicyclet": …, "ellipse": …}, functions of (M, e).
        e: eccentricity to draw, above 0 and below 0.6.
    """
    _names(paths, "paths", 3)
    if not 0 < e < 0.6:
        raise ValueError(f"e is {e}; it should be between 0 and 0.6")
    fig, axes = plt.subplots(1, 3, figsize=(7.2, 3.0))
    smooth, M = np.linspace(0, 2 * np.pi, 400), 2 * np.pi * np.arange(24) / 24
    who = {"equant": "Ptolemy", "epicyclet": "Copernicus", "ellipse": "Kepler"}
    notes = {
        "equant": "even turning about +",
        "epicyclet": "two even circles",
        "ellipse": "equal areas",
    }
    for ax, (name, path) in zip(axes, paths.items()):
        colour, line, dots = COLOUR[who[name]], path(smooth, e), path(M, e)
        ax.plot(line.real, line.imag, color=colour, lw=1.6)
        ax.plot(dots.real, dots.imag, "o", color=colour, ms=3.5)
        _DEVICES[name](ax, path, dots, e, colour)
        ax.plot(0, 0, "o", color=SUN, ms=8)
        _bare(ax, f"{who[name]}'s {name}")
        ax.set(xlim=(-1.15, 1.75), ylim=(-1.2, 1.2))
        ax.set_xlabel(notes[name], fontsize=10.5)
    return fig


def _spokes(ax, path, dots, e, colour) -> None:
    for z in dots[::2]:
        ax.plot([2 * e, z.real], [0, z.imag], color=colour, lw=0.6, alpha=0.7)
    ax.plot(2 * e, 0, "+", color=INK, ms=10, mew=1.6)


def _rings(ax, path, dots, e, colour) -> None:
    turn = np.exp(1j * np.linspace(0, 2 * np.pi, 60))
    for angle in 2 * np.pi * np.arange(1, 24, 4) / 24:
        hub = 1.5 * e + np.exp(1j * angle)
        ring, z = hub + 0.5 * e * turn, path(angle, e)
        ax.plot(ring.real, ring.imag, color=colour, lw=0.7)
        ax.plot([hub.real, z.real], [hub.imag, z.imag], color=colour, lw=1)


def _areas(ax, path, dots, e, colour) -> None:
    for first in np.pi / 2 * np.arange(4):
        arc = path(np.linspace(first, first + np.pi / 6, 30), e)
        ax.fill([0, *arc.real], [0, *arc.imag], color=colour, alpha=0.25, lw=0)


_DEVICES = {"equant": _spokes, "epicyclet": _rings, "ellipse": _areas}


def errors_over_years(t, gaps: dict) -> Figure:
    """Draw errors in direction over time against the Moon's breadth.

    Args:
        t: years since 1600, shape (N,).
        gaps: name → degrees, shape (N,); drawn in order, the first one thick.
    """
    (t,) = _arrays(t=t)
    fig, ax = plt.subplots(figsize=(7.2, 3.0))
    ax.axhspan(-MOON, MOON, color=GREY, alpha=0.2, lw=0, label="a Moon either way")
    for i, (name, gap) in enumerate(_names(gaps, "gaps").items()):
        x, y = _arrays(t=t, gap=gap)
        ax.plot(1600 + x, y, color=COLOUR.get(name, INK), lw=(2.6, 1.1)[min(i, 1)], label=name)
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(
        xlabel="year",
        ylabel="error in direction (°)",
        ylim=(-1.9, 1.9),
        xlim=(1600 + t[0], 1600 + t[-1]),
    )
    ax.set_xticks(np.arange(np.ceil(1600 + t[0]), 1601 + t[-1], 5))
    ax.legend(loc="lower left", ncols=3, fontsize=10)
    return fig


def parts_against_error(n_numbers: dict, errors: dict, circles) -> Figure:
    """Draw how many numbers a model has against its error in years it has not seen.

    Args:
        n_numbers: name → how many numbers were fitted or kept.
        errors: name → degrees, shape (K,), one a set of nights, for the same names.
        circles: errors of 2, 3, … 8 free circles, shape (K, 7); 3 numbers each but one.
    """
    if set(_names(n_numbers, "n_numbers")) != set(_names(errors, "errors")):
        raise ValueError(
            f"errors has {sorted(errors)}, n_numbers {sorted(n_numbers)}; the same names"
        )
    (circles,) = _arrays(circles=circles)
    if circles.ndim != 2 or circles.shape[1] != 7:
        raise ValueError(f"circles has shape {circles.shape}; it should be (K, 7)")
    fig, ax = plt.subplots(figsize=(7.2, 4.6))
    counts = 3 * np.arange(2, 2 + circles.shape[1]) - 1
    ax.plot(counts, circles.mean(0), "-o", color=COLOUR["free circles"], ms=5, lw=1.5)
    for K in (4, 8):
        ax.annotate(f"{K} free circles", (counts[K - 2], circles.mean(0)[K - 2]), xytext=(7, 4),
                    textcoords="offset points", color=COLOUR["free circles"], fontsize=10.5)  # fmt: skip
    side = {"Ptolemy": (-8, -13), "Copernicus": (-8, 7), "Kepler": (-12, -10)}
    for name, number in n_numbers.items():
        values, colour = np.asarray(errors[name]), COLOUR.get(name, GREY)
        number = number * {"Ptolemy": 0.975, "Copernicus": 1.025}.get(name, 1)
        ax.errorbar(number, values.mean(), yerr=values.std(ddof=1), fmt="*" if name == "Kepler" else "o",
                    color=colour, ms=13 if name == "Kepler" else 7, capsize=3, lw=1.2)  # fmt: skip
        dx, dy = side.get(name, (9, -4))
        ax.annotate(name, (number, values.mean()), xytext=(dx, dy), textcoords="offset points",
                    color=colour, fontsize=10.5, ha="right" if dx < 0 else "left")  # fmt: skip
    ax.axhline(MOON, color=GREY, lw=0.8, ls=":")
    ax.text(640, MOON * 1.07, "the Moon's breadth", ha="right", fontsize=10, color=GREY)
    _decades(ax, (5, 7, 9, 14, 23, 50, 100, 400), (0.03, 0.1, 0.3, 1, 3, 10))
    ax.set(
        xlim=(2.7, 700),
        ylim=(0.013, 20),
        xlabel="numbers fitted, or nights kept",
        ylabel="error in direction, 1640–1660 (° rms)",
    )
    return fig


def _decades(ax, x, y) -> None:
    ax.set(xscale="log", yscale="log")
    ax.set_xticks(x, labels=[f"{v:,g}" for v in x])
    ax.set_yticks(y, labels=[f"{v:g}" for v in y])
    ax.minorticks_off()


HYPOTHESES = {
    "equant": COLOUR["Ptolemy"],
    "free equant": COLOURS["orange"],
    "ellipse": COLOUR["Kepler"],
}


def eight_minutes(t, errors: dict, anomaly, distances: dict) -> Figure:
    """Draw what three hypotheses miss at oppositions, and the distances that they imply.

    Args:
        t: years since 1600 of the oppositions, shape (N,).
        errors: hypothesis → minutes of arc, shape (N,).
        anomaly: degrees around the orbit from aphelion, shape (M,).
        distances: hypothesis → error in distance, per cent, shape (M,).
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.6))
    left.axhspan(-2, 2, color=GREY, alpha=0.16, lw=0)
    for shift, (name, values) in zip((-0.3, 0, 0.3), _names(errors, "errors").items()):
        x, y = _arrays(t=t, errors=values)
        left.vlines(1600 + x + shift, 0, y, color=HYPOTHESES[name], lw=1.6)
        left.plot(1600 + x + shift, y, "o", color=HYPOTHESES[name], ms=5, label=name)
    left.text(1580, -8.9, "grey: Tycho's noise", fontsize=9.5, color=GREY)
    left.set(
        ylim=(-9.5, 13),
        yticks=(-8, -4, 0, 4, 8),
        xlabel="year of the opposition",
        ylabel="error in longitude (′)",
    )
    left.legend(loc="upper left", fontsize=10, labelspacing=0.2, handletextpad=0.2)
    left.set_title("Directions from the Sun")
    for name, values in _names(distances, "distances").items():
        x, y = _arrays(anomaly=anomaly, distances=values)
        right.plot(np.sort(x), y[np.argsort(x)], color=HYPOTHESES[name], lw=2, label=name)
    right.legend(loc="upper right", fontsize=10, labelspacing=0.2, handletextpad=0.4)
    for ax in (left, right):
        ax.axhline(0, color=INK, lw=0.8)
    right.set(
        xlim=(0, 360),
        ylim=(-3, 3),
        xticks=(0, 90, 180, 270, 360),
        xlabel="degrees from the far point",
        ylabel="error in distance (%)",
    )
    right.set_title("Distances")
    return fig


def what_directions_hide(table: dict, year, true_lit, lit: dict) -> Figure:
    """Draw a law hidden in Ptolemy's table, and how much of Venus is lit.

    Args:
        table: planet → (distance, period), in units of the Earth's and years.
        year: calendar years, shape (N,).
        true_lit: the lit part of Venus, shape (N,).
        lit: name → the lit part that a model implies, shape (N,).
    """
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.6))
    line = np.array([0.3, 12])
    left.plot(line, line**1.5, color=GREY, lw=1)
    for name, (distance, period) in _names(table, "table", 2).items():
        left.plot(distance, period, "o", ms=8, color=COLOUR["Ptolemy"])
        left.annotate(
            name, (distance, period), xytext=(9, -9), textcoords="offset points", fontsize=10
        )
    left.set(xlabel="ratio of Ptolemy's circles", ylabel="period (years)")
    _decades(left, (0.5, 1, 2, 5, 10), (0.3, 1, 3, 10, 30))
    left.set(xlim=(0.28, 34), ylim=(0.17, 45))
    left.set_title("A law in Ptolemy's table")
    x, y = _arrays(year=year, true_lit=true_lit)
    right.plot(x, y, color=INK, lw=5, alpha=0.22, label="the sky")
    for name, values in _names(lit, "lit").items():
        right.plot(x, _arrays(year=year, lit=values)[1], color=COLOUR[name], lw=1.8, label=name)
    right.axvspan(1610.75, 1611.0, color=COLOURS["yellow"], alpha=0.5, lw=0)
    right.text(1610.88, 1.03, "Galileo", ha="center", fontsize=9.5)
    right.set(
        ylim=(0, 1.45),
        yticks=(0, 0.5, 1),
        xticks=(1610, 1611, 1612, 1613),
        xlabel="year",
        ylabel="lit part of Venus",
    )
    right.legend(loc="upper right", ncols=2, fontsize=9.5, columnspacing=0.8)
    right.set_title("What no fit has seen")
    return fig


def pulls(powers, turns, orbits: dict) -> Figure:
    """Draw orbits under pulls r^-p, and the angle from aphelion to aphelion for each p.

    Args:
        powers: p, shape (N,).
        turns: degrees, shape (N,).
        orbits: p → complex positions, four of them; that for p = 2 in Kepler's colour.
    """
    powers, turns = _arrays(powers=powers, turns=turns)
    if len(_names(orbits, "orbits", 4)) != 4:
        raise ValueError(f"orbits has {len(orbits)} entries; it should have four")
    fig = plt.figure(figsize=(7.2, 3.5))
    grid = fig.add_gridspec(2, 3, width_ratios=(1, 1, 2.2))
    for i, (power, z) in enumerate(orbits.items()):
        z = z[: max(2, len(z) // 2)]  # enough of it to see whether it closes
        ax = fig.add_subplot(grid[i // 2, i % 2])
        ax.plot(
            z.real,
            z.imag,
            color=COLOUR["Kepler"] if power == 2 else GREY,
            lw=2 if power == 2 else 0.9,
        )
        ax.plot(0, 0, "o", color=SUN, ms=5)
        _bare(ax, f"p = {power:g}")
    ax = fig.add_subplot(grid[:, 2])
    ax.axhline(360, color=GREY, lw=0.9, ls=":")
    ax.plot(powers, turns, "-o", color=GREY, ms=4, lw=1.4)
    ax.plot(2, 360, "*", color=COLOUR["Kepler"], ms=16)
    ax.text(-0.95, 367, "one full turn", color=GREY, fontsize=10)
    ax.text(1.85, 395, "inverse square", color=COLOUR["Kepler"], fontsize=10.5, ha="right")
    ax.text(-0.9, 163, "a spring", fontsize=10)
    ax.set(
        xlabel="exponent p of the pull", ylabel="from far point to far point (°)", ylim=(150, 560)
    )
    return fig


def nights_against_error(n_nights, errors: list[dict]) -> Figure:
    """Draw what more nights are worth to each model.

    Args:
        n_nights: how many nights were fitted, shape (N,).
        errors: name → degrees for each of them, N dicts with the same names.
    """
    if not len(errors) or len(errors) != len(n_nights):
        raise ValueError(f"errors has {len(errors)} entries, n_nights {len(n_nights)}; they match")
    fig, ax = plt.subplots(figsize=(7.2, 3.6))
    marks = dict(zip(COLOUR, "o^*DX"))
    for name in _names(errors[0], "errors"):
        x, y = _arrays(n_nights=n_nights, errors=[row[name] for row in errors])
        colour, mark = COLOUR.get(name, GREY), marks.get(name, "s")
        ax.plot(x, y, "-" + mark, color=colour, lw=1.8, ms=8, label=name)
    _decades(ax, n_nights, (0.01, 0.03, 0.1, 0.3, 1, 3, 10))
    ax.set(xlabel="nights fitted", ylabel="error in direction (° rms)")
    ax.set_xlim(min(n_nights) * 0.85, max(n_nights) * 1.18)
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=10.5)
    return fig


def circles_on_circles(true_path, path, arms, t, gap) -> Figure:
    """Draw one frame of the explorable: the machine, and what it still misses under a growing magnifier.

    Args:
        true_path: complex positions of the planet about the Earth, shape (N,).
        path: the same from the circles, shape (N,).
        arms: the joints of the circles at one moment from the Earth outwards, shape (K + 1,), complex.
        t: years since 1600, shape (M,).
        gap: error in direction, degrees, shape (M,).
    """
    true_path, path = _arrays(true_path=true_path, path=path)
    t, gap = _arrays(t=t, gap=gap)
    arms = np.asarray(arms)
    if arms.ndim != 1 or len(arms) < 2:
        raise ValueError(f"arms has shape {arms.shape}; it should be (K + 1,) with K at least 1")
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.8, 3.6), width_ratios=(1, 1.05))
    left.plot(true_path.real, true_path.imag, color=GREY, lw=3, alpha=0.3)
    left.plot(path.real, path.imag, color=COLOUR["free circles"], lw=0.9)
    turn = np.exp(1j * np.linspace(0, 2 * np.pi, 120))
    for hub, end in itertools.pairwise(arms):
        ring = hub + abs(end - hub) * turn
        left.plot(ring.real, ring.imag, color=INK, lw=0.6, alpha=0.5)
        left.plot([hub.real, end.real], [hub.imag, end.imag], color=INK, lw=1.4)
    left.plot(0, 0, "o", color=EARTH, ms=7)
    left.plot(arms[-1].real, arms[-1].imag, "o", color=COLOUR["free circles"], ms=7)
    _bare(left, "Mars around a resting Earth")
    left.set(xlim=(-2.8, 2.8), ylim=(-2.8, 2.8))
    _magnified(right, t, gap)
    return fig


def _magnified(ax, t, gap) -> None:
    """Show a gap at the magnification that fits it, with the Moon's breadth as the measure."""
    reach = np.abs(gap).max()
    half = next(h for h in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200) if reach <= h)
    ax.axhspan(-MOON / 2, MOON / 2, color=GREY, alpha=0.2, lw=0)
    ax.axhline(0, color=INK, lw=0.8)
    ax.plot(1600 + t, gap, color=COLOUR["free circles"], lw=1.1)
    ax.set(
        ylim=(-half, half),
        yticks=(-half, -half / 2, 0, half / 2, half),
        xlabel="year",
        ylabel="error in direction (°)",
    )
    ax.set_title("Grey: the Moon's breadth", fontsize=10.5)


def circle_frames(fits, path_t, true_path, gap_t, longitude) -> list[Figure]:
    """Return one frame for 1, 2, … K free circles; see :func:`circles_on_circles`.

    Args:
        fits: K fits of models.epicycles, with 1 to K circles.
        path_t, true_path: years since 1600 and complex positions of the planet about the Earth, (N,).
        gap_t, longitude: years and true directions (rad) by which the fits are judged, (M,).
    """
    true_path, path_t = _arrays(true_path=true_path, path_t=path_t)
    gap_t, longitude = _arrays(gap_t=gap_t, longitude=longitude)
    frames = []
    for circles in fits:
        path = circles.position(path_t)
        size = np.exp(np.log(np.abs(true_path) / np.abs(path)).mean())
        steps = circles.amplitudes * np.exp(1j * circles.rates * path_t[len(path_t) // 3].real)
        arms = size * np.concatenate([[0], np.cumsum(steps)])
        gap = np.degrees(np.angle(circles.position(gap_t) * np.exp(-1j * longitude)))
        frames.append(circles_on_circles(true_path, size * path, arms, gap_t, gap))
    return frames


MARS_SPEED = 2 * np.pi / 1.88085  # radians a year
_CIRCLES = {
    1: "One circle at the speed of Mars: no loops, and errors as wide as a constellation",
    1.88085: "A circle as fast as the Earth, and there are the loops: plain Copernicus",
    0: "A circle of speed zero, which is a point off centre: the eccentric",
    2: "Twice as fast as Mars: the epicyclet of Copernicus",
    3.7617: "Twice as fast as the Earth: an epicyclet for us, which was Kepler's first step",
    3: "Three times as fast as Mars: the next term of Kepler's ellipse",
    -1: "As fast as Mars, backwards: the last large trace of the ellipse and of its tilt",
    4: "Four times as fast as Mars: the term after that, and the Moon's breadth fills the picture",
}


def name_of_circle(fit) -> str:
    """Return what history calls the last circle of a fit of models.epicycles, by its speed."""
    speed = float(np.asarray(fit.rates)[-1]) / MARS_SPEED
    nearest = min(_CIRCLES, key=lambda known: abs(known - speed))
    if abs(nearest - speed) > 0.04:
        return f"A circle {speed:.1f} times as fast as Mars, for which there is no name"
    return _CIRCLES[nearest]
