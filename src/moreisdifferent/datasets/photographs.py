"""Patches of real photographs that ship with scikit-image, each with the photograph it is from."""

from functools import lru_cache
from importlib.resources import files

import numpy as np
import torch

from .digits import Examples

NAMES = ("astronaut", "brick", "camera", "chelsea", "coffee", "coins", "grass", "gravel", "moon")
KNOWN = 0.7  # the left part of each photograph, to learn from; the rest is for the exam


def photograph_patches(n: int, side: int, rng, exam: bool = False) -> Examples:
    """Return n patches of each of nine photographs, and from which one they are.

    Every patch has mean 0 and, as good as, variance 1, so that neither brightness nor contrast tells where
    it is from. Patches to learn from are cut from the left seven tenths of a photograph, those
    of the exam from the rest; they never overlap.

    Args:
        n: patches of each photograph, at least 1.
        side: pixels across a patch, from 2 to 64.
        rng: a ``numpy.random.Generator``.
        exam: whether to cut from the part for the exam.

    Returns:
        ``images``, shape (9 n, 1, side, side), float32, and ``labels``, shape (9 n,), the index
        of the photograph, in the order of ``NAMES``.

    Raises:
        ValueError: if ``n`` or ``side`` is out of its range.

    Source: van der Walt and others (2014), scikit-image; the photographs are in the public domain
    or free to use.
    """
    if n < 1 or not 2 <= side <= 64:
        raise ValueError(f"n is {n} and side {side}; n should be at least 1, side from 2 to 64")
    patches = []
    for photograph in _photographs():
        height, width = photograph.shape
        edge = int(KNOWN * width)
        left, right = (edge, width) if exam else (0, edge)
        rows = rng.integers(0, height - side + 1, n)
        columns = rng.integers(left, right - side + 1, n)
        patches += [photograph[r : r + side, c : c + side] for r, c in zip(rows, columns)]
    x = np.array(patches)
    x = x - x.mean((1, 2), keepdims=True)
    x /= x.std((1, 2), keepdims=True) + 0.02  # a patch of plain sky stays quiet
    labels = torch.arange(len(NAMES)).repeat_interleave(n)
    return Examples(torch.tensor(x, dtype=torch.float32)[:, None], labels)


@lru_cache
def _photographs() -> list[np.ndarray]:
    """Return the photographs in grey, arrays of numbers from 0 to 1."""
    from matplotlib.image import imread

    pictures = [imread(files("skimage") / "data" / f"{name}.png") for name in NAMES]
    return [p[..., :3].mean(-1) if p.ndim == 3 else p for p in pictures]
