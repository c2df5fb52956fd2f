"""Ridge regression trained by gradient flow, in closed form: a linear model that groks."""

import numpy as np


def ridge_flow(x, y, start, decay: float, times) -> np.ndarray:
    """Return the weights at each time of training a linear model with weight decay, (T, D).

    The flow is dw/dt = -(Xᵀ(Xw - y)/n + λ w). Along an eigenvector of XᵀX/n with eigenvalue s the
    weight goes to its ridge solution like exp(-(s + λ) t). Where the examples say nothing, s = 0,
    nothing is left but the decay: the start is forgotten like exp(-λ t).

    Args:
        x, y: examples (n, D) and targets (n,).
        start: weights at time 0, shape (D,).
        decay: λ, at least 0.
        times: shape (T,), at least 0, in units of one over the learning rate.

    Raises:
        ValueError: if shapes do not fit, a number is not finite, or one is negative that may not be.

    Source: Xu, Vardi and Safran (2026), who prove that ridge regression groks.
    """
    x, y, start, times = (np.asarray(v, dtype=float) for v in (x, y, start, times))
    if x.ndim != 2 or y.shape != x.shape[:1] or start.shape != x.shape[1:] or 0 in x.shape:
        raise ValueError(
            f"x has shape {x.shape}, y {y.shape}, start {start.shape}; they should be (n, D), (n,), (D,)"
        )
    if times.ndim != 1 or not (np.isfinite(times).all() and (times >= 0).all()):
        raise ValueError(f"times has shape {times.shape}; it should be (T,), finite and at least 0")
    if not 0 <= decay < np.inf:
        raise ValueError(f"decay is {decay}; it should be at least 0 and finite")
    if not all(np.isfinite(v).all() for v in (x, y, start)):
        raise ValueError("x, y or start is not finite; drop or mend those examples first")
    s, V = np.linalg.eigh(x.T @ x / len(x))
    rate = np.maximum(s, 0) + decay  # (D,)
    pull, fading = V.T @ (x.T @ y / len(x)), np.exp(-np.outer(times, rate))  # (D,), (T, D)
    slow = rate < 1e-12  # neither example nor decay: the weight stays, and so does its pull
    reached = np.where(slow, times[:, None], (1 - fading) / np.where(slow, 1, rate))
    return (fading * (V.T @ start) + reached * np.where(slow, 0, pull)) @ V.T
