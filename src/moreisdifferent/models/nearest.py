"""Nearest neighbours for many training sets at once."""

import numpy as np
from scipy.spatial import cKDTree

from .penalties import check_tables


def nearest_average(X, y, queries, k: int) -> np.ndarray:
    """Return the mean answer of the ``k`` nearest points of each training set, shape (T, Q).

    Args:
        X, y: T training sets, shapes (T, n, p) and (T, n).
        queries: shape (Q, p), the same for all.
        k: from 1 to n.

    Raises:
        ValueError: if the sets are not as :func:`~.penalties.check_tables` asks, ``queries`` has
            another shape or is not finite, or ``k`` is out of range.

    Source: Fix and Hodges (1951).
    """
    X, y = check_tables(X, y)
    queries = np.asarray(queries, dtype=float)
    if queries.ndim != 2 or queries.shape[1] != X.shape[2] or not np.isfinite(queries).all():
        raise ValueError(f"queries has shape {queries.shape}; it should be (Q, {X.shape[2]}) and finite")  # fmt: skip
    if not (float(k).is_integer() and 1 <= k <= X.shape[1]):
        raise ValueError(f"k is {k}; it should be a whole number from 1 to {X.shape[1]}")
    found = [b[cKDTree(a).query(queries, range(1, int(k) + 1))[1]] for a, b in zip(X, y)]
    return np.array([answers.reshape(len(queries), -1).mean(1) for answers in found])
