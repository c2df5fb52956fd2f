"""Four ways downhill to a least-squares fit. Where many fits are perfect, each way ends at another."""

import numpy as np

from ..models.penalties import check_tables


def _descent(slope, β, top, steps):
    for _ in range(steps):
        β = β - slope(β) / top
    return β


def _squares(slope, β, top, steps):
    u = v = np.full(β.shape, 0.05)
    for _ in range(steps):
        pull = slope(u * u - v * v) / (4 * top)
        u, v = u - pull * u, v + pull * v
    return u * u - v * v


def _adam(slope, β, top, steps, rate=0.02):
    m = m2 = np.zeros_like(β)
    for t in range(1, steps + 1):
        pull = slope(β)
        m, m2 = 0.9 * m + 0.1 * pull, 0.999 * m2 + 0.001 * pull**2
        scale = np.sqrt(m2 / (1 - 0.999**t)) + 1e-8
        β = β - rate * (1 - t / steps) * m / (1 - 0.9**t) / scale
    return β


WAYS = {"descent": _descent, "Adam": _adam, "u² − v²": _squares}


def minimize(X, y, way: str, start, steps: int) -> np.ndarray:
    """Walk down the mean square of T tables; return the coefficients, shape (T, p).

    Args:
        X, y: shapes (T, n, p) and (T, n).
        way: ``"descent"``, ``"Adam"`` (Kingma and Ba, 2015, with a rate that falls to 0), or
            ``"u² − v²"``: descent on u and v with β = u² − v², both 0.05 at first.
        start: shape (T, p); the third way does not look at it.
        steps: at least 1.

    Raises:
        ValueError: if an argument is not as it should be.

    Source: Woodworth and others (2020) for u² − v².
    """
    X, y = check_tables(X, y)
    start = np.asarray(start, dtype=float)
    if way not in WAYS:
        raise ValueError(f"way is {way!r}; it should be one of {', '.join(WAYS)}")
    if start.shape != (len(X), X.shape[2]) or not np.isfinite(start).all():
        raise ValueError(f"start has shape {start.shape}; it should be {(len(X), X.shape[2])}, finite")  # fmt: skip
    if not (float(steps).is_integer() and steps >= 1):
        raise ValueError(f"steps is {steps}; it should be a whole number, at least 1")
    XT = X.swapaxes(1, 2)
    G, c = XT @ X / X.shape[1], (XT @ y[..., None])[..., 0] / X.shape[1]
    top = np.maximum(np.linalg.eigvalsh(G)[:, -1:], 1e-300)
    return WAYS[way](lambda β: (G @ β[..., None])[..., 0] - c, start, top, int(steps))
