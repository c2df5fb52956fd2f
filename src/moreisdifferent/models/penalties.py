"""Linear fits for a stack of small tables at once: least squares, its penalties, another loss.

``X`` has shape (T, n, p) and ``y`` (T, n): T tables of n rows, each with a fit of its own.
"""

import numpy as np


def check_tables(X, y) -> tuple[np.ndarray, np.ndarray]:
    """Return tables and targets as arrays of floats.

    Raises:
        ValueError: unless ``X`` is (T, n, p) and ``y`` (T, n), not empty, finite and below 1e100.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 3 or y.shape != X.shape[:2] or not X.size:
        raise ValueError(
            f"X has shape {X.shape} and y {y.shape}; they should be (T, n, p) and (T, n), not empty"
        )
    if not all((np.abs(values) < 1e100).all() for values in (X, y)):  # false for NaN, too
        raise ValueError("X and y should be finite, and below 1e100")
    return X, y


def _moments(X, y):
    """Return XᵀX/n, shape (T, p, p), and Xᵀy/n, shape (T, p)."""
    XT = X.swapaxes(1, 2)
    return XT @ X / X.shape[1], (XT @ y[..., None])[..., 0] / X.shape[1]


def _check_λ(λ) -> np.ndarray:
    λ = np.asarray(λ, dtype=float)
    if λ.ndim != 1 or not λ.size or not ((λ > 0) & (λ < 1e100)).all():
        raise ValueError(f"λ is {λ}; it should be a list of positive, finite numbers")
    return λ


def _check_steps(steps) -> None:
    if not (float(steps).is_integer() and steps >= 1):
        raise ValueError(f"steps is {steps}; it should be a whole number, at least 1")


def _solve(X, y):
    XT = X.swapaxes(1, 2)
    try:
        return np.linalg.solve(XT @ X, XT @ y[..., None])[..., 0]
    except np.linalg.LinAlgError:
        return np.stack([np.linalg.lstsq(a, b, rcond=None)[0] for a, b in zip(X, y)])


def least_squares(X, y) -> np.ndarray:
    """Return the coefficients of least squares, shape (T, p).

    Raises:
        ValueError: as :func:`check_tables`.

    Source: Legendre (1805).
    """
    return _solve(*check_tables(X, y))


def ridge(X, y, λ) -> np.ndarray:
    """Return what minimizes the mean square + λ Σ β², shape (T, len(λ), p).

    Raises:
        ValueError: as :func:`check_tables`, or if ``λ`` is no list of positive numbers.

    Source: Hoerl and Kennard (1970).
    """
    G, c = _moments(*check_tables(X, y))
    one = np.eye(G.shape[-1])
    found = [np.linalg.solve(G + weight * one, c[..., None])[..., 0] for weight in _check_λ(λ)]
    return np.stack(found, 1)


def lasso(X, y, λ, steps: int = 300) -> np.ndarray:
    """Return what minimizes half the mean square + λ Σ |β|, shape (T, len(λ), p).

    Raises:
        ValueError: as :func:`ridge`, or if ``steps`` is below 1.

    Source: Tibshirani (1996); by proximal gradients with momentum (Beck and Teboulle, 2009).
    """
    (X, y), λ = check_tables(X, y), _check_λ(λ)
    _check_steps(steps)
    G, c = _moments(X, y)
    rate, t = 1 / np.maximum(np.linalg.eigvalsh(G)[:, -1, None, None], 1e-300), 1.0
    β = ahead = np.zeros((len(X), len(λ), X.shape[2]))
    for _ in range(int(steps)):
        step = ahead - rate * (ahead @ G - c[:, None])
        new = np.sign(step) * np.maximum(abs(step) - rate * λ[:, None], 0)
        t, last = (1 + np.sqrt(1 + 4 * t * t)) / 2, t
        β, ahead = new, new + (last - 1) / t * (new - β)
    return β


def least_absolute(X, y, steps: int = 30) -> np.ndarray:
    """Return about what minimizes the mean absolute error, shape (T, p).

    Raises:
        ValueError: as :func:`check_tables`, or if ``steps`` is below 1.

    Source: least squares with weights that are found again and again (Schlossmacher, 1973).
    """
    X, y = check_tables(X, y)
    _check_steps(steps)
    β = _solve(X, y)
    for _ in range(int(steps)):
        w = np.maximum(abs(y - (X @ β[..., None])[..., 0]), 1e-3) ** -0.5
        β = _solve(X * w[..., None], y * w)
    return β


def tuned(fit, X, y, λ) -> np.ndarray:
    """Fit on the first half of the rows, with the λ whose error on the second is least; (T, p).

    Args:
        fit: :func:`ridge`, :func:`lasso` or another that returns (T, len(λ), p).

    Raises:
        ValueError: as ``fit``, or if ``X`` has fewer than two rows.
    """
    (X, y), λ = check_tables(X, y), _check_λ(λ)
    half = X.shape[1] // 2
    if half < 1:
        raise ValueError(f"X has {X.shape[1]} rows; it should have two or more")
    β = fit(X[:, :half], y[:, :half], λ)
    loss = ((X[:, half:] @ β.swapaxes(1, 2) - y[:, half:, None]) ** 2).mean(1)
    return β[np.arange(len(X)), loss.argmin(1)]
