"""Effective parameters: how much of what it was told a model uses for an example that it has not seen."""

import numpy as np

from ..models.ridge import RidgePath


def effective_parameters(path: RidgePath, new, ridge: float = 0.0) -> float:
    """Return n · mean ‖s(x)‖² over new rows x, where s(x) are the weights of the n known answers.

    A fit by least squares, with a ridge or without, says about x a weighted sum of the answers that
    it was given, s(x) · y. The mean of n answers has weights 1/n and one effective parameter; the
    nearest neighbour has one weight of 1 and n. Where noise of variance σ² was added to the answers,
    σ² · (this number) / n is the variance that it causes.

    Args:
        path: of the table (n, p) that was fitted.
        new: shape (M, p), rows that were not.
        ridge: of the fit.

    Raises:
        ValueError: if ``new`` has another shape, is empty or not finite, or ``ridge`` is negative.

    Source: Curth, Jeffares and van der Schaar (2023).
    """
    new = np.asarray(new, dtype=float)
    n, p = len(path.left), len(path.right)
    if new.ndim != 2 or new.shape[1] != p or not len(new) or not np.isfinite(new).all():
        raise ValueError(f"new has shape {new.shape}; it should be (M, {p}), finite, M at least 1")
    if not 0 <= ridge < np.inf:
        raise ValueError(f"ridge is {ridge}; it should be at least 0 and finite")
    gain = path.scale / (path.scale**2 + ridge)
    return float(n * np.square(new @ path.right * gain).sum(1).mean())
