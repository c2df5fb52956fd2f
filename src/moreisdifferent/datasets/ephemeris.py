"""Where the planets are, computed from formulae: nothing is downloaded.

Two independent theories. ``ephemeris`` uses ERFA's ``plan94`` (Simon and others, 1994),
good to arcseconds from 1000 to 3000. ``mean_ephemeris`` moves Kepler ellipses with slowly
changing elements (Standish and Williams, 1992), from 3000 BCE to 3000 CE; seen from the
Earth the two differ by at most 1′ for the Sun, 9′ for Mars and 27′ for Saturn.
Both are geometric (no light time) and put the Earth at the centre of mass of Earth and Moon.
"""

from typing import NamedTuple

import erfa
import numpy as np

J2000 = 2451545.0
PLANETS = ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn")
# first and last Julian Day of each theory
PLAN94_SPAN = (2086302.5, 2816787.5)  # 1000 Jan 1 (Julian) to 3000 Jan 1
MEAN_SPAN = (625673.5, 2816787.5)  # 3000 BCE to 3000 CE


class Sighting(NamedTuple):
    """A direction and a distance: ``longitude``, ``latitude`` in degrees, ``distance`` in au."""

    longitude: np.ndarray
    latitude: np.ndarray
    distance: np.ndarray


def ephemeris(planet: str, jd, centre: str = "Earth", equinox: str = "J2000") -> Sighting:
    """Return the ecliptic longitude, latitude and distance of a planet.

    Args:
        planet: one of ``PLANETS``, or ``"Sun"``.
        jd: Julian Day (dynamical time), any shape, from year 1000 to 3000.
        centre: ``"Earth"`` or ``"Sun"``: from where one looks.
        equinox: ``"J2000"`` counts longitude from the equinox of the year 2000, fixed among
            the stars; ``"date"`` from the moving equinox of the day, as almanacs did.

    Raises:
        ValueError: if a name is unknown, planet and centre are the same, or ``jd`` leaves
            the years 1000 to 3000.

    Source: Simon and others (1994), as ERFA ``plan94``; precession by Vondrák, Capitaine
    and Wallace (2011), as ERFA ``ltecm``.
    """
    jd = _check(planet, jd, centre, PLAN94_SPAN, "1000 to 3000")
    position = _plan94(planet, jd) - _plan94(centre, jd)
    return _sighting(position, jd, equinox)


def mean_ephemeris(planet: str, jd, centre: str = "Earth", equinox: str = "J2000") -> Sighting:
    """Return what ``ephemeris`` returns, less exactly, from 3000 BCE to 3000 CE.

    Raises:
        ValueError: as ``ephemeris``, for the years -2999 to 3000.

    Source: Standish and Williams (1992), tables 8.10.3 and 8.10.4.
    """
    jd = _check(planet, jd, centre, MEAN_SPAN, "-2999 to 3000")
    # the elements refer to the J2000 ecliptic; turn them into the equator ERFA speaks
    equatorial = erfa.ltecm(2000.0).T
    position = (_mean_position(planet, jd) - _mean_position(centre, jd)) @ equatorial.T
    return _sighting(position, jd, equinox)


def _check(planet, jd, centre, span, years) -> np.ndarray:
    if planet not in (*PLANETS, "Sun"):
        raise ValueError(f"planet is {planet!r}; it should be Sun or one of {', '.join(PLANETS)}")
    if centre not in ("Earth", "Sun"):
        raise ValueError(f"centre is {centre!r}; it should be 'Earth' or 'Sun'")
    if planet == centre:
        raise ValueError(f"planet and centre are both {planet!r}; they should differ")
    jd = np.asarray(jd, dtype=float)
    outside = ~((span[0] <= jd) & (jd <= span[1]))
    if outside.any():
        worst = jd[outside].flat[0]
        raise ValueError(
            f"jd is {worst}; it should be {span[0]} to {span[1]}, the years {years} of this theory"
        )
    return jd


def _plan94(body: str, jd: np.ndarray) -> np.ndarray:
    """Heliocentric position, shape (…, 3), au, J2000 equator."""
    if body == "Sun":
        return np.zeros((*jd.shape, 3))
    return erfa.plan94(jd, 0.0, 1 + PLANETS.index(body))["p"]


