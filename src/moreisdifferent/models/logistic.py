"""Logistic regression for a stack of small tables at once."""

import numpy as np

from .penalties import check_tables


def logistic(X, y, ridge: float = 1e-3, steps: int = 25) -> np.ndarray:
    """Return the coefficients β of the log odds X β, shape (T, p), by damped steps of Newton's method.

    Args:
        X, y: T tables, shapes (T, n, p) and (T, n); y is -1 or 1.
        ridge: adds ridge/2 Σ β², so that there is a minimum where a plane parts the classes.
        steps: at least 1.

    Raises:
        ValueError: if the tables are not as :func:`~.penalties.check_tables` asks, a label is not -1
            or 1, ``ridge`` is not positive or ``steps`` is below 1.

    Source: Cox (1958).
    """
    X, y = check_tables(X, y)
    if not (abs(y) == 1).all():
        raise ValueError("y has other labels; they should be -1 or 1")
    if not (0 < ridge < np.inf and float(steps).is_integer() and steps >= 1):
        raise ValueError(f"ridge is {ridge}, steps {steps}; they should be positive and at least 1")
    β, one = np.zeros((len(X), X.shape[2])), ridge * np.eye(X.shape[2])
    for _ in range(int(steps)):
        q = 1 / (1 + np.exp(np.clip(y * (X @ β[..., None])[..., 0], -700, 50)))
        slope = ridge * β - ((y * q)[:, None] @ X)[:, 0]
        H = (X * (q * (1 - q))[..., None]).swapaxes(1, 2) @ X + one
        step = np.linalg.solve(H, slope[..., None])[..., 0]
        β = β - step * np.minimum(1, 2 / (np.linalg.norm(step, axis=1, keepdims=True) + 1e-9))
    return β
