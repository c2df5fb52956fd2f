"""Six models of a planet's path, from Greek circles to Kepler's ellipse.

The plane of the path is the complex plane and the observer (Sun or Earth) sits at 0. ``M``
is the mean anomaly in radians, an angle that grows evenly with time and is 0 at aphelion,
where Kepler and Ptolemy count from. Each function takes any shape of ``M``, returns complex
positions of the same shape in units of the path's radius or half its length, and lies with
its aphelion on the positive real axis: multiply by ``exp(1j * aphelion)`` to turn it.

To first order in the eccentricity all three one-parameter models, the bisected equant, the
epicyclet and the ellipse, are the same path, exp(iM) + 3e/2 - e/2 exp(2iM).
"""

import numpy as np


def circle(M):
    """Return uniform motion on a circle about the observer."""
    return np.exp(1j * np.asarray(M))


def eccentric(M, e):
    """Return uniform motion on a circle whose centre is ``e`` from the observer.

    Source: Hipparchus (about 130 BCE), for the Sun.
    """
    return e + circle(M)


def equant(M, e, e_equant=None):
    """Return motion on an eccentric circle that looks uniform from a third point, the equant.

    Args:
        M: mean anomaly (rad) from aphelion, any shape; the angle seen from the equant.
        e: distance from the observer to the centre of the circle.
        e_equant: distance from the centre on to the equant; ``e`` if not given, which is
            Ptolemy's bisected eccentricity. Free, it is Kepler's "vicarious hypothesis".

    Raises:
        ValueError: if the equant lies on or outside the circle.

    Source: Ptolemy (about 150), *Almagest* IX.6; Kepler (1609), chapter 16.
    """
    e_equant = e if e_equant is None else e_equant
    if not abs(e_equant) < 1:
        raise ValueError(f"e_equant is {e_equant}; it should lie between -1 and 1")
    M = np.asarray(M)
    # the line from the equant at angle M meets the circle at this distance
    reach = np.sqrt(1 - (e_equant * np.sin(M)) ** 2) - e_equant * np.cos(M)
    return e + e_equant + reach * circle(M)


def epicyclet(M, e):
    """Return Copernicus's equivalent of the equant: an eccentric and a small second circle.

    The centre is 3e/2 from the observer, and the epicyclet of radius e/2 turns at twice the
    rate, so that every part moves uniformly.

    Source: Copernicus (1543), *De Revolutionibus* V.4, as Ibn al-Shatir (about 1350) had it about a resting Earth.
    """
    return 1.5 * e + circle(M) - 0.5 * e * circle(2 * np.asarray(M))


def eccentric_anomaly(M, e):
    """Return E that solves Kepler's equation M = E - e sin E; radians, any shape.

    ``M`` counts from perihelion; for angles from aphelion pass ``-e``. Newton's method,
    started where it converges for every M.

    Raises:
        ValueError: if ``e`` is not between -1 and 1.

    Source: Kepler (1609), chapter 60.
    """
    if not np.all(np.abs(e) < 1):
        raise ValueError(f"e has size {np.max(np.abs(e))}; an ellipse needs one below 1")
    M = np.asarray(M, dtype=float)
    turns = 2 * np.pi * np.round(M / (2 * np.pi))
    M = M - turns  # in [-π, π], where E = ±π (or 0 for e < 0) is a safe start
    E = np.where(np.asarray(e) >= 0, np.copysign(np.pi, M), 0.0)
    for _ in range(50):
        step = (E - e * np.sin(E) - M) / (1 - e * np.cos(E))
        E = E - step
        if np.max(np.abs(step), initial=0.0) < 1e-13:
            break
    return E + turns


def ellipse(M, e):
    """Return Kepler's motion: an ellipse with the observer in a focus, equal areas in equal times.

    Raises:
        ValueError: if ``e`` is not between -1 and 1.

    Source: Kepler (1609), chapters 59 and 60.
    """
    E = eccentric_anomaly(M, -np.asarray(e))  # from aphelion: M = E + e sin E
    return np.cos(E) + e + 1j * np.sqrt(1 - np.square(e)) * np.sin(E)
