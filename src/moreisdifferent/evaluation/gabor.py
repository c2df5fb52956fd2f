"""How much of a filter is an edge: the share of it that one Gabor function accounts for."""

from functools import lru_cache

import numpy as np


def gabor_share(filters) -> np.ndarray:
    """Return the share of each filter's variance that its best Gabor function explains, (K,).

    A Gabor function is a stripe pattern under a Gaussian window, what a detector of edges and
    bars looks like. Some five thousand are tried: twelve directions, six widths of the stripes, four
    sizes and two shapes of the window, nine places; phase and height are fitted.

    Args:
        filters: shape (K, S, S), S from 5 to 15, none of them constant.

    Raises:
        ValueError: if ``filters`` has another shape, is not finite, or one of them is constant.

    Source: Jones and Palmer (1987), who fitted them to cells of the visual cortex.
    """
    filters = np.asarray(filters, dtype=float)
    if filters.ndim != 3 or filters.shape[1] != filters.shape[2] or not 5 <= filters.shape[1] <= 15:
        raise ValueError(
            f"filters has shape {filters.shape}; it should be (K, S, S), S from 5 to 15"
        )
    flat = filters.reshape(len(filters), -1)
    flat = flat - flat.mean(1, keepdims=True)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    if (
        not np.isfinite(length).all()
        or (length <= 1e-12 * (1 + np.abs(filters).max(initial=0))).any()
    ):
        raise ValueError("filters should be finite, and none of them constant")
    parts = _planes(filters.shape[1]) @ (flat / length).T  # (planes, 2, K)
    return (parts**2).sum(1).max(0)


@lru_cache
def _planes(side: int) -> np.ndarray:
    """Return an orthonormal pair for every Gabor function, its two phases, shape (G, 2, side²)."""
    axis = np.arange(side) - (side - 1) / 2
    x, y = np.meshgrid(axis, axis)
    pairs = []
    for angle in np.arange(12) * np.pi / 12:
        for right in (-side / 4, 0, side / 4):
            for down in (-side / 4, 0, side / 4):
                u = (x - right) * np.cos(angle) + (y - down) * np.sin(angle)
                v = (y - down) * np.cos(angle) - (x - right) * np.sin(angle)
                for size in side * np.array([0.13, 0.2, 0.3, 0.45]):
                    for shape in (1, 2):
                        window = np.exp(-(u**2 + (v / shape) ** 2) / (2 * size**2))
                        for waves in (0.5, 0.8, 1.2, 1.6, 2.2, 3.0):
                            phase = 2 * np.pi * waves * u / side
                            pairs.append([window * np.cos(phase), window * np.sin(phase)])
    pairs = np.array(pairs).reshape(len(pairs), 2, -1)
    pairs -= pairs.mean(-1, keepdims=True)
    return np.linalg.qr(pairs.transpose(0, 2, 1))[0].transpose(0, 2, 1)
