"""Resources are a variable, like the seed: ``MID_SCALE`` multiplies what a chapter says it multiplies."""

import math
import os


def scale() -> float:
    """Return the environment variable ``MID_SCALE``, 1 by default.

    Raises:
        ValueError: if it is not a positive, finite number.
    """
    text = os.environ.get("MID_SCALE", "1")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise ValueError(f"MID_SCALE is {text!r}; it should be a positive number, such as 4")
    return value


def grow(value, power: float = 1):
    """Return ``value`` times ``MID_SCALE`` to a power: ``STEPS = grow(80)``.

    Args:
        value: a positive number at scale 1. A whole number stays whole, and at least 1.
        power: how fast it grows; ``WIDTH = grow(16, power=0.5)`` doubles when the scale is 4.

    Raises:
        ValueError: if ``value`` is not positive and finite, ``power`` is not finite, or
            ``MID_SCALE`` is not a positive number.
    """
    if isinstance(value, bool) or not 0 < value < math.inf:
        raise ValueError(f"value is {value!r}; it should be a positive number")
    if not math.isfinite(power):
        raise ValueError(f"power is {power!r}; it should be a finite number")
    try:
        grown = value * scale() ** power
    except OverflowError:
        grown = math.inf
    if not 0 < grown < math.inf:
        raise ValueError(
            f"value {value!r} at power {power!r} leaves the numbers; they should be smaller"
        )
    return (
        max(1, round(grown))
        if float(value).is_integer() and not isinstance(value, float)
        else grown
    )
