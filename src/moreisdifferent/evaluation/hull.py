"""The convex hull of some points: all their weighted averages, and how far another point is from it."""

import numpy as np
from scipy.optimize import nnls

TOUCHES = 1e-6  # of the distance to the middle of the points: closer than that counts as inside


def distance_to_hull(points, queries) -> np.ndarray:
    """Return how far each query lies from the convex hull of the points, 0 inside, shape (M,).

    Finds weights λ ≥ 0 that make ‖Σ λᵢ(xᵢ - q)‖² + s²(1 - Σ λᵢ)² least. Writing λ = σμ with Σ μᵢ = 1,
    its minimum over σ is s²δ² / (s² + δ²), where δ is the distance; s is that to the middle.

    Args:
        points: shape (N, D), N at least 1.
        queries: shape (M, D).

    Raises:
        ValueError: if shapes do not fit or a number is not finite.

    Source: non-negative least squares of Lawson and Hanson (1974).
    """
    points, queries = _table(points, "points"), _table(queries, "queries")
    if not len(points) or points.shape[1] != queries.shape[1]:
        raise ValueError(
            f"points has shape {points.shape} and queries {queries.shape}; "
            "they should be (N, D) and (M, D) with N at least 1"
        )
    return np.array([_distance(points, query) for query in queries])


def inside_hull(points, queries) -> np.ndarray:
    """Return whether each query is a weighted average of the points, shape (M,).

    Raises:
        ValueError: as :func:`distance_to_hull`.
    """
    points, queries = _table(points, "points"), _table(queries, "queries")
    found = distance_to_hull(points, queries)
    return found <= TOUCHES * np.linalg.norm(queries - points.mean(0), axis=1)


def _distance(points, query) -> float:
    scale = float(np.linalg.norm(query - points.mean(0)))
    if scale == 0:
        return 0.0
    table = np.vstack([(points - query).T / scale, np.ones(len(points))])
    target = np.append(np.zeros(len(query)), 1.0)
    _, rest = nnls(table, target, maxiter=30 * len(points))
    return scale * rest / np.sqrt(max(1 - rest**2, 1e-30))


def _table(values, name: str) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 2:
        raise ValueError(f"{name} has shape {values.shape}; it should be two-dimensional")
    if not np.isfinite(values).all() or np.abs(values).max(initial=0) > 1e100:
        raise ValueError(f"{name} is not finite; drop or mend those rows first")
    return values