def _sighting(position: np.ndarray, jd: np.ndarray, equinox: str) -> Sighting:
    """Turn equatorial J2000 positions, shape (…, 3), into ecliptic angles and distance."""
    if equinox not in ("J2000", "date"):
        raise ValueError(f"equinox is {equinox!r}; it should be 'J2000' or 'date'")
    epoch = 2000.0 if equinox == "J2000" else erfa.epj(jd, 0.0)
    to_ecliptic = erfa.ltecm(epoch)  # (3, 3) or (…, 3, 3)
    x, y, z = np.moveaxis(np.einsum("...ij,...j->...i", to_ecliptic, position), -1, 0)
    distance = np.sqrt(x**2 + y**2 + z**2)
    longitude = np.degrees(np.arctan2(y, x)) % 360
    return Sighting(longitude, np.degrees(np.arcsin(z / distance)), distance)


# a (au), e, I (°), L (°), longitude of perihelion (°), longitude of node (°); each row is
# followed by its change per Julian century; then b, c, s, f of the great inequality (°)
_ELEMENTS = {
    "Mercury": (
        (0.38709843, 0.20563661, 7.00559432, 252.25166724, 77.45771895, 48.33961819),
        (0.0, 0.00002123, -0.00590158, 149472.67486623, 0.15940013, -0.12214182),
        (0.0, 0.0, 0.0, 0.0),
    ),
    "Venus": (
        (0.72332102, 0.00676399, 3.39777545, 181.97970850, 131.76755713, 76.67261496),
        (-0.00000026, -0.00005107, 0.00043494, 58517.81560260, 0.05679648, -0.27274174),
        (0.0, 0.0, 0.0, 0.0),
    ),
    "Earth": (
        (1.00000018, 0.01673163, -0.00054346, 100.46691572, 102.93005885, -5.11260389),
        (-0.00000003, -0.00003661, -0.01337178, 35999.37306329, 0.31795260, -0.24123856),
        (0.0, 0.0, 0.0, 0.0),
    ),
    "Mars": (
        (1.52371243, 0.09336511, 1.85181869, -4.56813164, -23.91744784, 49.71320984),
        (0.00000097, 0.00009149, -0.00724757, 19140.29934243, 0.45223625, -0.26852431),
        (0.0, 0.0, 0.0, 0.0),
    ),
    "Jupiter": (
        (5.20248019, 0.04853590, 1.29861416, 34.33479152, 14.27495244, 100.29282654),
        (-0.00002864, 0.00018026, -0.00322699, 3034.90371757, 0.18199196, 0.13024619),
        (-0.00012452, 0.06064060, -0.35635438, 38.35125),
    ),
    "Saturn": (
        (9.54149883, 0.05550825, 2.49424102, 50.07571329, 92.86136063, 113.63998702),
        (-0.00003065, -0.00032044, 0.00451969, 1222.11494724, 0.54179478, -0.25015002),
        (0.00025899, -0.13434469, 0.87320147, 38.35125),
    ),
}


def _mean_position(body: str, jd: np.ndarray) -> np.ndarray:
    """Heliocentric position, shape (…, 3), au, J2000 ecliptic."""
    if body == "Sun":
        return np.zeros((*jd.shape, 3))
    t = (jd - J2000) / 36525
    start, rate, (b, c, s, f) = _ELEMENTS[body]
    a, e, incline, mean_longitude, perihelion, node = (x + dx * t for x, dx in zip(start, rate))
    M = mean_longitude - perihelion + b * t**2 + c * np.cos(np.radians(f * t))
    M = np.radians(M + s * np.sin(np.radians(f * t)))
    E = M + e * np.sin(M)
    for _ in range(6):  # Newton's method; e is at most 0.21
        E = E - (E - e * np.sin(E) - M) / (1 - e * np.cos(E))
    x, y = a * (np.cos(E) - e), a * np.sqrt(1 - e**2) * np.sin(E)
    ω, Ω, i = (np.radians(angle) for angle in (perihelion - node, node, incline))
    u, v = np.cos(ω) * x - np.sin(ω) * y, np.sin(ω) * x + np.cos(ω) * y
    return np.stack(
        [
            np.cos(Ω) * u - np.sin(Ω) * np.cos(i) * v,
            np.sin(Ω) * u + np.cos(Ω) * np.cos(i) * v,
            np.sin(i) * v,
        ],
        axis=-1,
    )
