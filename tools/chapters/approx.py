"""Compare the numbers behind a ``≈`` between a stored and a fresh output.

nbval masks these numbers (``tests/nbval_sanitize.cfg``) and compares the text around
them exactly; here the numbers themselves are compared, within a relative tolerance.
"""

import re

RELATIVE_TOLERANCE = 0.05
NUMBER = re.compile(r"≈ ?([-+−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?)")


def approximate_numbers(text: str) -> list[tuple[float, float]]:
    """Return each marked number of ``text`` with the size of its last printed digit."""
    found = []
    for digits in NUMBER.findall(text):
        digits = digits.replace(",", "").replace("−", "-")
        mantissa, _, exponent = digits.lower().partition("e")
        decimals = len(mantissa.partition(".")[2])
        found.append((float(digits), 10.0 ** (int(exponent or 0) - decimals)))
    return found


def differences(stored: str, fresh: str, tolerance: float = RELATIVE_TOLERANCE) -> list[str]:
    """Return a line for each marked number that moved by more than the tolerance.

    A number may also move by two units of its last printed digit, so that numbers near
    zero are not held to more digits than the page shows.
    """
    before, after = approximate_numbers(stored), approximate_numbers(fresh)
    if len(before) != len(after):
        return [f"stored {len(before)} numbers behind ≈, the run gave {len(after)}"]
    return [
        f"stored ≈ {old:g}, the run gave ≈ {new:g}"
        for (old, digit), (new, _) in zip(before, after)
        if abs(old - new) > max(tolerance * abs(old), 2 * digit)
    ]


def plain_text(outputs) -> str:
    """Return the text of a cell's outputs in which marked numbers are looked for."""
    parts = []
    for output in outputs:
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        parts.append(text if isinstance(text, str) else "".join(text))
    return "\n".join(parts)
