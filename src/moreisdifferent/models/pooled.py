"""The convolutional network without a fixed size: what is anywhere counts, where it is does not."""

from itertools import pairwise

from torch import nn

from .initial import initialise

SHRINK = ("none", "pool", "stride")


class PooledCNN(nn.Sequential):
    """3×3 convolutions with ReLU, the maximum over all places, a linear layer: (B, C, H, W) → (B, classes).

    Nothing in it depends on H and W, and without shrinking nothing but the border depends on
    where in the picture something is.

    Args:
        channels: of the input and of each convolution, as (1, 8, 16, 32).
        n_classes: how many logits.
        seed: of the initial weights.
        shrink: how every convolution but the last halves the picture: not at all (``"none"``), by
            the maximum of 2×2 places (``"pool"``), or by looking at every other place
            (``"stride"``). It changes no weight.

    Raises:
        ValueError: if there are fewer than two channels, a number is below 1, or ``shrink`` is
            unknown.

    Source: global pooling after Lin, Chen and Yan (2014).
    """

    def __init__(self, channels, n_classes, seed, shrink="none"):
        if len(channels) < 2 or min(*channels, n_classes) < 1:
            raise ValueError(
                f"channels is {channels}, n_classes {n_classes}; "
                "channels should be two or more numbers, and all at least 1"
            )
        if shrink not in SHRINK:
            raise ValueError(f"shrink is {shrink!r}; it should be one of {SHRINK}")
        layers, last = [], len(channels) - 2
        for depth, (n_in, n_out) in enumerate(pairwise(channels)):
            halved = shrink if depth < last else "none"
            stride = 2 if halved == "stride" else 1
            layers += [nn.Conv2d(n_in, n_out, 3, stride, padding=1), nn.ReLU()]
            layers += [nn.MaxPool2d(2)] if halved == "pool" else []
        head = nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(channels[-1], n_classes)
        super().__init__(*layers, *head)
        initialise(self, seed)
