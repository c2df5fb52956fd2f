"""What a symbol leaves behind in a state: how fast its gradient fades, and how its trace moves."""

import numpy as np
import torch


def fade(cell, x, generator):
    """Return how strongly the last state depends on earlier inputs, log10, shape (T, K).

    Row k is log10 of |∂(h_T · v) / ∂(what the input said k steps before)|, relative to row 0, the mean
    over a batch, with a random v.

    Args:
        cell: a recurrent cell of K replicas.
        x: inputs, shape (T, 1 or K, B, D).

    Raises:
        ValueError: if ``x`` has not four axes.
    """
    if x.ndim != 4 or not len(x):
        raise ValueError(f"x has shape {tuple(x.shape)}; it should be (T, K, B, D)")
    drives = cell.drive(x).detach().requires_grad_()
    state = cell.start(x.shape[2])
    for drive in drives:
        state = cell(drive, state)
    v = torch.randn(state[0].shape, generator=generator)
    (state[0] * v).sum().backward()
    size = drives.grad.norm(dim=-1).log10().mean(-1).flip(0)  # (T, K), nearest first
    return (size - size[0]).numpy()


@torch.no_grad()
def traces(cell, x):
    """Return what each symbol leaves in the memory of one replica, shape (T, S, H).

    The memory is the last part of the state: h, or c of an LSTM. A trace is the mean memory after a
    symbol less the mean over symbols, so that what is common to all is gone.

    Args:
        cell: a recurrent cell with one replica.
        x: inputs, shape (T, S, B, D): S symbols, each in B surroundings that are the same for all.

    Raises:
        ValueError: if ``x`` has not four axes or the cell has more than one replica.
    """
    if x.ndim != 4 or not all(x.shape) or len(cell.U) != 1:
        raise ValueError(
            f"x has shape {tuple(x.shape)} and the cell {len(cell.U)} replicas; they should be "
            "(T, S, B, D), none of them 0, and one"
        )
    (T, S, B, D), memories = x.shape, []
    state = cell.start(S * B)
    for drive in cell.drive(x.reshape(T, 1, S * B, D)):
        state = cell(drive, state)
        memories.append(state[-1].view(S, B, -1).mean(1))
    memory = torch.stack(memories)
    return (memory - memory.mean(1, keepdim=True)).numpy()


def alike(left):
    """Return the cosine between the traces of each two moments, shape (T, T).

    Args:
        left: traces, shape (T, S, H). Where a trace is 0 its cosines are.

    Raises:
        ValueError: if ``left`` has not three axes.
    """
    left = np.asarray(left, dtype=float)
    if left.ndim != 3 or not left.size:
        raise ValueError(f"left has shape {left.shape}; it should be (T, S, H)")
    flat = left.reshape(len(left), -1)
    size = np.linalg.norm(flat, axis=1, keepdims=True)
    flat = flat / np.where(size > 0, size, 1)
    return flat @ flat.T
