"""The multilayer perceptron: matrices with a bend in between."""

from itertools import pairwise

from torch import nn

from .initial import initialise


class MLP(nn.Sequential):
    """Linear layers with ReLU between them: (B, …) → (B, sizes[-1]).

    Args:
        sizes: features of the input, of each hidden layer and of the output, as (64, 32, 10).
        seed: of the initial weights.

    Raises:
        ValueError: if there are fewer than two sizes or one is below 1.
    """

    def __init__(self, sizes, seed):
        if len(sizes) < 2 or min(sizes) < 1:
            raise ValueError(f"sizes is {sizes}; it should be two or more numbers, at least 1 each")
        layers = [nn.Flatten()]
        for n_in, n_out in pairwise(sizes):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        super().__init__(*layers[:-1])  # the last layer gives logits: no ReLU
        initialise(self, seed)
