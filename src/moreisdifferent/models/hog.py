"""Features made by hand: in each small cell of a picture, how much edge runs in which direction."""

import numpy as np

CHUNK = 4096  # pictures at a time, so that memory does not grow with their number


def hog(images, cell: int = 2, block: int = 3, directions: int = 4) -> np.ndarray:
    """Return histograms of oriented gradients, float32, shape (N, D).

    Each pixel votes for the direction of its gradient, with the gradient's size. A cell averages
    the votes of ``cell`` × ``cell`` pixels; every ``block`` × ``block`` neighbouring cells are scaled
    to length 1, clipped at 0.2 and scaled again, so that faint and bold ink look alike.

    Args:
        images: shape (N, H, W), pictures.
        cell: pixels across a cell; H and W are multiples of it.
        block: cells across a block, at most the cells across the picture.
        directions: bins of the angle, over half a turn.

    Raises:
        ValueError: if a shape does not fit, or a number is below 1.

    Source: Dalal and Triggs (2005).
    """
    images = _pictures(images, cell, directions)
    if block < 1 or block * cell > min(images.shape[1:]):
        raise ValueError(f"block is {block}; blocks should fit into {images.shape[1:]} pixels")
    parts = [images[i : i + CHUNK] for i in range(0, len(images), CHUNK)]
    scaled = [_blocks(cells(part, cell, directions), block) for part in parts]
    return np.concatenate([part.reshape(len(part), -1) for part in scaled])


def cells(images, cell: int = 2, directions: int = 4) -> np.ndarray:
    """Return how much edge runs in each direction, (N, H/cell, W/cell, directions).

    Args:
        images, cell, directions: as for :func:`hog`; direction d is a gradient at d/directions of
            half a turn, so an edge across it.

    Raises:
        ValueError: if a shape does not fit, or a number is below 1.
    """
    images = _pictures(images, cell, directions)
    dy, dx = np.zeros_like(images), np.zeros_like(images)
    dy[:, 1:-1] = images[:, 2:] - images[:, :-2]
    dx[:, :, 1:-1] = images[:, :, 2:] - images[:, :, :-2]
    angle = np.degrees(np.arctan2(dy, dx)).round(3) % 180 // (180 / directions)  # 45° is 45°
    votes = np.hypot(dy, dx)[..., None] * (angle[..., None] == np.arange(directions))
    n, height, width = images.shape
    shape = n, height // cell, cell, width // cell, cell, directions
    return votes.reshape(shape).mean((2, 4), dtype=np.float32)


def _blocks(cells, block: int) -> np.ndarray:
    """Return the cells of every block side by side, scaled; (N, rows, columns, block² · directions)."""
    windows = np.lib.stride_tricks.sliding_window_view(cells, (block, block), axis=(1, 2))
    windows = windows.transpose(0, 1, 2, 4, 5, 3)
    flat = windows.reshape(*windows.shape[:3], -1)
    return _unit(np.minimum(_unit(flat), 0.2))


def _unit(v):
    return v / np.sqrt((v**2).sum(-1, keepdims=True) + 1e-10)


def _pictures(images, cell: int, directions: int) -> np.ndarray:
    images = np.asarray(images, dtype=np.float32)
    if images.ndim != 3 or min(images.shape) < 1 or not np.isfinite(images).all():
        raise ValueError(
            f"images has shape {images.shape}; it should be (N, H, W), finite and not empty"
        )
    if cell < 1 or images.shape[1] % cell or images.shape[2] % cell:
        raise ValueError(f"cell is {cell}; it should divide the pictures, {images.shape[1:]}")
    if directions < 1:
        raise ValueError(f"directions is {directions}; it should be at least 1")
    return images
