"""Inception v3 as published: several convolutions side by side, their channels joined.

It is here to be counted, not to be trained: make it on torch's meta device, as ``ResNet50``. A
branch is a tuple of convolutions ``(channels, kernel)`` or ``(channels, kernel, stride)``; a
kernel of two numbers is (height, width), and a tuple of tuples splits the branch in two.
"""

import torch
from torch import nn

POOL = "pool"


class Convolution(nn.Sequential):
    """Convolution without bias, batch normalisation, ReLU; strides go without padding."""

    def __init__(self, n_in, n_out, kernel, stride=1, pad=True):
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        padding = (height // 2, width // 2) if stride == 1 and pad else 0
        layer = nn.Conv2d(n_in, n_out, (height, width), stride, padding, bias=False)
        super().__init__(layer, nn.BatchNorm2d(n_out, eps=0.001), nn.ReLU())
        self.n_out = n_out


class Side(nn.ModuleList):
    """Branches side by side: (B, n_in, H, W) → (B, n_out, H', W')."""

    def __init__(self, n_in, *branches):
        super().__init__(_branch(n_in, branch) for branch in branches)
        self.n_out = sum(branch.n_out for branch in self)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self], 1)


def _branch(n_in, steps) -> nn.Sequential:
    layers = nn.Sequential()
    for step in steps:
        if step == POOL:
            layers.append(nn.AvgPool2d(3, 1, padding=1))
        elif step == (POOL, 2):
            layers.append(nn.MaxPool2d(3, 2))
        else:
            split = isinstance(step[0], tuple)
            layers.append(Side(n_in, *([s] for s in step)) if split else Convolution(n_in, *step))
            n_in = layers[-1].n_out
    layers.n_out = n_in
    return layers


def block_35(n_in, pooled):
    """At 35×35 places: 1×1, 5×5 and 3×3 twice, in the paper's figure 5."""
    double = (64, 1), (96, 3), (96, 3)
    return Side(n_in, [(64, 1)], [(48, 1), (64, 5)], double, [POOL, (pooled, 1)])


def block_17(n_in, width):
    """At 17×17 places: 7×7 as 1×7 after 7×1, figure 6."""
    row, column = (1, 7), (7, 1)
    single = (width, 1), (width, row), (192, column)
    double = (width, 1), (width, column), (width, row), (width, column), (192, row)
    return Side(n_in, [(192, 1)], single, double, [POOL, (192, 1)])


def block_8(n_in):
    """At 8×8 places: 3×3 as 1×3 beside 3×1, figure 7."""
    split = (384, (1, 3)), (384, (3, 1))
    return Side(n_in, [(320, 1)], [(384, 1), split], [(448, 1), (384, 3), split], [POOL, (192, 1)])


class InceptionV3(nn.Module):
    """Pictures (B, 3, H, W) → logits (B, n_classes); (logits, auxiliary logits) in training.

    Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna (2016), Table 1; widths as in the authors'
    TensorFlow code.
    """

    def __init__(self, n_classes=1000):
        super().__init__()
        stem = [(32, 3, 2), (32, 3, 1, False), (64, 3), (POOL, 2), (80, 1), (192, 3, 1, False)]
        self.stem = _branch(3, [*stem, (POOL, 2)])
        to_17 = Side(288, [(384, 3, 2)], [(64, 1), (96, 3), (96, 3, 2)], [(POOL, 2)])
        self.middle = nn.Sequential(
            block_35(192, 32),
            block_35(256, 64),
            block_35(288, 64),
            to_17,
            *(block_17(768, width) for width in (128, 160, 160, 192)),
        )
        seven = (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3, 2)
        to_8 = Side(768, [(192, 1), (320, 3, 2)], seven, [(POOL, 2)])
        self.top = nn.Sequential(to_8, block_8(1280), block_8(2048))
        self.head = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Dropout(), nn.Flatten(), nn.Linear(2048, n_classes)
        )
        self.auxiliary = nn.Sequential(
            nn.AvgPool2d(5, 3),
            Convolution(768, 128, 1),
            Convolution(128, 768, 5, 1, False),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(768, n_classes),
        )

    def forward(self, x):
        x = self.middle(self.stem(x))
        logits = self.head(self.top(x))
        return (logits, self.auxiliary(x)) if self.training else logits
