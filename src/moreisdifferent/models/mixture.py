"""Two linear laws in one table, and nobody has written down which row obeys which."""

import numpy as np

from .penalties import check_tables


def two_lines(X, y, generator, starts: int = 8, steps: int = 60) -> np.ndarray:
    """Fit a mixture of two regressions by expectation maximization; the likeliest of several starts.

    In turn it guesses which law each row obeys, from how far the row lies from either, and fits both
    laws again with the guesses as weights.

    Args:
        X, y: T tables, shapes (T, n, p) and (T, n).
        generator: a ``numpy.random.Generator``; draws the starts.
        starts, steps: at least 1.

    Returns:
        the coefficients of both laws, in no particular order, shape (T, 2, p).

    Raises:
        ValueError: if the tables are not as :func:`~.penalties.check_tables` asks, or ``starts`` or
            ``steps`` is below 1.

    Source: Dempster, Laird and Rubin (1977); De Veaux (1989) for regressions.
    """
    X, y = check_tables(X, y)
    if not (float(starts).is_integer() and float(steps).is_integer() and min(starts, steps) >= 1):
        raise ValueError(f"starts is {starts}, steps {steps}; both should be whole, at least 1")
    (T, n, p), XT = X.shape, X.swapaxes(1, 2)[:, None]
    spread = np.ones((T, int(starts), 1, 1))
    β = generator.standard_normal((T, int(starts), 2, p))
    for _ in range(int(steps)):
        r2 = (y[:, None, None] - β @ XT) ** 2  # (T, starts, 2, n)
        density = np.exp(-r2 / (2 * spread)) / np.sqrt(spread) + 1e-300
        w = density / density.sum(2, keepdims=True)  # who obeys which
        A = (w[..., None, :] * XT[:, :, None]) @ X[:, None, None]
        b = (w * y[:, None, None]) @ X[:, None]
        β = np.linalg.solve(A + 1e-9 * np.eye(p), b[..., None])[..., 0]
        spread = np.maximum((w * r2).sum((2, 3))[..., None, None] / n, 1e-12)
    return β[np.arange(T), np.log(density.sum(2)).sum(2).argmax(1)]
