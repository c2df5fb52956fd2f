"""A black box for a planet: it averages the nights it has seen, weighted by how alike they are."""

from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial.distance import cdist

NUGGET = 1e-4  # keeps the matrix of similarities invertible


class Smoother(NamedTuple):
    """Weights (N,) of N nights with phases ``seen`` (N, 2S) for S speeds (rad a unit of time)."""

    speeds: np.ndarray
    width: float
    seen: np.ndarray
    weights: np.ndarray

    def position(self, t) -> np.ndarray:
        """Return complex numbers whose angle is the direction at the times ``t`` (M,); no distance."""
        z = _similarity(phases(t, self.speeds), self.seen, self.width) @ self.weights
        return z / np.abs(z)


def phases(t, speeds) -> np.ndarray:
    """Return where clocks of the given speeds stand, as cosines and sines, shape (N, 2S).

    Raises:
        ValueError: if ``t`` is not of shape (N,) or ``speeds`` not of shape (S,).
    """
    t, speeds = np.asarray(t, dtype=float), np.asarray(speeds, dtype=float)
    if t.ndim != 1 or speeds.ndim != 1:
        raise ValueError(
            f"t has shape {t.shape}, speeds {speeds.shape}; they should be (N,) and (S,)"
        )
    turns = np.multiply.outer(t, speeds)
    return np.concatenate([np.cos(turns), np.sin(turns)], axis=1)


def fit_smoother(nights, speeds, widths=(0.1, 0.2, 0.4, 0.8)) -> Smoother:
    """Fit a kernel smoother to directions; nights are alike if the clocks stand alike.

    The width is the one with the least error when each night is left out in turn.

    Args:
        nights: (t, longitude), each of shape (N,), N at least 2; the second in radians.
        speeds: of the clocks, shape (S,), radians a unit of time.
        widths: of the Gaussian kernel to try, positive; phases lie on circles of radius 1.

    Raises:
        ValueError: if the shapes of ``nights`` do not fit, it is not finite, or ``widths`` is empty or
            not positive.

    Source: kernel ridge regression; leave-one-out as in Allen (1974).
    """
    t, longitude = (np.asarray(values, dtype=float) for values in nights)
    if t.ndim != 1 or t.shape != longitude.shape or len(t) < 2:
        raise ValueError(
            f"nights has shapes {t.shape} and {longitude.shape}; both should be (N,), N ≥ 2"
        )
    if not (np.isfinite(t).all() and np.isfinite(longitude).all()):
        raise ValueError("nights is not finite; drop or mend those nights first")
    if not len(widths) or not all(0 < width < np.inf for width in widths):
        raise ValueError(f"widths is {widths}; it should hold positive numbers")
    seen, target = phases(t, speeds), np.exp(1j * longitude)
    width = widths[0]
    if len(widths) > 1:
        width = min(widths, key=lambda width: _left_out(seen, target, width))
    factor = cho_factor(_similarity(seen, seen, width, NUGGET), overwrite_a=True)
    weights = cho_solve(factor, target.real) + 1j * cho_solve(factor, target.imag)
    return Smoother(np.asarray(speeds, dtype=float), width, seen, weights)


def _similarity(a, b, width: float, nugget: float = 0.0) -> np.ndarray:
    alike = cdist(a, b, "sqeuclidean")
    alike *= -1 / (2 * width**2)
    np.exp(alike, out=alike)
    if nugget:
        alike[np.diag_indices(len(alike))] += nugget
    return alike


def _left_out(seen, target, width: float) -> float:
    """Mean squared error in direction (rad²) of each night, predicted from the others."""
    inverse = np.linalg.inv(_similarity(seen, seen, width, NUGGET))
    predicted = target - (inverse @ target) / np.diag(inverse)
    return float(np.mean(np.angle(predicted * target.conj()) ** 2))
