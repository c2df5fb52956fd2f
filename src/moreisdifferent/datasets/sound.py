"""Calls of six imaginary birds: each sings its own melody, at any pitch and at any moment.

>>> waves, labels = calls(1000, seed=3)
>>> waves.shape, labels.shape
(torch.Size([1000, 1, 512]), torch.Size([1000]))
"""

import math
from typing import NamedTuple

import numpy as np
import torch

from .seeds import torch_rng

RATE = 4000  # samples a second
LENGTH, CALL = 512, 256  # samples of a recording and of the call in it
PITCH = 400.0  # Hz, the middle of all calls
MELODIES = {  # how far from its middle the pitch is at time u, 0 to 1, in half octaves
    "rising": lambda u: 2 * u - 1,
    "falling": lambda u: 1 - 2 * u,
    "up and down": lambda u: 1 - 4 * (u - 0.5).abs(),
    "down and up": lambda u: 4 * (u - 0.5).abs() - 1,
    "level": lambda u: 0 * u,
    "trill": lambda u: torch.sin(6 * math.pi * u),
}


class Recordings(NamedTuple):
    """``waves``, shape (N, 1, 512), a call's amplitude is 1; ``labels``, shape (N,), of ``MELODIES``."""

    waves: torch.Tensor
    labels: torch.Tensor


def calls(n: int, seed, noise: float = 0.3, start=None) -> Recordings:
    """Record ``n`` calls, each with its own pitch, phase and moment, in white noise.

    Args:
        n: number of recordings, at least 1.
        seed: a seed or a ``torch.Generator``.
        noise: standard deviation of what is added to every sample.
        start: sample at which all calls begin, 0 to 256; anywhere, drawn for each, if left out.

    Raises:
        ValueError: if ``n``, ``noise`` or ``start`` is out of range.
    """
    if n < 1 or not 0 <= noise <= 1e30:
        raise ValueError(f"n is {n}, noise {noise}; n should be at least 1, noise from 0 to 1e30")
    if start is not None and not 0 <= start <= LENGTH - CALL:
        raise ValueError(f"start is {start}; it should be from 0 to {LENGTH - CALL} samples")
    g = torch_rng(seed)
    labels = torch.randint(len(MELODIES), (n,), generator=g)
    time = torch.arange(CALL) / CALL
    melody = torch.stack([shape(time) for shape in MELODIES.values()])[labels]  # (n, CALL)
    middle = PITCH * 2 ** (0.5 * torch.rand(n, 1, generator=g) - 0.25)
    cycles = torch.rand(n, 1, generator=g) + (middle * 2 ** (melody / 2)).cumsum(1) / RATE
    soft = torch.from_numpy(np.sqrt((math.pi * time).sin().numpy()))  # at both ends
    call = (2 * math.pi * cycles).sin() * soft
    drawn = torch.randint(LENGTH - CALL + 1, (n, 1), generator=g)
    first = drawn if start is None else torch.full_like(drawn, int(start))
    waves = noise * torch.randn(n, LENGTH, generator=g)
    return Recordings(waves.scatter_add_(1, first + torch.arange(CALL), call)[:, None], labels)
