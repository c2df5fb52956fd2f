"""Sinusoids: a family of small regression tasks, each a wave of its own height and phase."""

import math

import torch

from .seeds import torch_rng


def sinusoids(k: int, n_tasks: int, n: int, seed) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw ``n`` points of each of ``n_tasks`` waves a·sin(x + φ), for each of ``k`` learners its own.

    The height a is from 0.1 to 5, the phase φ from 0 to π, and x from -5 to 5, all uniform.

    Args:
        k, n_tasks, n: at least 1.
        seed: a seed, or a ``torch.Generator`` to draw on from where it is.

    Returns:
        x and y, shapes (k, n_tasks, n, 1).

    Raises:
        ValueError: if a number is below 1.

    Source: Finn, Abbeel and Levine (2017).
    """
    if min(k, n_tasks, n) < 1:
        raise ValueError(f"k is {k}, n_tasks {n_tasks}, n {n}; all should be at least 1")
    generator = torch_rng(seed)
    height, phase = torch.rand(2, k, n_tasks, 1, 1, generator=generator)
    x = 10 * torch.rand(k, n_tasks, n, 1, generator=generator) - 5
    return x, (0.1 + 4.9 * height) * torch.sin(x + math.pi * phase)
