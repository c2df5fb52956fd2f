"""Matching brackets of two kinds: right or wrong is a matter of order alone."""

from numbers import Integral

import numpy as np

SIGNS = "([)]"  # the tokens 0 to 3: token i + 2 closes what token i opens


def brackets(n: int, rng: np.random.Generator, length: int = 16):
    """Return rows of brackets that match, and as many that do not although they hold the same signs.

    A row that matches is drawn sign by sign: close what is open or open something new, either with
    the same chance, as far as the length allows both. It is spoiled by exchanging two different
    signs, until it no longer matches.

    Args:
        n: number of rows; the odd ones are spoiled.
        rng: draws the rows.
        length: signs in a row, even.

    Returns:
        tokens (n, length), int64, places in ``SIGNS``; labels (n,), 1 if the row matches.

    Raises:
        ValueError: if n is below 1, or ``length`` is not even or below 4.
    """
    if not isinstance(n, Integral) or n < 1:
        raise ValueError(f"n is {n!r}; it should be a whole number, at least 1")
    if not isinstance(length, Integral) or length < 4 or length % 2:
        raise ValueError(f"length is {length!r}; it should be an even number, at least 4")
    rows = [_matching(length, rng) for _ in range(n)]
    labels = 1 - np.arange(n) % 2
    return np.array(
        [row if right else _spoiled(row, rng) for row, right in zip(rows, labels)]
    ), labels


def match(row) -> bool:
    """Whether every bracket closes the one that was opened last.

    Raises:
        ValueError: if ``row`` holds something other than the tokens 0 to 3.
    """
    row, is_open = list(row), []
    if not set(row) <= {0, 1, 2, 3}:
        raise ValueError(f"row is {row}; it should hold the tokens 0 to 3")
    for sign in row:
        if sign < 2:
            is_open.append(sign)
        elif not is_open or is_open.pop() + 2 != sign:
            return False
    return not is_open


def _matching(length, rng):
    row, is_open = [], []
    while len(row) < length:
        must_close = len(is_open) == length - len(row)
        if must_close or (is_open and rng.random() < 0.5):
            row.append(is_open.pop() + 2)
        else:
            is_open.append(int(rng.integers(2)))
            row.append(is_open[-1])
    return row


def _spoiled(row, rng):
    while True:
        i, j = rng.choice(len(row), 2, replace=False)
        other = list(row)
        other[i], other[j] = row[j], row[i]
        if not match(other):
            return other
