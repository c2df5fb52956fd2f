"""Five bodies at once, as Ptolemy and as Kepler would have them: what is shared saves numbers.

Both take a flat list of knobs and a list of five arrays of times, for the Sun, Venus, Mars, Jupiter and
Saturn, and return five arrays of complex directions from the Earth. (Mercury needed a crank of its own.)
"""

import numpy as np
from scipy.optimize import least_squares

from .celestial import circle, ellipse, equant
from .sightline import along, lit_part

PERIODS = {"Venus": 0.6152, "Mars": 1.881, "Jupiter": 11.86, "Saturn": 29.46}  # years
BODIES = ("Sun", *PERIODS)
_PLACES = {"Venus": 1.93, "Mars": 1.99, "Jupiter": 2.35, "Saturn": 3.52}  # roughly, in 1600


class PtolemaicSky:
    """The Sun on an eccentric; each planet on an equant with an epicycle that keeps time with the Sun.

    Args:
        tied: the size of each epicycle is its planet's period to the power of Kepler's third law, which
            Ptolemy's own numbers obey, and is no knob.
    """

    path = staticmethod(equant)

    def __init__(self, tied: bool = False):
        self.tied = tied

    @property
    def first_guess(self) -> list[float]:
        sizes = {b: p ** (2 / 3 if b == "Venus" else -2 / 3) for b, p in PERIODS.items()}
        planets = [[_PLACES[b], 2 * np.pi / p, 0.01, 0.0, sizes[b]] for b, p in PERIODS.items()]
        return [4.94, 2 * np.pi, 0.0, 0.03, *np.ravel(np.array(planets)[:, : 5 - self.tied])]

    def directions(self, knobs, times) -> list[np.ndarray]:
        mean_sun, off_centre, planets = (
            knobs[:2],
            knobs[2] + 1j * knobs[3],
            knobs[4:].reshape(4, -1),
        )
        views = [along(circle, mean_sun, times[0]) + off_centre]
        for body, t, q in zip(PERIODS, times[1:], planets):
            inner = body == "Venus"
            big, small = (mean_sun, q[:2]) if inner else (q[:2], mean_sun)
            size = np.abs(big[1] / small[1]) ** (2 / 3) if self.tied else q[4]
            views.append(along(self.path, [*big, *q[2:4]], t) + size * along(circle, small, t))
        return views


class KeplerianSky:
    """One ellipse a planet, one Earth for all; an orbit's size is its period to a power.

    Args:
        path: of every body, a function of (M, e).
        power: of the period, 2/3 in Kepler's third law; None makes it one more knob, the last.
    """

    def __init__(self, path=ellipse, power: float | None = 2 / 3):
        if power is not None and not np.isfinite(power):
            raise ValueError(f"power is {power}; it should be a finite number or None")
        self.path, self.power = path, power

    @property
    def first_guess(self) -> list[float]:
        planets = [[_PLACES[b], 2 * np.pi / p, 0.01, 0.0] for b, p in PERIODS.items()]
        free = [2 / 3] if self.power is None else []
        return [1.8, 2 * np.pi, 0.0, -0.02, *np.ravel(planets), *free]

    def directions(self, knobs, times) -> list[np.ndarray]:
        power = knobs[20] if self.power is None else self.power
        earth = knobs[:4]
        views = [-along(self.path, earth, times[0])]
        for t, q in zip(times[1:], knobs[4:20].reshape(4, 4)):
            size = np.abs(earth[1] / q[1]) ** power  # in units of the Earth's orbit
            views.append(size * along(self.path, q, t) - along(self.path, earth, t))
        return views


def fit_sky(sky, nights) -> np.ndarray:
    """Return the knobs of a sky with the least squared error in direction over all bodies.

    Args:
        sky: a ``PtolemaicSky`` or ``KeplerianSky``.
        nights: five pairs (t, longitude) in the order of ``BODIES``; years since 1600 and radians.

    Raises:
        ValueError: if ``nights`` does not hold five pairs.
    """
    nights = list(nights)
    if len(nights) != len(BODIES):
        raise ValueError(f"nights has {len(nights)} bodies; it should have {len(BODIES)}: {BODIES}")

    def errors(knobs):
        return np.concatenate(_errors(sky, knobs, nights))

    return least_squares(errors, sky.first_guess, method="lm").x


def sky_errors(sky, knobs, nights) -> np.ndarray:
    """Return the rms error in direction of each body, degrees, shape (5,).

    Raises:
        ValueError: if ``nights`` does not hold five pairs.
    """
    nights = list(nights)
    if len(nights) != len(BODIES):
        raise ValueError(f"nights has {len(nights)} bodies; it should have {len(BODIES)}: {BODIES}")
    return np.degrees([np.sqrt(np.mean(e**2)) for e in _errors(sky, np.asarray(knobs), nights)])


def _errors(sky, knobs, nights) -> list[np.ndarray]:
    views = sky.directions(knobs, [t for t, _ in nights])
    return [np.angle(z * circle(-longitude)) for z, (_, longitude) in zip(views, nights)]


REACH = 1210 / 1079  # Ptolemy's mean Sun over his farthest Venus, in Earth radii


def lit_venus(sky, knobs, t) -> np.ndarray:
    """Return the part of Venus's disc that is lit as a fitted sky has it, shape (N,).

    Directions give Ptolemy's planets no common scale; his own book puts the Sun beyond all of Venus.

    Args:
        sky: a ``PtolemaicSky`` or ``KeplerianSky``.
        knobs: of that sky.
        t: years since 1600, shape (N,).

    Raises:
        ValueError: if ``t`` is not of shape (N,), N at least 1.

    Source: *Planetary Hypotheses*, as in Van Helden (1985).
    """
    t = np.asarray(t, dtype=float)
    if t.ndim != 1 or not t.size:
        raise ValueError(f"t has shape {t.shape}; it should be (N,), N at least 1")
    sun, venus = sky.directions(np.asarray(knobs), [t] * len(BODIES))[:2]
    if isinstance(sky, PtolemaicSky):
        sun = REACH * np.abs(venus).max() * sun / np.abs(sun)
    return lit_part(venus, sun)
