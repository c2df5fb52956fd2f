"""Many features on a sheet of paper: their two main directions, turned to resemble another sheet."""

import numpy as np


def two_directions(features, like=None) -> np.ndarray:
    """Return the projection of features (N, D) on their two main directions, (N, 2), spread 1.

    Args:
        features: shape (N, D), N at least 3 and D at least 2.
        like: shape (N, 2), another projection of the same examples; the sheet is turned, and turned
            over where need be, to come as near to it as possible.

    Raises:
        ValueError: if shapes do not fit, numbers are not finite, or the features do not vary.

    Source: Pearson (1901) for the directions; Schönemann (1966) for the turn.
    """
    features = np.asarray(features, dtype=float)
    if features.ndim != 2 or features.shape[0] < 3 or features.shape[1] < 2:
        raise ValueError(
            f"features has shape {features.shape}; it should be (N, D), N at least 3, D at least 2"
        )
    if not np.isfinite(features).all():
        raise ValueError("features is not finite; did an encoder diverge?")
    centred = features - features.mean(0)
    xy = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    if not 0 < xy.std() < np.inf:
        raise ValueError("features do not vary, or beyond what numbers can hold")
    xy /= xy.std()
    if like is None:
        return xy
    like = np.asarray(like, dtype=float)
    if like.shape != xy.shape or not np.isfinite(like).all():
        raise ValueError(f"like has shape {like.shape}; it should be {xy.shape} and finite")
    a, _, b = np.linalg.svd(xy.T @ like)
    return xy @ a @ b
