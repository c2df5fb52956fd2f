"""Encoder–decoder: read a sentence into a state, write another one from it, and look back or not."""

import torch
from torch import nn

from ..datasets.seeds import torch_rng
from .initial import initialise


class Seq2Seq(nn.Module):
    """Source and shifted target (B, 2, T) → logits (B, T, n_out), by two LSTMs.

    The decoder starts from the encoder's last state, a vector whose size does not depend on T.
    With attention it also takes a weighted mean of all states of the encoder, with weights
    softmax(dᵀ W e / √width) from its own state d and theirs e.

    Args:
        n_tokens: size of the vocabulary, padding and start sign included.
        n_out: logits at each position.
        width: size of the state.
        attend: whether the decoder looks back.
        padding: the token that is not to be looked at.
        seed: of the initial weights.

    Raises:
        ValueError: if a size is below 1.

    Source: Sutskever, Vinyals and Le (2014); the attention is Luong, Pham and Manning's
    (2015) general form, scaled; the idea is Bahdanau, Cho and Bengio's (2015).
    """

    def __init__(self, n_tokens, n_out, width, attend, padding, seed):
        sizes = (n_tokens, n_out, width)
        if min(sizes) < 1:
            raise ValueError(f"n_tokens, n_out, width are {sizes}; all should be at least 1")
        super().__init__()
        self.padding, self.attend = padding, attend
        self.token = nn.Embedding(n_tokens, width)
        self.encoder = nn.LSTM(width, width, batch_first=True)
        self.decoder = nn.LSTM(width, width, batch_first=True)
        self.compare = nn.Linear(width, width, bias=False) if attend else None
        self.head = nn.Linear(2 * width if attend else width, n_out)
        generator = torch_rng(seed)
        initialise(self, generator, gain=1.0)
        nn.init.normal_(self.token.weight, generator=generator)  # nothing normalises it here

    def forward(self, pair):
        if pair.ndim != 3 or pair.shape[1] != 2 or not pair.numel() or pair.is_floating_point():
            raise ValueError(
                f"pair has shape {tuple(pair.shape)} and is {pair.dtype}; it should be (B, 2, T) "
                "of integers, not empty"
            )
        source, written = pair[:, 0], pair[:, 1]
        states, last = self.encoder(self.token(source))  # (B, T, D)
        wanted, _ = self.decoder(self.token(written), last)  # (B, T, D)
        if self.attend:
            wanted = torch.cat([wanted, self.weights(wanted, states, source) @ states], -1)
        return self.head(wanted)

    def weights(self, wanted, states, source):
        """Return how much each word written takes from each word read, (B, T, T)."""
        scores = self.compare(wanted) @ states.transpose(1, 2) / states.shape[-1] ** 0.5
        hidden = (source == self.padding)[:, None]
        return scores.masked_fill(hidden, -1e9).softmax(-1)  # not -inf: a sentence may be empty
