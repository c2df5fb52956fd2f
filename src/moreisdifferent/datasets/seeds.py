"""Where randomness comes from: one seed a chapter, and streams derived from it."""

import os

import numpy as np


def chapter_seed(chapter: int) -> int:
    """Return the seed of a chapter, shifted by the environment variable ``MID_SEED``.

    Args:
        chapter: number of the chapter, 1 to 99.

    Returns:
        A non-negative integer. ``MID_SEED`` (default 0) shifts it so that no two
        pairs of chapter and shift share a seed: verdicts must survive any shift.

    Raises:
        ValueError: if ``chapter`` is not 1 to 99, or ``MID_SEED`` is not a
            non-negative integer.
    """
    if isinstance(chapter, float) or not 1 <= chapter <= 99:
        raise ValueError(f"chapter is {chapter!r}; it should be a number from 1 to 99")
    shift = os.environ.get("MID_SEED", "0")
    if not shift.isdecimal():
        raise ValueError(f"MID_SEED is {shift!r}; it should be a non-negative integer")
    return chapter + 100 * int(shift)


def rng(seed: int, *stream: int) -> np.random.Generator:
    """Return a NumPy generator for one named stream of a seed.

    ``rng(SEED, 3)`` and ``rng(SEED, 4)`` are independent, and neither depends on how
    many numbers the other has drawn.

    Raises:
        ValueError: if ``seed`` or a number of the stream is not a non-negative integer.
    """
    _check(seed, "seed", "a non-negative integer")
    _check_stream(stream)
    return np.random.default_rng([seed, *stream])


def torch_rng(seed, *stream: int):
    """Return a ``torch.Generator`` for one named stream of a seed.

    Args:
        seed: a non-negative integer, or a ``torch.Generator``, which is returned as it is
            so that a function can accept either.
        stream: integers that name the stream, as in :func:`rng`.

    Raises:
        ValueError: if ``seed`` is neither.
    """
    import torch  # here, because chapters without a network should not wait for torch

    if isinstance(seed, torch.Generator):
        return seed
    _check(seed, "seed", "a non-negative integer or a torch.Generator")
    _check_stream(stream)
    words = np.random.SeedSequence([int(seed), *stream]).generate_state(2)
    return torch.Generator().manual_seed(int(words[0]) << 31 | int(words[1]) >> 1)


def _check(value, name: str, wanted: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        raise ValueError(f"{name} is {value!r}; it should be {wanted}")


def _check_stream(stream) -> None:
    for number in stream:
        _check(number, "stream", "made of non-negative integers")
