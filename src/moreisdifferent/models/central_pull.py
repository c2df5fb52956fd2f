"""A body thrown sideways about a centre that pulls it with a force r^-p."""

from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp


class Orbit(NamedTuple):
    """``position`` (1500,) complex, the centre at 0; ``turn``, degrees from aphelion to aphelion."""

    position: np.ndarray
    turn: float


def fall(power: float, push: float = 0.8, until: float = 30.0) -> Orbit:
    """Return the orbit of a body that starts at distance 1, thrown sideways with speed ``push``.

    Args:
        power: p of the pull r^-p, from -1 (a spring) to below 3, where orbits are no longer bound.
        push: sideways speed at the start, between 0.2 and 1; a circle at distance 1 needs 1.
        until: how long, at least 20; a turn takes about 5.

    Raises:
        ValueError: if ``power``, ``push`` or ``until`` is outside these bounds.

    Source: Newton (1687), *Principia*, book I, proposition 45: the turn is 360°/√(3 - p) for an orbit
    that is nearly a circle.
    """
    for name, value, least, most in (
        ("power", power, -1, 2.6), ("push", push, 0.2, 0.999), ("until", until, 20, 1000)
    ):  # fmt: skip
        if not least <= value <= most:
            raise ValueError(f"{name} is {value}; it should be between {least} and {most}")

    def rates(t, y):
        r, speed, _ = y
        return speed, push**2 / r**3 - r**-power, push / r**2

    def aphelion(t, y):
        return y[1]

    aphelion.direction = -1
    times = np.linspace(0, until, 1500)
    run = solve_ivp(rates, (0, until), (1.0, 0.0, 0.0), "DOP853", times, events=aphelion, rtol=1e-9)
    turn = np.degrees(np.diff(run.y_events[0][:, 2]).mean())
    return Orbit(run.y[0] * np.exp(1j * run.y[2]), float(turn))
