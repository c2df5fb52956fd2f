"""A network with one hidden layer whose units square what they receive."""

from torch import nn

from .initial import initialise


class Square(nn.Module):
    """x → x², for any shape."""

    def forward(self, x):
        return x * x


class SquaredMLP(nn.Sequential):
    """Linear, square, linear, without biases: (B, n_in) → (B, n_out).

    A square multiplies what its unit adds, and cos a · cos b is what a sum of angles is made of, so
    that this network can add around a clock with few units (Gromov, 2023).

    Args:
        sizes: features of input, hidden layer and output, as (46, 96, 23).
        seed: of the initial weights.

    Raises:
        ValueError: if there are not three sizes of at least 1.
    """

    def __init__(self, sizes, seed):
        if len(sizes) != 3 or min(sizes) < 1:
            raise ValueError(f"sizes is {sizes}; it should be three numbers, at least 1 each")
        n_in, width, n_out = sizes
        super().__init__(
            nn.Linear(n_in, width, bias=False), Square(), nn.Linear(width, n_out, bias=False)
        )
        initialise(self, seed, gain=1.0)
