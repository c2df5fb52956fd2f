"""Digits of two populations of writers, seen by two scanners, as pictures of 8×8 pixels.

One is trained on and the other asked: a shift of the data that nobody designed.
"""

import torch
from torch.nn.functional import adaptive_avg_pool2d, avg_pool2d, interpolate

from .digits import Examples, digits
from .mnist import mnist

FINE, SIDE, DARK = 32, 8, 0.4  # pixels across before and after counting; what counts as ink


def two_hands(aligned: bool = False) -> tuple[Examples, Examples]:
    """Return MNIST's digits and scikit-learn's, both as pictures of 8×8 pixels.

    Left alone, each keeps its own scanner: MNIST's 20×20 pixels around a digit are averaged, and
    scikit-learn's come as they are. ``aligned`` treats both alike: the box around the ink is
    stretched to 32×32, made black and white, and ink is counted in blocks of 4×4, which is how
    scikit-learn's were made.

    Returns:
        Two sets of examples, with images (5000, 1, 8, 8) and (1797, 1, 8, 8), float32 in [0, 1],
        1 is ink. The order of scikit-learn's is that of the course's split, parts joined.

    Source: LeCun and others (1998); Alpaydin and Kaynak (1998) for the blocks of 4×4.
    """
    first = mnist()
    parts = digits()
    second = Examples(*(torch.cat(part) for part in zip(*parts)))
    if aligned:
        return tuple(Examples(_counted(e.images), e.labels) for e in (first, second))
    small = adaptive_avg_pool2d(first.images[:, :, 4:24, 4:24], SIDE)
    return Examples(small / small.amax((2, 3), keepdim=True), first.labels), second


def _counted(images) -> torch.Tensor:
    fine = interpolate(images, (FINE, FINE), mode="bilinear", align_corners=False)
    boxes = torch.cat([_box(image) for image in fine])
    return avg_pool2d((boxes > DARK).float(), FINE // SIDE)


def _box(image) -> torch.Tensor:
    """Return the box around the ink of one picture (1, H, W), stretched to (1, 1, 32, 32)."""
    inked = image[0] > image.max() / 4
    rows, columns = inked.any(1).nonzero(), inked.any(0).nonzero()
    box = image[:, rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return interpolate(box[None], (FINE, FINE), mode="bilinear", align_corners=False)
