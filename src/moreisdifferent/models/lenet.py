"""LeNet-5, the network that read cheques: small, and old enough to show what hardware has done."""

from torch import nn

from .initial import initialise


class LeNet5(nn.Sequential):
    """Pictures (B, 1, 32, 32) to logits (B, 10); 61,706 parameters.

    Two 5×5 convolutions with pooling and three dense layers, in the sizes of the original. It is
    written as it is today: with ReLU, max-pooling, and all filters of the second layer seeing all of
    the first.

    Args:
        seed: of the initial weights.

    Source: LeCun, Bottou, Bengio and Haffner (1998).
    """

    def __init__(self, seed):
        super().__init__(
            *(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
            *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
        )
        initialise(self, seed)
