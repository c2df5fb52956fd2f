"""The plain recurrent cell: the new state is a bend of the input and the old state."""

import torch
from torch import nn

from ..datasets.seeds import torch_rng


class Cell(nn.Module):
    """What every recurrent cell has: K replicas of weights ``W``, ``U`` and a bias ``b``.

    What the input says, ``drive``, can be computed for all steps at once; only ``forward``, from
    one state to the next, has to wait for the step before.

    Args:
        n_in: D, features of the input at one step.
        width: H, features of the state.
        seeds: one for the initial weights of each replica, K of them.

    Weights and bias are drawn from a uniform distribution between ±1/√H, as in torch.

    Raises:
        ValueError: if a size is below 1 or there are no seeds.
    """

    parts = 1  # blocks of width H in W, U and b: the state itself, and a block for each gate

    def __init__(self, n_in: int, width: int, seeds):
        super().__init__()
        seeds = list(seeds)
        if min(n_in, width) < 1 or not seeds:
            raise ValueError(
                f"n_in is {n_in}, width {width} and seeds {seeds}; sizes should be at least 1, "
                "and there should be one seed for each replica"
            )
        self.width = width
        self.W = replicas((n_in, self.parts * width), width, seeds, 0)  # (K, D, parts·H)
        self.U = replicas((width, self.parts * width), width, seeds, 1)  # (K, H, parts·H)
        self.b = replicas((1, self.parts * width), width, seeds, 2)  # (K, 1, parts·H)

    def drive(self, x):
        """Return x W + b, shape (…, K, B, parts·H), for inputs x of shape (…, K, B, D)."""
        return x @ self.W + self.b

    def start(self, n: int) -> tuple:
        """Return the state at the beginning, zeros (K, n, H), as a tuple; its first is h."""
        return (self.U.new_zeros(len(self.U), n, self.width),)


class RNNCell(Cell):
    """h' = tanh(x W + h U + b); Elman (1990). The state is (h,), h of shape (K, B, H)."""

    def forward(self, drive, state):
        (h,) = state
        return (torch.tanh(drive + h @ self.U),)


def replicas(shape, width: int, seeds, stream: int) -> nn.Parameter:
    """Return (K, *shape), replica k uniform between ±1/√width from stream ``stream`` of its seed.

    Raises:
        ValueError: if a size is below 1 or there are no seeds.
    """
    if min(width, *shape, 1) < 1 or not len(seeds):
        raise ValueError(
            f"shape is {shape}, width {width} and seeds {seeds}; sizes should be at least 1, and "
            "there should be one seed for each replica"
        )
    bound = width**-0.5
    drawn = [
        torch.empty(shape).uniform_(-bound, bound, generator=torch_rng(s, stream)) for s in seeds
    ]
    return nn.Parameter(torch.stack(drawn))
