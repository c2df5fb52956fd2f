"""Two bodies on paths of their own, and the line of sight from one to the other.

With the Sun at 0 the planet is seen from the Earth along z = planet - a · earth, where a is the size
of the Earth's path in units of the planet's. Read the other way round it is Ptolemy: a large circle
that carries a smaller one of radius a. Only the angle of z can be seen.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from .celestial import circle

Path = Callable  # (M, e) -> complex positions, as in models.celestial


@dataclass(frozen=True)
class Model:
    """A path for the planet and one for the Earth.

    The knobs, in order: the planet's longitude in 1600 (rad), its speed (rad a year) and, unless
    its path is a plain circle, its eccentricity as (e cos A, e sin A) with the aphelion at A; the
    ratio a; the same for the Earth. With ``turning`` each aphelion moves at a speed of its own.
    """

    planet: Path
    earth: Path
    turning: bool = False

    @property
    def n_knobs(self) -> int:
        return self._knobs_of(self.planet) + 1 + self._knobs_of(self.earth)

    def position(self, knobs, t) -> np.ndarray:
        """Return z at the times ``t`` (years since 1600), any shape, in radii of the planet's path.

        Raises:
            ValueError: if ``knobs`` is not of shape (n_knobs,).
        """
        knobs = np.asarray(knobs, dtype=float)
        if knobs.shape != (self.n_knobs,):
            raise ValueError(f"knobs has shape {knobs.shape}; it should be ({self.n_knobs},)")
        k = self._knobs_of(self.planet)
        earth = along(self.earth, knobs[k + 1 :], t)
        return along(self.planet, knobs[:k], t) - knobs[k] * earth

    def _knobs_of(self, path: Path) -> int:
        return 2 if path is circle else 4 + self.turning


def along(path: Path, knobs, t) -> np.ndarray:
    """Return where a body is on its path at the times ``t``.

    Args:
        path: from models.celestial, or another function of (M, e).
        knobs: longitude at t = 0, speed, and then for all but ``circle``: e cos A, e sin A and, if
            the aphelion turns, its speed. Radians, and radians a unit of time. An eccentricity above
            0.95 counts as 0.95: a fit that strays there finds its way back.
        t: times, any shape.

    Raises:
        ValueError: if ``knobs`` has not 2 (circle), 4 or 5 entries.
    """
    knobs, t = np.asarray(knobs, dtype=float), np.asarray(t, dtype=float)
    wanted = (2,) if path is circle else (4, 5)
    if knobs.ndim != 1 or len(knobs) not in wanted:
        raise ValueError(
            f"knobs has shape {knobs.shape}; it should hold {' or '.join(map(str, wanted))}"
        )
    longitude = knobs[0] + knobs[1] * t
    if path is circle:
        return circle(longitude)
    aphelion = np.arctan2(knobs[3], knobs[2]) + (knobs[4] * t if len(knobs) == 5 else 0.0)
    e = min(np.hypot(knobs[2], knobs[3]), 0.95)
    return path(longitude - aphelion, e) * circle(aphelion)


def fit(model: Model, nights, period: float = 1.88, ratio: float = 0.65) -> np.ndarray:
    """Return the knobs with the least squared error in direction, shape (n_knobs,).

    Args:
        model: what is fitted.
        nights: (t, longitude), each of shape (N,), in years since 1600 and radians.
        period: rough period of the planet, years; its place in 1600 follows from the nights.
        ratio: rough size of the Earth's path in units of the planet's.

    Raises:
        ValueError: if ``nights`` is not two finite arrays of one shape with N ≥ n_knobs, or ``period``
            or ``ratio`` is not positive.

    Source: least squares, Legendre (1805); Levenberg and Marquardt's method, as in MINPACK.
    """
    t, longitude = (np.asarray(values, dtype=float) for values in nights)
    if t.ndim != 1 or t.shape != longitude.shape or len(t) < model.n_knobs:
        raise ValueError(
            f"nights has shapes {t.shape} and {longitude.shape}; both should be (N,), N ≥ {model.n_knobs}"
        )
    if not (np.isfinite(t).all() and np.isfinite(longitude).all()):
        raise ValueError("nights is not finite; drop or mend those nights first")
    for name, value in (("period", period), ("ratio", ratio)):
        if not 0 < value < np.inf:
            raise ValueError(f"{name} is {value}; it should be a positive number")
    if model.turning:  # a still ellipse first: a wrong speed of the aphelion is a trap
        still = Model(model.planet, model.earth)
        k = still._knobs_of(model.planet)
        knobs = fit(still, nights, period, ratio)
        moving = (
            [0.0] if model.planet is not circle else [],
            [0.0] if model.earth is not circle else [],
        )
        first = [*knobs[:k], *moving[0], *knobs[k:], *moving[1]]
    else:
        first = _first_guess(model, t, longitude, period, ratio)
    return least_squares(
        lambda knobs: np.angle(model.position(knobs, t) * circle(-longitude)), first, method="lm"
    ).x


def fit_path(path: Path, nights, period: float = 1.88, extra=()) -> np.ndarray:
    """Return the knobs of one path seen from its own centre, as Mars from the Sun; shape (4 + E,).

    Args:
        path: a function of (M, e, …) with an eccentricity; not ``circle``.
        nights: (t, longitude), each of shape (N,), N ≥ 4 + E; the second in radians.
        period: rough period, years.
        extra: first guesses of E further parameters of the path, the last knobs.

    Raises:
        ValueError: if the shapes of ``nights`` do not fit, or ``period`` is not positive.
    """
    t, longitude = (np.asarray(values, dtype=float) for values in nights)
    if t.ndim != 1 or t.shape != longitude.shape or len(t) < 4 + len(extra):
        raise ValueError(
            f"nights has shapes {t.shape} and {longitude.shape}; both should be (N,), N ≥ {4 + len(extra)}"
        )
    if not 0 < period < np.inf:
        raise ValueError(f"period is {period}; it should be a positive number")
    speed = 2 * np.pi / period
    place = np.angle(circle(longitude - speed * t).mean())
    first = [place, speed, 0.01, 0.01, *extra]
    return least_squares(
        lambda knobs: np.angle(follow(path, knobs, t) * circle(-longitude)), first, method="lm"
    ).x


def follow(path: Path, knobs, t) -> np.ndarray:
    """Return complex positions on a path with the knobs of :func:`fit_path`, any shape of ``t``.

    Raises:
        ValueError: if ``knobs`` has fewer than 4 entries.
    """
    if len(knobs) < 4:
        raise ValueError(f"knobs has {len(knobs)} entries; it should have at least 4")
    return along(lambda M, e: path(M, e, *knobs[4:]), knobs[:4], t)


def lit_part(to_planet, to_sun) -> np.ndarray:
    """Return the part of a planet's disc that is in sunlight as we see it, 0 to 1.

    Args:
        to_planet, to_sun: complex positions seen from the Earth, of one shape and in one unit.

    Raises:
        ValueError: if the shapes differ.
    """
    to_planet, to_sun = np.asarray(to_planet), np.asarray(to_sun)
    if to_planet.shape != to_sun.shape:
        raise ValueError(f"to_planet has shape {to_planet.shape}, to_sun {to_sun.shape}; one shape")
    ray = to_sun - to_planet
    return (1 - (to_planet * ray.conj()).real / np.abs(to_planet) / np.abs(ray)) / 2


def _first_guess(model: Model, t, longitude, period: float, ratio: float) -> list[float]:
    speed = 2 * np.pi / period
    place = np.angle(circle(longitude - speed * t).mean())
    off_centre = [0.01, 0.01]
    planet = [place, speed, *(off_centre if model.planet is not circle else [])]
    earth = [
        1.75,
        2 * np.pi,
        *(off_centre if model.earth is not circle else []),
    ]  # from the calendar
    return [*planet, ratio, *earth]
