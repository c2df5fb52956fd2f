"""Mars as the two great books have it, with their own numbers, and what those numbers hide."""

import numpy as np

from moreisdifferent.datasets import sky
from moreisdifferent.datasets.nights import years

from .celestial import circle, equant

SUN_SPEED = 360 / 365.25636  # degrees a day, among the stars


def almagest_mars(jd) -> np.ndarray:
    """Return complex positions of Mars by the *Almagest*, from the equinox of date, in deferent radii.

    Source: Ptolemy (about 150), books IX to XI; he let the apogees move one degree a century.
    """
    mars, days = sky.almagest()["Mars"], np.asarray(jd, dtype=float) - sky.NABONASSAR
    apogee = np.radians(mars.apogee + days / 36525)
    longitude = np.radians(mars.mean_longitude + mars.daily_longitude * days)
    arm = longitude + np.radians(mars.anomaly + mars.daily_anomaly * days)
    deferent = equant(longitude - apogee, mars.eccentricity / 60) * circle(apogee)
    return deferent + mars.epicycle / 60 * circle(arm)


def de_revolutionibus_mars(jd, apogee: float | None = None) -> np.ndarray:
    """Return complex positions of Mars by *De revolutionibus*, from the equinox of date.

    Args:
        jd: Julian Days, any shape.
        apogee: degrees from the first star of Aries; Copernicus's own if not given.

    Raises:
        ValueError: if ``apogee`` is not finite.

    Source: Copernicus (1543), V.15 to V.19; his equinox of 1525 moves 50.2″ a year.
    """
    if apogee is not None and not np.isfinite(apogee):
        raise ValueError(f"apogee is {apogee}; it should be a number of degrees")
    mars, days = sky.de_revolutionibus(), np.asarray(jd, dtype=float) - sky.COPERNICUS_MARS
    longitude = np.radians(mars.mean_longitude + mars.daily_longitude * days)
    A = np.radians(mars.apogee if apogee is None else apogee)
    sun = longitude + np.radians(mars.commutation + mars.daily_commutation * days)
    z = mars.eccentricity + circle(longitude - A) - mars.epicyclet * circle(2 * (longitude - A))
    equinox = np.radians(27.35 + 50.2 / 3600 * (years(jd) + 75))
    return (z * circle(A) + mars.earth_orbit * circle(sun)) * circle(equinox)


def read_by_the_sun() -> dict[str, tuple[float, float]]:
    """Return planet → (distance, period) that the *Almagest* holds if the Sun is in the middle.

    Outer planets have a large circle of 60 and an epicycle r, inner ones the reverse, so 60/r and r/60
    are distances in units of the Earth's. Periods in years. Ptolemy gave no reason to read them so.
    """
    found = {"Earth": (1.0, 1.0)}
    for name, planet in sky.almagest().items():
        inner = name in ("Mercury", "Venus")
        distance = planet.epicycle / 60 if inner else 60 / planet.epicycle
        speed = planet.daily_longitude + planet.daily_anomaly * inner
        found[name] = distance, SUN_SPEED / speed
    return found
