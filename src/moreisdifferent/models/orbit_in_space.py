"""An orbit in space from a few weeks of directions: how Ceres was found again.

Six knobs: half the length of the ellipse (au), the longitude at ``START`` (rad), the
eccentricity as (e cos A, e sin A) with the aphelion at A, and the tilt as (P, Q), which is
tan(i/2) (sin Ω, cos Ω) for an inclination i and a node Ω. Newton fixes the speed. A circle has four.
"""

import numpy as np
from scipy.optimize import least_squares

from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.datasets.sky import CeresPositions

from .celestial import circle, ellipse
from .sightline import along

GAUSS = 0.01720209895  # speed at 1 au, radians a day
LIGHT = 173.14  # au a day
OBLIQUITY = np.radians(23.4393)  # from the ecliptic to the equator, J2000
START = 2378882.27  # 21 January 1801, when the second knob is the longitude
CIRCLE = [2.7, 1.3, 0.1, 0.0]  # where the search for Ceres begins


def in_space(knobs, days) -> np.ndarray:
    """Return positions about the Sun, shape (3, N), au in the ecliptic; ``days`` (N,) from the start.

    Raises:
        ValueError: if ``knobs`` is not of shape (6,).
    """
    knobs = np.asarray(knobs, dtype=float)
    if knobs.shape != (6,):
        raise ValueError(f"knobs has shape {knobs.shape}; it should be (6,)")
    a, place, P, Q = knobs[0], knobs[1], knobs[4], knobs[5]
    speed = GAUSS * np.abs(a) ** -1.5  # Kepler's third law
    z = a * along(ellipse, [place, speed, *knobs[2:4]], days)
    x, y, s = z.real, z.imag, 1 + P**2 + Q**2
    across = [(1 - P**2 + Q**2) * x + 2 * P * Q * y, 2 * P * Q * x + (1 + P**2 - Q**2) * y]
    return np.stack([*across, 2 * (Q * y - P * x)]) / s


def line_of_sight(knobs, jd) -> np.ndarray:
    """Return unit vectors from the Earth, shape (3, N), J2000 equator; light takes its time.

    Args:
        knobs: shape (6,).
        jd: Julian Days, shape (N,).

    Raises:
        ValueError: if ``knobs`` is not of shape (6,) or ``jd`` leaves the ephemeris.
    """
    jd = np.asarray(jd, dtype=float)
    earth = _earth(jd)
    away = np.linalg.norm(in_space(knobs, jd - START) - earth, axis=0)
    v = in_space(knobs, jd - away / LIGHT - START) - earth
    tilted = (v[1] + 1j * v[2]) * np.exp(1j * OBLIQUITY)
    return np.stack([v[0], tilted.real, tilted.imag]) / np.linalg.norm(v, axis=0)


def observed(positions: CeresPositions) -> np.ndarray:
    """Return observed places as unit vectors, shape (3, N), J2000 equator."""
    right, up = np.radians(positions.right_ascension), np.radians(positions.declination)
    return np.stack([np.cos(up) * np.cos(right), np.cos(up) * np.sin(right), np.sin(up)])


def fit_circle_and_ellipse(positions: CeresPositions) -> tuple[np.ndarray, np.ndarray]:
    """Return the knobs of the least-squares circle, and of the ellipse found from there; both (6,).

    Args:
        positions: at least 6 nights of Ceres in early 1801.

    Raises:
        ValueError: if ``positions`` has fewer than 6 nights.

    Source: least squares on all nights; Gauss (1809) began from three.
    """
    if len(positions.jd) < 6:
        raise ValueError(f"positions has {len(positions.jd)} nights; it should have at least 6")
    target = observed(positions)

    def residual(knobs):
        return (line_of_sight(knobs, positions.jd) - target).ravel()

    flat = least_squares(lambda q: residual(_round(q)), CIRCLE, x_scale=0.1).x
    best = least_squares(residual, _round(flat), x_scale="jac", gtol=1e-15, xtol=1e-12).x
    return _round(flat), best


def miss(knobs, positions: CeresPositions) -> float:
    """Return how far the first of ``positions`` lies from where the orbit says, degrees."""
    gap = line_of_sight(knobs, positions.jd[:1]) - observed(positions)[:, :1]
    return float(np.degrees(2 * np.arcsin(np.linalg.norm(gap) / 2)))


def _round(q) -> np.ndarray:
    return np.array([q[0], q[1], 0.0, 0.0, q[2], q[3]])


def _earth(jd) -> np.ndarray:
    place = ephemeris("Earth", jd, centre="Sun")
    height = np.radians(place.latitude)
    flat = place.distance * np.cos(height) * circle(np.radians(place.longitude))
    return np.stack([flat.real, flat.imag, place.distance * np.sin(height)])
