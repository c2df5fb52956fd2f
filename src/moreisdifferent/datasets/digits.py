"""scikit-learn's handwritten digits: 1,797 pictures of 8×8 pixels, always split the same way."""

from typing import NamedTuple

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from .seeds import torch_rng

N_VALIDATION, N_TEST = 297, 300  # the other 1,200 are to train on


class Examples(NamedTuple):
    """``images``, shape (N, 1, 8, 8), float32 in [0, 1], 1 is ink; ``labels``, shape (N,)."""

    images: torch.Tensor
    labels: torch.Tensor


class Split(NamedTuple):
    """Three disjoint sets of examples that no chapter reshuffles."""

    train: Examples
    validation: Examples
    test: Examples


def digits() -> Split:
    """Return the digits: 1,200 to train on, 297 to choose by, 300 to test on.

    The split is fixed, stratified by class and ignores every seed, so that no test picture is
    ever trained on anywhere in the course.

    Source: Alpaydin and Kaynak (1998), UCI repository, as bundled with scikit-learn.
    """
    data = load_digits()
    rest, test = _stratified(np.arange(len(data.target)), data.target, N_TEST)
    train, validation = _stratified(rest, data.target, N_VALIDATION)
    images = torch.from_numpy(data.images[:, None] / 16).float()
    labels = torch.from_numpy(data.target).long()
    return Split(*(Examples(images[part], labels[part]) for part in (train, validation, test)))


def _stratified(rows, target, n):
    return train_test_split(rows, test_size=n, stratify=target[rows], random_state=1998)


def shifted(images: torch.Tensor, dx, dy) -> torch.Tensor:
    """Return images moved by whole pixels; what leaves is lost, zeros come in.

    Args:
        images: shape (N, C, H, W).
        dx, dy: pixels to the right and down; an integer for all or shape (N,).

    Raises:
        ValueError: if a shape does not fit or a shift is not a whole number.
    """
    n, channels, height, width = _image_shape(images)
    dx, dy = (_whole(d, n, name) for d, name in ((dx, "dx"), (dy, "dy")))
    rows = torch.arange(height) - dy[:, None]  # (N, H): where each row comes from
    columns = torch.arange(width) - dx[:, None]
    inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[
        :, None, :
    ]
    source = rows.clamp(0, height - 1)[:, :, None] * width + columns.clamp(0, width - 1)[:, None, :]
    source = source[:, None].expand(n, channels, height, width).flatten(2)
    return images.flatten(2).gather(2, source).view(images.shape) * inside[:, None]


def on_canvas(images: torch.Tensor, size: int, seed=None) -> torch.Tensor:
    """Return images embedded in an empty canvas of shape (N, C, size, size).

    Args:
        images: shape (N, C, H, W).
        size: pixels across the canvas, at least H and W.
        seed: where to: in the middle if left out, else anywhere, a place drawn for each.

    Raises:
        ValueError: if the canvas is smaller than the images.
    """
    n, channels, height, width = _image_shape(images)
    if size < max(height, width):
        raise ValueError(f"size is {size}; the canvas should hold images of {height}×{width}")
    canvas = images.new_zeros(n, channels, size, size)
    canvas[:, :, :height, :width] = images
    if seed is None:
        return shifted(canvas, (size - width) // 2, (size - height) // 2)
    generator = torch_rng(seed)
    dx = torch.randint(size - width + 1, (n,), generator=generator)
    return shifted(canvas, dx, torch.randint(size - height + 1, (n,), generator=generator))


def _image_shape(images) -> torch.Size:
    if images.ndim != 4:
        raise ValueError(f"images has shape {tuple(images.shape)}; it should be (N, C, H, W)")
    return images.shape


def _whole(shift, n: int, name: str) -> torch.Tensor:
    shift = torch.as_tensor(shift)
    if shift.is_floating_point() or shift.shape not in ((), (n,)):
        raise ValueError(f"{name} is {shift}; it should be whole numbers, one or {n} of them")
    return shift.expand(n)
