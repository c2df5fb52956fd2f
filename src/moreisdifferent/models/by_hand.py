"""Two memories whose weights nobody trained: a delay line and a latch."""

from numbers import Integral

import torch

from ..datasets.memory import NOISES, SYMBOLS
from .recurrent import Recurrent

BITS = 3  # a symbol of eight, as three units that are on or off
CODES = 2.0 * (torch.arange(SYMBOLS)[:, None] >> torch.arange(BITS) & 1) - 1  # (8, 3): ±1


@torch.no_grad()
def delay_line(delay: int) -> Recurrent:
    """Return a plain network that names the symbol shown ``delay`` steps ago, without training.

    Three units hold a symbol, and at each step every symbol moves on by three units. The states are
    near ±1, because tanh(2 h) has stable points there. One replica; width 3 · (delay + 1).

    Raises:
        ValueError: if ``delay`` is no whole number from 0 up.
    """
    if not isinstance(delay, Integral) or delay < 0:
        raise ValueError(f"delay is {delay}; it should be a whole number, at least 0")
    H = BITS * (delay + 1)
    line = Recurrent("RNN", SYMBOLS, H, SYMBOLS, [0])
    for weight in line.parameters():
        weight.zero_()
    line.cell.W[0, :, :BITS] = 2 * CODES
    line.cell.U[0] = 2 * torch.diag(torch.ones(H - BITS), BITS)
    line.V[0, -BITS:] = 4 * CODES.T
    return line


@torch.no_grad()
def latch(hold: float = 10.0) -> Recurrent:
    """Return an LSTM that keeps the last symbol it was shown, without training.

    A symbol opens the input gate and shuts the forget gate; all else leaves both as they are. One
    replica with a unit for each symbol; inputs as in :func:`moreisdifferent.datasets.memory.recall`.

    Args:
        hold: the bias of the forget gate, which then is σ(hold) at every step without a symbol.

    Raises:
        ValueError: if ``hold`` is not a finite number.
    """
    hold = float(hold)
    if not abs(hold) < float("inf"):
        raise ValueError(f"hold is {hold}; it should be a finite number")
    net = Recurrent("LSTM", SYMBOLS + NOISES + 1, SYMBOLS, SYMBOLS, [0], "last")
    for weight in net.parameters():
        weight.zero_()
    i, f, g, _ = net.cell.W[0].view(-1, 4, SYMBOLS).unbind(1)  # each (13, 8)
    i[:SYMBOLS], f[:SYMBOLS] = 20, -20 - hold
    g[:SYMBOLS] = 5 * torch.eye(SYMBOLS)
    net.cell.b[0, 0] = torch.tensor([-10, hold, 0, 10]).repeat_interleave(SYMBOLS)
    net.V[0] = 8 * torch.eye(SYMBOLS)
    return net
