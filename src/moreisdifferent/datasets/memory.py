"""Tasks that need a memory: something is shown, time passes, and then it is asked for.

Every function returns inputs with time first, (T, *shape, D), and targets. ``shape`` is that of
a batch, such as (B,) or (K, B) for K replicas with examples of their own.
"""

from numbers import Integral

import torch
from torch.nn import functional as F

SYMBOLS, NOISES = 8, 4  # what has to be kept, and what has to be ignored


def recall(shape, gap, steps: int, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Show one of 8 symbols, then ``gap`` distractors, then a question mark.

    Args:
        shape: of the batch.
        gap: steps between symbol and question: a number, or integers that broadcast to ``shape``.
        steps: T; before the symbol nothing is shown.
        generator: a ``torch.Generator``.

    Returns:
        x (T, *shape, 13), at most one 1 in each row: symbols, four distractors, question mark; and
        the symbol y, shape ``shape``.

    Raises:
        ValueError: if the longest gap does not fit into T - 2, a gap is negative or no whole number,
            or ``shape`` or ``steps`` is no size.
    """
    _check_sizes(shape, steps, 2)
    gap = _whole("gap", gap, shape, steps - 2)
    y = torch.randint(SYMBOLS, shape, generator=generator)
    shown = SYMBOLS + torch.randint(NOISES, (steps, *shape), generator=generator)
    begin = steps - 2 - gap
    shown.scatter_(0, begin[None], y[None])
    shown[-1] = SYMBOLS + NOISES
    x = F.one_hot(shown, SYMBOLS + NOISES + 1).float()
    x *= (torch.arange(steps).view(-1, *[1] * len(shape)) >= begin)[..., None]
    return x, y


def delayed_copy(shape, delay, steps: int, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Show random symbols and ask at each of the last steps for the one shown ``delay`` steps ago.

    Args:
        delay: a number, or integers that broadcast to ``shape``; the longest of them, d, decides
            that the last T - d steps are asked about.

    Returns:
        x (T, *shape, 8), one-hot, and the answers y (T - d, *shape).

    Raises:
        ValueError: if a delay is negative, not below ``steps`` or no whole number, or ``shape`` or
            ``steps`` is no size.
    """
    _check_sizes(shape, steps, 1)
    delay = _whole("delay", delay, shape, steps - 1)
    longest = int(delay.max())
    shown = torch.randint(SYMBOLS, (steps, *shape), generator=generator)
    asked = torch.arange(longest, steps).view(-1, *[1] * len(shape)) - delay
    return F.one_hot(shown, SYMBOLS).float(), shown.gather(0, asked)


def adding(shape, steps: int, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Show numbers between 0 and 1, two of them marked, and ask for the sum of the two.

    One mark lies in each half. Always answering 1 has a mean squared error of 1/6.

    Returns:
        x (T, *shape, 2), numbers and marks, and the sum y, shape ``shape``.

    Raises:
        ValueError: if ``steps`` is below 2 or ``shape`` has a size below 1.

    Source: Hochreiter and Schmidhuber (1997), section 5.4, here with marks in separate halves.
    """
    _check_sizes(shape, steps, 2)
    numbers = torch.rand((steps, *shape), generator=generator)
    first = torch.randint(steps // 2, (1, *shape), generator=generator)
    second = torch.randint(steps // 2, steps, (1, *shape), generator=generator)
    marks = torch.zeros_like(numbers).scatter_(0, first, 1.0).scatter_(0, second, 1.0)
    return torch.stack([numbers, marks], -1), (numbers * marks).sum(0)


def running_parity(shape, steps: int, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Show random bits and ask at every step whether the ones so far are odd in number.

    Returns:
        x (T, *shape, 1), bits, and y (T, *shape), 0 or 1.

    Raises:
        ValueError: if ``steps`` is below 1 or ``shape`` has a size below 1.
    """
    _check_sizes(shape, steps, 1)
    bits = torch.randint(2, (steps, *shape), generator=generator)
    return bits[..., None].float(), bits.cumsum(0) % 2


def _check_sizes(shape, steps, least: int) -> None:
    if not all(isinstance(size, Integral) and size >= 1 for size in shape):
        raise ValueError(f"shape is {tuple(shape)}; its sizes should be whole and at least 1")
    if not isinstance(steps, Integral) or steps < least:
        raise ValueError(f"steps is {steps}; it should be at least {least}, a whole number")


def _whole(name: str, values, shape, most: int) -> torch.Tensor:
    """Return whole numbers from 0 to ``most``, one for each place of ``shape``."""
    values = torch.as_tensor(values)
    if values.is_floating_point() or values.dtype == torch.bool:
        raise ValueError(f"{name} is {values.dtype}; it should be made of whole numbers")
    fits = zip(reversed(values.shape), reversed(shape))
    if values.ndim > len(shape) or not all(n in (1, size) for n, size in fits):
        raise ValueError(f"{name} has shape {tuple(values.shape)}; it should fit {tuple(shape)}")
    low, high = int(values.min()), int(values.max())
    if low < 0 or high > most:
        raise ValueError(f"{name} is {low} to {high}; it should be from 0 to {most}")
    return values.long().expand(shape)
