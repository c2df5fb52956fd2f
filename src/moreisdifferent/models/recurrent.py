"""A recurrent network: one cell, applied at every step, and a linear layer that reads its state."""

from bisect import bisect_right
from math import isqrt
from numbers import Integral

import torch
from torch import nn

from .gru import GRUCell
from .lstm import LSTMCell
from .rnn import RNNCell, replicas

CELLS = {"RNN": RNNCell, "LSTM": LSTMCell, "GRU": GRUCell}
READOUTS = ("all", "last")


class Recurrent(nn.Module):
    """K recurrent networks side by side: inputs (T, K, B, D) → logits (T, K, B, n_out).

    The replicas share nothing: the gradient of a sum of losses is each one's own.

    Args:
        cell: ``"RNN"``, ``"LSTM"`` or ``"GRU"``.
        n_in, width, n_out: D, features of the state, and logits.
        seeds: one for the initial weights of each replica.
        readout: ``"all"`` steps, or the ``"last"``, which gives (K, B, n_out).

    Raises:
        ValueError: if the cell or the readout is unknown, a size is below 1 or seeds are missing.
    """

    def __init__(self, cell: str, n_in, width, n_out, seeds, readout="all"):
        _check(cell, n_in=n_in, width=width, n_out=n_out)
        seeds = list(seeds)
        if readout not in READOUTS:
            raise ValueError(f"readout is {readout!r}; it should be one of {READOUTS}")
        super().__init__()
        self.readout = readout
        self.cell = CELLS[cell](n_in, width, seeds)
        self.V = replicas((width, n_out), width, seeds, 3)  # (K, H, n_out)
        self.a = replicas((1, n_out), width, seeds, 4)  # (K, 1, n_out)

    def forward(self, x):
        (K, D), T = self.cell.W.shape[:2], x.shape[:1]
        if x.ndim != 4 or x.shape[1] not in (1, K) or x.shape[3] != D or T == (0,):
            raise ValueError(
                f"x has shape {tuple(x.shape)}; it should be (T, {K}, B, {D}), T at least 1"
            )
        if x.dtype != self.V.dtype:
            raise ValueError(f"x is {x.dtype}; it should be {self.V.dtype}, as the weights are")
        state, states = self.cell.start(x.shape[2]), []
        for drive in self.cell.drive(x).unbind():  # each (K, B, parts·H)
            state = self.cell(drive, state)
            states.append(state[0])
        h = state[0] if self.readout == "last" else torch.stack(states)
        return h @ self.V + self.a


def cell_parameters(cell: str, n_in: int, width: int) -> int:
    """Return the number of parameters of one cell: parts · H · (D + H + 1).

    Raises:
        ValueError: if the cell is unknown or a size is below 1.
    """
    _check(cell, n_in=n_in, width=width)
    return CELLS[cell].parts * width * (n_in + width + 1)


def equal_width(cell: str, n_in: int, n_out: int, parameters: int) -> int:
    """Return the largest width at which a network has at most that many parameters.

    Raises:
        ValueError: if not even width 1 fits, the cell is unknown or a size is below 1.
    """
    _check(cell, n_in=n_in, n_out=n_out, parameters=parameters)

    def size(width):
        return cell_parameters(cell, n_in, width) + (width + 1) * n_out

    width = bisect_right(range(1, isqrt(parameters) + 1), parameters, key=size)
    if not width:
        raise ValueError(f"parameters is {parameters}; a {cell} of width 1 needs more")
    return width


def _check(cell, **sizes) -> None:
    if cell not in CELLS:
        raise ValueError(f"cell is {cell!r}; it should be one of {', '.join(CELLS)}")
    for name, size in sizes.items():
        if not isinstance(size, Integral) or size < 1:
            raise ValueError(f"{name} is {size}; it should be a whole number, at least 1")
