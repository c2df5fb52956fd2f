"""A recurrent reader: an LSTM goes through tokens and answers after the last one."""

import torch
from torch import nn

from ..datasets.seeds import torch_rng
from .initial import initialise


class Reader(nn.Module):
    """Tokens (B, T) → logits (B, n_out), from the last state of an LSTM.

    Args:
        n_tokens: size of the vocabulary.
        n_out: logits.
        width: size of the state; tokens are vectors of 16 numbers.
        seed: of the initial weights.
        forget_bias: added to the bias of the forget gate, so that it starts open; Gers,
            Schmidhuber and Cummins (2000).

    Raises:
        ValueError: if a size is below 1.
    """

    def __init__(self, n_tokens, n_out, width, seed, forget_bias=2.0):
        if min(n_tokens, n_out, width) < 1:
            raise ValueError(
                f"n_tokens, n_out, width are {n_tokens, n_out, width}; all should be at least 1"
            )
        super().__init__()
        self.token, self.head = nn.Embedding(n_tokens, 16), nn.Linear(width, n_out)
        self.cell = nn.LSTM(16, width, batch_first=True)
        initialise(self, seed, gain=1.0)
        nn.init.normal_(self.token.weight, generator=torch_rng(seed, 1))
        with torch.no_grad():
            self.cell.bias_ih_l0[width : 2 * width] += forget_bias

    def forward(self, tokens):
        if tokens.ndim != 2 or not tokens.numel() or tokens.is_floating_point():
            raise ValueError(
                f"tokens has shape {tuple(tokens.shape)} and is {tokens.dtype}; it should be "
                "(B, T) of integers, not empty"
            )
        return self.head(self.cell(self.token(tokens))[0][:, -1])
