"""Kepler's twelve oppositions of Mars as nights to fit and as loops to look at."""

import numpy as np

from .ephemeris import ephemeris
from .nights import Nights, years
from .sky import SIGNS, Oppositions, kepler_oppositions

OLD_STYLE = 10  # days by which Kepler's calendar is behind
PRECESSION = 50.29 / 3600  # degrees a year by which the equinox moves among the stars


def opposition_nights() -> Nights:
    """Return the twelve oppositions, (12,) each: years since 1600 and radians among the stars.

    At opposition the Earth is on the line from the Sun to Mars, so the direction is the Sun's view too.
    """
    table = kepler_oppositions()
    t = years(table.jd)
    return Nights(t, np.radians(table.longitude - PRECESSION * t))


def loops(days: int = 75) -> tuple[dict[str, tuple], np.ndarray]:
    """Return the true path of Mars around each of the twelve, that of 1593 last, and Kepler's places.

    Args:
        days: how many days before and after the opposition, at least 1.

    Returns:
        ``paths``: "year sign" → (east, north), each (2 days + 1,), degrees: east counts from the true
        place at opposition, north from the middle of the path. ``table``, shape (12, 2), the same of
        Kepler's table.

    Raises:
        ValueError: if ``days`` is less than 1.
    """
    if not 1 <= days <= 400:
        raise ValueError(f"days is {days}; it should be 1 to 400")
    table, steps = kepler_oppositions(), np.arange(-days, days + 1)
    found = [_loop(table, i, steps) for i in range(len(table.jd))]
    order = [*range(6), *range(7, 12), 6]
    return {found[i][0]: found[i][1] for i in order}, np.array([found[i][2] for i in order])


def _loop(table: Oppositions, i: int, steps) -> tuple[str, tuple, tuple]:
    mars = ephemeris("Mars", table.jd[i] + steps, equinox="date")
    east, middle = np.unwrap(mars.longitude, period=360), len(steps) // 2
    centre = (mars.latitude.max() + mars.latitude.min()) / 2
    off = (table.longitude[i] - mars.longitude[middle] + 180) % 360 - 180
    year = int(np.floor(1600 + years(table.jd[i] - OLD_STYLE)))
    label = f"{year} {SIGNS[int(table.longitude[i] // 30)]}"
    return label, (east - east[middle], mars.latitude - centre), (off, table.latitude[i] - centre)


def ordinary_days(step: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the days between the first opposition and the last, and where Mars then was.

    Args:
        step: days from one to the next, positive.

    Returns:
        Julian Days (N,), and degrees (N,) that Mars has come from its far point, seen from the Sun.

    Raises:
        ValueError: if ``step`` is not positive.
    """
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}; it should be a positive number of days")
    table = kepler_oppositions()
    jd = np.arange(table.jd[0], table.jd[-1], step)
    mars = ephemeris("Mars", jd, centre="Sun")
    far = mars.longitude[np.argmax(mars.distance)]
    return jd, (mars.longitude - far) % 360
