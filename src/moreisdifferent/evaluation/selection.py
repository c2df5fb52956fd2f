"""Lists of discoveries: how many are false, how many are missed, and a list with a warranty."""

import numpy as np


def false_discovery_proportion(selected, causes) -> float:
    """Return the share of ``selected`` that is not in ``causes``; 0 for an empty list.

    Args:
        selected, causes: indices, shape (n_selected,) and (n_causes,).

    Its mean over data sets is the false discovery rate (Benjamini and Hochberg, 1995).
    """
    selected = np.unique(selected)
    return float(np.isin(selected, causes, invert=True).sum() / max(1, len(selected)))


def power(selected, causes) -> float:
    """Return the share of ``causes`` that is in ``selected``.

    Raises:
        ValueError: if ``causes`` is empty.
    """
    causes = np.unique(causes)
    if len(causes) == 0:
        raise ValueError("causes is empty; power needs at least one cause to find")
    return float(np.isin(causes, selected).mean())


def jaccard(selected, causes) -> float:
    """Return how much two lists have in common: the share of all that is on both; 0 if both are empty.

    Args:
        selected, causes: indices, shape (n_selected,) and (n_causes,).

    Source: Jaccard (1901).
    """
    selected, causes = np.unique(selected), np.unique(causes)
    either = len(np.union1d(selected, causes))
    return len(np.intersect1d(selected, causes)) / max(1, either)


def gaussian_knockoffs(
    X: np.ndarray, block: np.ndarray, rng: np.random.Generator, slack: float = 0.001
) -> np.ndarray:
    """Return equicorrelated knockoff copies, shape (N, D), of Gaussian features.

    Args:
        X: shape (N, D), rows from a normal distribution with mean 0, unit variances and
            a covariance of D / B equal blocks ``block`` along the diagonal.
        block: shape (B, B), correlation matrix of one block.
        rng: generator that draws the copies; the outcome is not looked at.
        slack: share by which the copies stay off the edge where the joint covariance
            becomes singular.

    Raises:
        ValueError: if ``block`` is not a correlation matrix or B does not divide D.

    Source: Candès, Fan, Janson and Lv (2018), section 3.1.1.
    """
    X, block = np.asarray(X, dtype=float), np.asarray(block, dtype=float)
    size = block.shape[0] if block.ndim else 0
    if not size or block.shape != (size, size) or not np.allclose(block, block.T):
        raise ValueError(f"block has shape {block.shape}; it should be square and symmetric")
    if not np.allclose(np.diag(block), 1) or np.linalg.eigvalsh(block)[0] <= 0:
        raise ValueError(
            "block is no correlation matrix; it should have a unit diagonal, λ_min > 0"
        )
    if X.ndim != 2 or X.shape[1] % size:
        raise ValueError(f"X has shape {X.shape}; its columns should be a multiple of {size}")
    if not np.isfinite(X).all():
        raise ValueError("X is not finite; drop or mend those rows first")
    s = (1 - slack) * min(1.0, 2 * np.linalg.eigvalsh(block)[0])
    explained = np.eye(size) - s * np.linalg.inv(block)  # mean of a copy given the originals
    spread = np.linalg.cholesky(2 * s * np.eye(size) - s**2 * np.linalg.inv(block))
    blocks = X.reshape(len(X), X.shape[1] // size, size)
    noise = rng.standard_normal(blocks.shape)
    return (blocks @ explained + noise @ spread.T).reshape(X.shape)


def knockoff_select(margin: np.ndarray, fdr: float) -> np.ndarray:
    """Return the indices of the features whose original beats its copy clearly enough.

    Args:
        margin: shape (D,), importance W of each original minus that of its copy.
        fdr: false discovery rate not to be exceeded on average, between 0 and 1.

    The threshold is the smallest t with (1 + #{W ≤ -t}) / #{W ≥ t} ≤ ``fdr``; without
    one the list is empty.

    Raises:
        ValueError: if ``fdr`` is not between 0 and 1 or ``margin`` is not (D,) or is NaN.

    Source: Barber and Candès (2015), the knockoff+ procedure.
    """
    if not 0 < fdr < 1:
        raise ValueError(f"fdr is {fdr}; it should be between 0 and 1")
    margin = np.asarray(margin, dtype=float)
    if margin.ndim != 1 or np.isnan(margin).any():
        raise ValueError(f"margin has shape {margin.shape}; it should be (D,) and not NaN")
    for t in np.unique(np.abs(margin[margin != 0])):
        if (1 + (margin <= -t).sum()) <= fdr * (margin >= t).sum():
            return np.flatnonzero(margin >= t)
    return np.array([], dtype=int)
