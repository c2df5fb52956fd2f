"""Compare the numbers that nbval masks: those behind a ``≈``, and on the page in ``mid-approx``.

nbval compares the text around them exactly (``tests/nbval_sanitize.cfg``). Digits that are
printed are digits that hold: where the pins hold, a number may move by one unit of its last digit.
"""

import platform
import re

PINNED = platform.machine().lower() in ("x86_64", "amd64")  # elsewhere no pin reaches the kernels
RELATIVE_TOLERANCE = 0.0 if PINNED else 0.05
UNITS = 1 if PINNED else 2  # of the last printed digit
DIGITS = r"[-+−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?"
NUMBER = re.compile(rf'(?:≈\s?|<span class="mid-approx">)({DIGITS})')


def approximate_numbers(text: str) -> list[tuple[float, float]]:
    """Return each marked number of ``text`` with the size of its last printed digit."""
    found = []
    for digits in NUMBER.findall(text):
        digits = digits.replace(",", "").replace("−", "-")
        mantissa, _, exponent = digits.lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        found.append((float(digits), 10.0 ** (int(exponent or 0) - decimals)))
    return found


def differences(
    stored: str, fresh: str, tolerance: float = RELATIVE_TOLERANCE, units: int = UNITS
) -> list[str]:
    """Return a line for each marked number that moved by more than the tolerance.

    Args:
        stored, fresh: two texts, plain or HTML.
        tolerance: how far a number may move, as a share of it.
        units: how far it may move all the same, in units of its last printed digit.
    """
    before, after = approximate_numbers(stored), approximate_numbers(fresh)
    if len(before) != len(after):
        return [f"stored {len(before)} numbers behind ≈, the run gave {len(after)}"]
    return [
        f"stored ≈ {old:g}, the run gave ≈ {new:g}"
        for (old, digit), (new, _) in zip(before, after)
        if abs(old - new) > max(tolerance * abs(old), (units + 0.01) * digit)
    ]
