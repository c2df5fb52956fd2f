"""What a path about the Sun implies for distances and for the view from the true Earth."""

import numpy as np

from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.datasets.nights import path_about_the_earth
from moreisdifferent.models.sightline import lit_part


def from_earth(z, jd) -> tuple[np.ndarray, np.ndarray]:
    """Return the error in the distance of Mars from the Sun, and in its direction from the Earth.

    One scale and one zero of longitude are free: neither is in the directions that a path was fitted to.

    Args:
        z: complex positions of Mars about the Sun, shape (N,), any unit.
        jd: Julian Days, shape (N,).

    Returns:
        Per cent and minutes of arc, each of shape (N,).

    Raises:
        ValueError: if ``z`` and ``jd`` are not of one shape (N,), N at least 1, or ``z`` has a 0.

    Source: Kepler's test of 1609, chapters 19 and 20, with a modern ephemeris in Tycho's place.
    """
    z, jd = np.asarray(z, dtype=complex), np.asarray(jd, dtype=float)
    if z.ndim != 1 or z.shape != jd.shape or not z.size:
        raise ValueError(f"z has shape {z.shape}, jd {jd.shape}; both should be (N,), N ≥ 1")
    if not np.isfinite(z).all() or not np.abs(z).all():
        raise ValueError("z is 0 or not finite somewhere; it should be places off the Sun")
    mars, sun = ephemeris("Mars", jd), ephemeris("Sun", jd)
    true = ephemeris("Mars", jd, centre="Sun")
    z = z * np.exp(1j * np.angle((_turned(true.longitude) / z * np.abs(z)).sum()))
    size = np.exp(np.log(true.distance / np.abs(z)).mean())
    view = size * z + sun.distance * _turned(sun.longitude)
    off = 60 * np.degrees(np.angle(view * _turned(-mars.longitude)))
    return 100 * (size * np.abs(z) / true.distance - 1), off


def true_lit_venus(first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Return t (N,), years since 1600 every four days, and the part of Venus's disc that was lit (N,).

    Raises:
        ValueError: if ``last`` does not follow ``first``.
    """
    t, to_venus = path_about_the_earth("Venus", first, last)
    _, to_sun = path_about_the_earth("Sun", first, last)
    return t, lit_part(to_venus, to_sun)


def _turned(degrees) -> np.ndarray:
    return np.exp(1j * np.radians(degrees))
