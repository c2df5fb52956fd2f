"""How fast this machine computes, and what holds it back: calls to be timed, and the roof above them.

The calls are made for :func:`~moreisdifferent.evaluation.stopwatch.stopwatch`, which sends them to
another process, so they take one argument and stand in a module.
"""

import numpy as np
import torch
from torch.nn import functional as F


def by_loop(pair) -> list[list[float]]:
    """Return the product of two matrices, lists of rows of numbers, by three nested loops.

    Raises:
        ValueError: if the inner sizes differ.
    """
    a, b = pair
    if any(len(row) != len(b) for row in a):
        raise ValueError(
            f"pair has rows of {[len(r) for r in a][:3]} and {len(b)} rows; they should match"
        )
    product = [[0.0] * len(b[0]) for _ in a]
    for i, row in enumerate(a):
        for j in range(len(b[0])):
            for k, number in enumerate(row):
                product[i][j] += number * b[k][j]
    return product


def by_dot(pair) -> np.ndarray:
    """Return the product of two arrays (n, k) and (k, m), one inner product for each of n·m numbers."""
    a, b = _checked(pair)
    return np.array([[row @ column for column in b.T] for row in a])


def by_row(pair) -> np.ndarray:
    """Return the same, one product of a row with the whole of ``b`` for each of n rows."""
    a, b = _checked(pair)
    return np.array([row @ b for row in a])


def by_blas(pair) -> np.ndarray:
    """Return the same by one call of the machine's library for linear algebra."""
    a, b = _checked(pair)
    return a @ b


def add(triple) -> None:
    """Put the sum of the first two arrays into the third: one operation for three numbers moved."""
    a, b, out = triple
    if not np.shape(a) == np.shape(b) == np.shape(out):
        shapes = [np.shape(part) for part in triple]
        raise ValueError(f"triple has shapes {shapes}; they should be the same")
    np.add(a, b, out=out)


def training_step(task) -> float:
    """Return the loss of ``task = (model, x, y)`` after computing all gradients, forward and back.

    Raises:
        ValueError: if ``task`` is not a model with examples and their classes, equally many.
    """
    model, x, y = task
    if len(x) != len(y) or not len(x):
        raise ValueError(f"task has {len(x)} examples and {len(y)} classes; they should match")
    with torch.enable_grad():
        model.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
    return loss.item()


def intensity(n: int, k: int, m: int, size: int = 4) -> float:
    """Return the operations a byte of the product of (n, k) and (k, m), each number moved once.

    Args:
        n, k, m: rows, inner size and columns.
        size: bytes of a number.

    Raises:
        ValueError: if a size is below 1.
    """
    if min(n, k, m, size) < 1:
        raise ValueError(f"n is {n}, k {k}, m {m} and size {size}; they should be at least 1")
    return 2 * n * k * m / (size * (n * k + k * m + n * m))


def roof(intensity, peak: float, bandwidth: float) -> np.ndarray:
    """Return the most operations a second that a machine can do at an intensity.

    Args:
        intensity: operations a byte, any shape.
        peak: operations a second of which the arithmetic is capable.
        bandwidth: bytes a second that come from memory.

    Raises:
        ValueError: if one of them is not positive and finite.

    Source: Williams, Waterman and Patterson (2009).
    """
    values = {"intensity": intensity, "peak": peak, "bandwidth": bandwidth}
    for name, value in values.items():
        value = np.asarray(value, dtype=float)
        if not (np.isfinite(value) & (value > 0)).all():
            raise ValueError(f"{name} is {value}; it should be positive and finite")
    return np.minimum(peak, np.asarray(intensity, dtype=float) * bandwidth)


def _checked(pair):
    a, b = (np.asarray(part) for part in pair)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[0]:
        raise ValueError(
            f"pair has shapes {a.shape} and {b.shape}; they should be (n, k) and (k, m)"
        )
    return a, b
