"""The convolutional network: the same small filters everywhere, coarser at every layer."""

from itertools import pairwise

from torch import nn

from .initial import initialise


class CNN(nn.Sequential):
    """3×3 convolutions of stride 2 with ReLU, then one linear layer: (B, C, H, W) → (B, classes).

    A stride of 2 halves the picture in place of pooling, after Springenberg et al. (2015).

    Args:
        channels: of the input and of each convolution, as (1, 8, 16).
        size: pixels across the input, H = W = size.
        n_classes: how many logits.
        seed: of the initial weights.

    Raises:
        ValueError: if there are fewer than two channels or a number is below 1.
    """

    def __init__(self, channels, size, n_classes, seed):
        if len(channels) < 2 or min(*channels, size, n_classes) < 1:
            raise ValueError(
                f"channels is {channels}, size {size}, n_classes {n_classes}; "
                "channels should be two or more numbers, and all at least 1"
            )
        layers = []
        for n_in, n_out in pairwise(channels):
            layers += [nn.Conv2d(n_in, n_out, 3, stride=2, padding=1), nn.ReLU()]
            size = (size + 1) // 2
        super().__init__(*layers, nn.Flatten(), nn.Linear(channels[-1] * size**2, n_classes))
        initialise(self, seed)
