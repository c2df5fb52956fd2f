"""The Transformer: every position looks at every other and takes what it needs."""

import torch
from torch import nn

from .initial import initialise

READOUTS = ("all", "last", "mean")


class Attention(nn.Module):
    """Multi-head self-attention, (B, T, D) → (B, T, D); Vaswani et al. (2017)."""

    def __init__(self, width, heads, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.qkv = nn.Linear(width, 3 * width, bias=False)  # a bias of k would cancel
        self.out = nn.Linear(width, width)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, -1).permute(2, 0, 3, 1, 4)  # (B, h, T, d)
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5  # (B, h, T, T)
        if self.causal:
            future = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(B, T, D))


class Block(nn.Module):
    """Attention, then a two-layer network at every position, each added to what was there."""

    def __init__(self, width, heads, causal):
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(width), Attention(width, heads, causal))
        self.network = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        x = x + self.attention(x)
        return x + self.network(x)


class Transformer(nn.Module):
    """Tokens (B, T) → logits (B, T, n_out), or (B, n_out) with another readout.

    Args:
        n_tokens: size of the vocabulary; tokens are integers below it.
        n_out: logits at each position.
        context: longest sequence, T ≤ context.
        width, heads, layers: D, how many heads share it, how many blocks.
        causal: whether a position may look only at itself and to the left.
        readout: ``"all"`` positions, the ``"last"``, or their ``"mean"``.
        seed: of the initial weights.

    Raises:
        ValueError: if ``width`` is not a multiple of ``heads`` or the readout is unknown.

    Source: Vaswani et al. (2017); normalisation before each part as in Radford et al. (2019).
    """

    def __init__(
        self, n_tokens, n_out, context, width, heads, layers, seed, causal=True, readout="all"
    ):
        sizes = (n_tokens, n_out, context, width, heads, layers)
        if min(sizes) < 1:
            raise ValueError(
                f"n_tokens, n_out, context, width, heads, layers are {sizes}; all should be at least 1"
            )
        if width % heads:
            raise ValueError(f"width is {width}; it should be a multiple of heads, {heads}")
        if readout not in READOUTS:
            raise ValueError(f"readout is {readout!r}; it should be one of {READOUTS}")
        super().__init__()
        self.readout = readout
        self.token = nn.Embedding(n_tokens, width)
        self.position = nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads, causal) for _ in range(layers)))
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, n_out))
        initialise(self, seed, gain=1.0)

    def forward(self, tokens):
        if tokens.shape[1] > len(self.position.weight):
            raise ValueError(
                f"tokens has T = {tokens.shape[1]}; the context is {len(self.position.weight)}"
            )
        x = self.token(tokens) + self.position.weight[: tokens.shape[1]]  # (B, T, D)
        logits = self.head(self.blocks(x))  # (B, T, n_out)
        if self.readout == "all":
            return logits
        return logits[:, -1] if self.readout == "last" else logits.mean(1)
