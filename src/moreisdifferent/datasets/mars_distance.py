"""How far Mars is from the Earth: twenty nights out of 780 days, and the truth between and beyond."""

from collections.abc import Callable

import numpy as np

from .ephemeris import ephemeris
from .seeds import rng
from .sky import julian_day

SPAN = 780  # days from one opposition of Mars to the next, on average
NIGHTS = 20
NOISE = 0.05  # au, one standard deviation
FIRST = julian_day(1900, 1, 1)


def mars_distance(seed: int, stretch: int) -> tuple[np.ndarray, np.ndarray, Callable]:
    """Return nights, the distances that were seen, and the function that gives the true ones.

    Args:
        seed: of the nights and of the errors.
        stretch: which stretch of 780 days, 0 to 99; they begin at random times of the 20th century.

    Returns:
        ``day``, shape (20,), from 0 to 780, increasing; ``seen``, shape (20,), in au; and ``truth``,
        which maps days, counted from the first night, to distances in au.

    Raises:
        ValueError: if ``seed`` is not a non-negative integer or ``stretch`` not one from 0 to 99.

    Source: planetary positions of Simon and others (1994), as in ERFA.
    """
    if (
        isinstance(stretch, bool)
        or not isinstance(stretch, int | np.integer)
        or not 0 <= stretch < 100
    ):
        raise ValueError(f"stretch is {stretch!r}; it should be an integer from 0 to 99")
    random = rng(seed, 14, stretch)
    first = FIRST + random.uniform(0, 36_000)
    day = np.sort(np.append(random.uniform(0, SPAN, NIGHTS - 2), [0.0, SPAN]))

    def truth(day):
        return ephemeris("Mars", first + np.asarray(day, dtype=float)).distance

    return day, truth(day) + NOISE * random.normal(size=NIGHTS), truth
