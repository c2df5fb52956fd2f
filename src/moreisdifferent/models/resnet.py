"""ResNet-50 as published: sixteen detours around an open road.

It is here to be counted, not to be trained: make it on torch's meta device, where a tensor has a
shape and no numbers.

>>> with torch.device("meta"):
...     model = ResNet50()
>>> sum(p.numel() for p in model.parameters())
25557032
"""

from torch import nn

STAGES = ((64, 3), (128, 4), (256, 6), (512, 3))  # width of the detour, how many of them
WIDEN = 4  # what leaves a detour is four times as wide as what is inside it


def convolution(n_in, n_out, kernel, stride=1):
    """A convolution that keeps the size (but for its stride), then batch normalisation."""
    layer = nn.Conv2d(n_in, n_out, kernel, stride, padding=kernel // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(n_out))


class Bottleneck(nn.Module):
    """Narrow, look around, widen, and add to what was there: (B, C, H, W) → (B, 4·width, H', W')."""

    def __init__(self, n_in, width, stride):
        super().__init__()
        n_out = WIDEN * width
        self.detour = nn.Sequential(
            convolution(n_in, width, 1, stride),
            nn.ReLU(),
            convolution(width, width, 3),
            nn.ReLU(),
            convolution(width, n_out, 1),
        )
        same = n_in == n_out and stride == 1
        self.road = nn.Identity() if same else convolution(n_in, n_out, 1, stride)

    def forward(self, x):
        return (self.road(x) + self.detour(x)).relu()


class ResNet50(nn.Sequential):
    """Pictures (B, 3, H, W) → logits (B, n_classes).

    Source: He, Zhang, Ren and Sun (2016), Table 1; a stage begins with a stride of 2 in its first
    1×1 convolution, as there. (Later versions move it to the 3×3 convolution: the same
    parameters, six per cent more work.)
    """

    def __init__(self, n_classes=1000):
        layers, n_in = [convolution(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)], 64
        for stage, (width, blocks) in enumerate(STAGES):
            for block in range(blocks):
                stride = 2 if stage and not block else 1
                layers.append(Bottleneck(n_in, width, stride))
                n_in = WIDEN * width
        head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(n_in, n_classes)
        super().__init__(*layers, *head)
