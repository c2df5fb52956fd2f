"""Nights of a planet: when somebody looked, and in which direction the planet stood.

Times are years since the beginning of 1600, directions are longitudes among the stars in radians.
Nobody measures a distance, so there is none.
"""

from typing import NamedTuple

import numpy as np

from .calendar import julian_day
from .ephemeris import ephemeris

EPOCH = julian_day(1600, 1, 1)
YEAR = 365.25  # days


class Nights(NamedTuple):
    """``t`` (N,) in years since 1600 and ``longitude`` (N,) in radians."""

    t: np.ndarray
    longitude: np.ndarray


def years(jd):
    """Return Julian Days as years since 1 January 1600, any shape."""
    return (np.asarray(jd, dtype=float) - EPOCH) / YEAR


def nights(planet: str, rng: np.random.Generator, n: int = 400, noise: float = 2.0) -> Nights:
    """Return ``n`` random nights of the years 1560 to 1620 with noisy directions, in order.

    Args:
        planet: as for :func:`ephemeris`.
        rng: draws the nights and the noise.
        n: how many nights, at least 1.
        noise: standard deviation of a direction, minutes of arc; Tycho's was about two.

    Raises:
        ValueError: if ``n`` is less than 1, ``noise`` is negative or not finite, or the planet is unknown.
    """
    if n < 1:
        raise ValueError(f"n is {n}; it should be at least 1 night")
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise is {noise}; it should be a number of minutes of arc, 0 or more")
    jd = np.sort(rng.uniform(julian_day(1560, 1, 1), julian_day(1620, 1, 1), n))
    longitude = ephemeris(planet, jd).longitude + rng.normal(0, noise / 60, n)
    return Nights(years(jd), np.radians(longitude))


def every_few_days(planet: str, first: int, last: int, days: float = 5.0) -> Nights:
    """Return the true directions of a planet from January of ``first`` to that of ``last``.

    Raises:
        ValueError: if ``last`` does not follow ``first``, ``days`` is not positive, or the planet is
            unknown.
    """
    if not first < last:
        raise ValueError(f"first is {first} and last is {last}; last should be a later year")
    if not 0 < days < np.inf:
        raise ValueError(f"days is {days}; it should be a positive number of days")
    jd = np.arange(julian_day(first, 1, 1), julian_day(last, 1, 1), days)
    return Nights(years(jd), np.radians(ephemeris(planet, jd).longitude))


def as_almanacs_count(planet: str, first: int, last: int) -> tuple[np.ndarray, Nights]:
    """Return Julian Days, every five, and true directions from the moving equinox, as old books count.

    Raises:
        ValueError: as :func:`every_few_days`.
    """
    t = every_few_days(planet, first, last).t
    jd = EPOCH + YEAR * t
    return jd, Nights(t, np.radians(ephemeris(planet, jd, equinox="date").longitude))


def path_about_the_earth(planet: str = "Mars", first: int = 1580, last: int = 1596) -> tuple:
    """Return t (N,), years since 1600 every four days, and true complex positions (N,), au.

    Raises:
        ValueError: as :func:`every_few_days`.
    """
    t = every_few_days(planet, first, last, days=4.0).t
    seen = ephemeris(planet, EPOCH + YEAR * t)
    return t, seen.distance * np.exp(1j * np.radians(seen.longitude))
