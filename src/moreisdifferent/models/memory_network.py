"""A memory network: facts in a table, and a question that may look into it several times."""

import torch
from torch import nn

from .initial import initialise


class MemoryNetwork(nn.Module):
    """Read a question and facts; look up ``hops`` times; answer with one of the symbols.

    Every look compares what is sought with the key of each fact, and adds the values found, weighted by
    softmax, to what is sought next. All looks use the same weights, so more of them add no parameters.

    Args:
        n_symbols: how many there are.
        hops: how often to look, at least 1.
        seed: of the initial weights.
        width: of the vectors.

    Raises:
        ValueError: if a number is below 1.

    Source: Sukhbaatar, Szlam, Weston and Fergus (2015).
    """

    def __init__(self, n_symbols: int, hops: int, seed: int, width: int = 32):
        if min(n_symbols, hops, width) < 1:
            raise ValueError(f"n_symbols {n_symbols}, hops {hops}, width {width}; at least 1 each")
        super().__init__()
        self.hops = hops
        self.keys, self.values, self.question = (
            nn.Linear(n_symbols, width, bias=False) for _ in range(3)
        )
        self.carry = nn.Linear(width, width, bias=False)
        self.answer = nn.Linear(width, n_symbols)
        initialise(self, seed, gain=1.0)

    def forward(self, x):
        """Return logits (B, n_symbols); x (B, 1 + 2N, n_symbols): the question, N keys, N values."""
        N = (x.shape[1] - 1) // 2
        keys, values = self.keys(x[:, 1 : N + 1]), self.values(x[:, N + 1 :])  # (B, N, D)
        sought = self.question(x[:, 0])  # (B, D)
        for _ in range(self.hops):
            match = torch.softmax((keys @ sought[..., None])[..., 0], dim=1)  # (B, N)
            sought = self.carry(sought) + (match[..., None] * values).sum(1)
        return self.answer(sought)


def chains(n_symbols: int, n: int, steps: int, generator):
    """Return n worlds, one-hot (n, 1 + 2N, N), and their answers, shape (n,).

    In each world the N symbols stand in a secret circle. The facts say of each symbol which comes next, in
    random order; the question is which comes ``steps`` after a given one.

    Args:
        n_symbols: N, at least 2.
        n: worlds, at least 1.
        steps: from 1 to N - 1.
        generator: a ``numpy.random.Generator``.

    Raises:
        ValueError: if a number is out of range.
    """
    if n_symbols < 2 or n < 1 or not 1 <= steps < n_symbols:
        raise ValueError(
            f"n_symbols is {n_symbols}, n {n} and steps {steps}; they should be at least 2, at least 1 "
            "and from 1 to n_symbols - 1"
        )
    circles = torch.from_numpy(generator.permuted(torch.arange(n_symbols).expand(n, -1), axis=1))
    order = torch.from_numpy(generator.permuted(torch.arange(n_symbols).expand(n, -1), axis=1))
    keys, values = circles.gather(1, order), circles.gather(1, (order + 1) % n_symbols)
    start = torch.from_numpy(generator.integers(n_symbols, size=(n, 1)))
    question, answer = circles.gather(1, start), circles.gather(1, (start + steps) % n_symbols)
    symbols = torch.cat([question, keys, values], dim=1)
    return torch.nn.functional.one_hot(symbols, n_symbols).float(), answer[:, 0]
