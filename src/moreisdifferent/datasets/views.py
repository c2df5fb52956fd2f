"""Views as a stream: each picture distorted twice, anew whenever it is asked for."""

import torch

from .distortions import Distortion, augment
from .seeds import torch_rng

# What may differ between two views of one character. The choice is knowledge, not nature.
WARP = Distortion(rotation=6, scale=0.1, shear=0.1, shift=0.1, elastic=0.08, stroke=0, noise=0.1)


class TwoViews:
    """Two fresh views of every picture, made when a step needs them; memory holds the pictures only.

    >>> views = TwoViews(images, WARP, seed=7)
    >>> views[torch.arange(9)].shape
    torch.Size([9, 2, 1, 12, 12])

    Asked again, it gives other views: a training of any length sees no view twice. For one seed and
    one order of questions the views are the same.

    Args:
        images: shape (N, C, size, size), values in [0, 1].
        distortion: how strongly, see :class:`~moreisdifferent.datasets.distortions.Distortion`;
            ``Distortion.none()`` gives the picture itself, twice.
        seed: a seed or a ``torch.Generator``.

    Raises:
        ValueError: if ``images`` has another shape or is empty; when views are asked for, if rows
            are not whole numbers from 0 to N - 1.
    """

    def __init__(self, images, distortion: Distortion, seed):
        if images.ndim != 4 or images.shape[2] != images.shape[3] or not images.numel():
            shape = tuple(images.shape)
            raise ValueError(
                f"images has shape {shape}; it should be (N, C, size, size), not empty"
            )
        self.images, self.distortion, self.generator = images, distortion, torch_rng(seed)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, rows) -> torch.Tensor:
        """Return views (…, 2, C, size, size) of rows (…)."""
        rows = torch.as_tensor(rows)
        if rows.is_floating_point() or rows.min() < 0 or rows.max() >= len(self):
            raise ValueError(f"rows should hold whole numbers from 0 to {len(self) - 1}")
        pictures = self.images[rows.flatten()]
        pair = [augment(pictures, self.distortion, self.generator) for _ in "ab"]
        return torch.stack(pair, 1).view(*rows.shape, 2, *pictures.shape[1:])


def first_rows(k: int, size: int, n: int, at_least: int = 1) -> torch.Tensor:
    """Return the rows of the first ``n`` pictures of each of ``k`` sets that lie one after the other.

    Args:
        k: number of sets, at least 1.
        size: pictures in a set.
        n: how many of them to use, 1 to ``size``.
        at_least: rows to return for a set; with fewer pictures they begin again.

    Returns:
        Shape (k, max(n, at_least)).

    Raises:
        ValueError: if ``k`` or ``at_least`` is below 1 or ``n`` is not from 1 to ``size``.
    """
    if min(k, at_least) < 1:
        raise ValueError(f"k is {k} and at_least {at_least}; both should be at least 1")
    if not 1 <= n <= size:
        raise ValueError(f"n is {n}; it should be from 1 to size, {size}")
    return size * torch.arange(k)[:, None] + torch.arange(max(n, at_least)) % n
