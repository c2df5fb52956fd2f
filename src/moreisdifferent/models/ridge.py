"""Least squares on one table with every ridge at once: the table is taken apart once, then all is products."""

import numpy as np

RANK = 1e-11  # directions with less than this share of the largest variance are none


class RidgePath:
    """What least squares with a ridge does with a table, for all targets and all ridges.

    >>> path = RidgePath(table)                     # (n, p), with any n and p
    >>> path.weights(targets)                       # (p, C), without a ridge
    >>> path.weights(targets, ridge=0.1)

    The ridge λ is added to the sum of squares, ‖Φ w - y‖² + λ ‖w‖². Without one, and with more
    columns than rows, the answer is the exact fit with the smallest weights.

    Args:
        table: shape (n, p), one row an example.

    Raises:
        ValueError: if ``table`` has another shape, is empty, not finite or zero.

    Attributes:
        left, scale, right: the singular value decomposition, (n, r), (r,) and (p, r), without
            directions in which the table does not vary.

    Source: Hoerl and Kennard (1970).
    """

    def __init__(self, table):
        table = np.asarray(table, dtype=float)
        if table.ndim != 2 or not table.size:
            raise ValueError(f"table has shape {table.shape}; it should be (n, p), not empty")
        if not np.isfinite(table).all() or not table.any() or np.abs(table).max() > 1e100:
            raise ValueError("table should be finite, below 1e100, and not zero everywhere")
        size = np.abs(table).max()
        unit = table / size
        tall = len(unit) > unit.shape[1]
        variance, axes = np.linalg.eigh(unit.T @ unit if tall else unit @ unit.T)
        kept = variance > RANK * variance[-1]
        scale, axes = np.sqrt(variance[kept]), axes[:, kept]
        other = (unit if tall else unit.T) @ axes / scale
        self.left, self.right = (other, axes) if tall else (axes, other)
        self.scale = size * scale

    def weights(self, targets, ridge: float = 0.0) -> np.ndarray:
        """Return the weights (p, …) for targets (n, …).

        Raises:
            ValueError: if there is not one target a row, or ``ridge`` is negative or not finite.
        """
        targets = self._targets(targets)
        _check_ridge(ridge)
        gain = self.scale / (self.scale**2 + ridge)
        return np.tensordot(self.right * gain, self.left.T @ targets, 1)

    def left_out(self, targets, ridge: float) -> np.ndarray:
        """Return what is said about each row by the fit to all others, shape (n, …).

        Raises:
            ValueError: as :meth:`weights`, and if ``ridge`` is 0.

        Source: Allen (1974).
        """
        targets = self._targets(targets)
        _check_ridge(ridge)
        if ridge == 0:
            raise ValueError("ridge is 0; it should be positive for each row to be left out")
        share = self.scale**2 / (self.scale**2 + ridge)
        leverage = (self.left**2 @ share).reshape(-1, *[1] * (targets.ndim - 1))
        said = np.tensordot(self.left * share, self.left.T @ targets, 1)
        return (said - leverage * targets) / np.maximum(1 - leverage, 1e-12)

    def choose(self, targets, ridges) -> float:
        """Return the ridge with the least squared error on rows that are left out in turn.

        Raises:
            ValueError: if there is not one target a row, or ``ridges`` is empty or not positive.
        """
        ridges = [float(ridge) for ridge in ridges]
        if not ridges or not all(0 < ridge < np.inf for ridge in ridges):
            raise ValueError(f"ridges is {ridges}; it should hold positive, finite numbers")
        targets = self._targets(targets)
        return min(ridges, key=lambda λ: np.square(self.left_out(targets, λ) - targets).mean())

    def _targets(self, targets) -> np.ndarray:
        targets = np.asarray(targets, dtype=float)
        if targets.ndim < 1 or len(targets) != len(self.left) or not np.isfinite(targets).all():
            raise ValueError(
                f"targets has shape {targets.shape}; it should be ({len(self.left)}, …), finite"
            )
        return targets


def _check_ridge(ridge: float) -> None:
    if not 0 <= ridge < np.inf:
        raise ValueError(f"ridge is {ridge}; it should be at least 0 and finite")
