"""One small network for each of many training sets, trained side by side."""

import numpy as np
import torch
from torch.nn import functional as F

from ..models.mlp import MLP
from ..models.penalties import check_tables
from .replicas import fit_replicas, predict


def with_ones(X: torch.Tensor) -> torch.Tensor:
    """Return X (…, p) with a last column of ones, (…, p + 1), so that bends may begin anywhere.

    Raises:
        ValueError: if ``X`` has no axis.
    """
    if X.ndim < 1:
        raise ValueError("X is a single number; it should be (…, p)")
    return torch.cat([X, X.new_ones((*X.shape[:-1], 1))], -1)


def fit_networks(X, y, queries, *, width, steps, learning_rate=0.02, classes=0, seed=0):
    """Train one network per training set with AdamW; return their outputs at the queries.

    Args:
        X, y: K training sets, shapes (K, n, p) and (K, n).
        queries: shape (Q, p), the same for all.
        width: hidden units, at least 1.
        steps: of AdamW, with minibatches of up to 64.
        classes: number of classes; 0 for a number that is fitted by squared error.
        seed: of the first set's initial weights; the next ones follow.

    Returns:
        shape (K, Q), or (K, Q, classes).

    Raises:
        ValueError: if the sets are not as ``check_tables`` asks, ``queries`` has another shape or
            ``classes`` is 1 or negative or does not cover the labels.
    """
    X, y = check_tables(X, y)
    queries = np.asarray(queries, dtype=float)
    K, n, p = X.shape
    if queries.ndim != 2 or queries.shape[1] != p:
        raise ValueError(f"queries has shape {queries.shape}; it should be (Q, {p})")
    labels = set(np.unique(y))
    if classes not in (0, *range(2, 1000)) or (classes and not labels <= set(range(classes))):
        raise ValueError(f"classes is {classes}; it should be 0, or 2 or more with labels in y below it")  # fmt: skip
    models = [MLP((p + 1, width, classes or 1), seed=seed + k) for k in range(K)]
    flat = torch.from_numpy(y).flatten()
    fit_replicas(
        models, with_ones(torch.from_numpy(X).float().view(K * n, p)),
        flat.long() if classes else flat.float().view(-1, 1),
        rows=torch.arange(K * n).view(K, n), steps=steps, batch_size=min(64, n),
        learning_rate=learning_rate, optimizer="adamw", loss=F.cross_entropy if classes else F.mse_loss,
    )  # fmt: skip
    found = predict(models, with_ones(torch.from_numpy(queries).float())).numpy()
    return found if classes else found[..., 0]
