"""Sums as a network sees them: in columns of digits, and around a clock."""

from numbers import Integral

import torch
from torch.nn import functional as F


def column_sums(digits: int = 2) -> tuple[torch.Tensor, torch.Tensor]:
    """Return every sum of two numbers of so many digits, and the digits of the answer.

    Returns:
        x (N, 20·digits): each digit one of ten places, the first number before the second.
        y (N, digits + 1), int64: the digits of the sum, highest first. N is 100^digits.

    Raises:
        ValueError: if ``digits`` is not 1, 2 or 3.
    """
    if isinstance(digits, bool) or digits not in (1, 2, 3):
        raise ValueError(f"digits is {digits!r}; it should be 1, 2 or 3")
    numbers = torch.arange(10**digits)
    a, b = torch.cartesian_prod(numbers, numbers).T
    read = torch.cat([_digits(a, digits), _digits(b, digits)], dim=1)  # (N, 2·digits)
    return F.one_hot(read, 10).flatten(1).float(), _digits(a + b, digits + 1)


def _digits(number, places: int) -> torch.Tensor:
    return torch.stack([number // 10**i % 10 for i in reversed(range(places))], dim=1)


def clock_sums(p: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return all pairs (a, b) below p, b fastest, and (a + b) mod p.

    Returns:
        x (p², 2p): a one of p places, then b. y (p²,), int64.

    Raises:
        ValueError: if ``p`` is not a whole number from 2 on.
    """
    if isinstance(p, bool) or not isinstance(p, Integral) or p < 2:
        raise ValueError(f"p is {p!r}; it should be a whole number from 2 on")
    a, b = torch.cartesian_prod(torch.arange(p), torch.arange(p)).T
    return torch.cat([F.one_hot(a, p), F.one_hot(b, p)], dim=1).float(), (a + b) % p
