"""Tasks that need a memory: something is shown, time passes, and then it is asked for.

Every function returns inputs with time first, (T, *shape, D), and targets. ``shape`` is that of
a batch, such as (B,) or (K, B) for K replicas with examples of their own.
"""

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
        ValueError: if the longest gap does not fit into T - 2, or a gap is negative.
    """
    gap = torch.as_tensor(gap).expand(shape)
    if gap.min() < 0 or gap.max() > steps - 2:
        raise ValueError(
            f"gap is {int(gap.min())} to {int(gap.max())}; it should be from 0 to {steps - 2}"
        )
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
        ValueError: if a delay is negative or not below ``steps``.
    """
    delay = torch.as_tensor(delay).expand(shape)
    longest = int(delay.max())
    if delay.min() < 0 or longest >= steps:
        raise ValueError(
            f"delay is {int(delay.min())} to {longest}; it should be from 0 to {steps - 1}"
        )
    shown = torch.randint(SYMBOLS, (steps, *shape), generator=generator)
    asked = torch.arange(longest, steps).view(-1, *[1] * len(shape)) - delay
    return F.one_hot(shown, SYMBOLS).float(), shown.gather(0, asked)


def adding(shape, steps: int, generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Show numbers between 0 and 1, two of them marked, and ask for the sum of the two.

    One mark lies in each half. Always answering 1 has a mean squared error of 1/6.

    Returns:
        x (T, *shape, 2), numbers and marks, and the sum y, shape ``shape``.

    Raises:
        ValueError: if ``steps`` is below 2.

    Source: Hochreiter and Schmidhuber (1997), section 5.4, here with marks in separate halves.
    """
    if steps < 2:
        raise ValueError(f"steps is {steps}; it should be at least 2")
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
        ValueError: if ``steps`` is below 1.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    bits = torch.randint(2, (steps, *shape), generator=generator)
    return bits[..., None].float(), bits.cumsum(0) % 2
