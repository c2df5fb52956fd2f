"""The Transformer: every position looks at every other and takes what it needs."""

from contextlib import contextmanager

import torch
from torch import nn

from ..datasets.seeds import torch_rng
from .initial import initialise

READOUTS = ("all", "last", "mean")
EMBEDDING = 0.3  # standard deviation of the first embeddings, of the size of what a block adds


class Attention(nn.Module):
    """Multi-head self-attention, (B, T, D) → (B, T, D); Vaswani et al. (2017).

    A cheaper attention is a subclass with another :meth:`mix`.
    """

    def __init__(self, width, heads, causal):
        if min(width, heads) < 1 or width % heads:
            raise ValueError(f"width is {width}; it should be a multiple of heads, {heads}")
        super().__init__()
        self.heads, self.causal = heads, causal
        self.qkv = nn.Linear(width, 3 * width, bias=False)  # a bias of k would cancel
        self.out = nn.Linear(width, width)

    def forward(self, x, last=False):
        """With ``last``, return only what the last position takes, (B, 1, D)."""
        q, k, v = self.project(x)
        mixed = self.mix(q[:, :, -1:] if last else q, k, v)  # (B, h, T or 1, d)
        return self.out(mixed.transpose(1, 2).flatten(2))

    def project(self, x):
        """Return queries, keys and values of every head, each (B, h, T, d)."""
        width = self.qkv.in_features
        if x.ndim != 3 or x.shape[2] != width or not x.numel():
            raise ValueError(
                f"x has shape {tuple(x.shape)}; it should be (B, T, {width}), not empty"
            )
        B, T, _ = x.shape
        return self.qkv(x).view(B, T, 3, self.heads, -1).permute(2, 0, 3, 1, 4)

    def weights(self, q, k):
        """Return how much each position takes from each other one, (B, h, T, T); rows sum to 1.

        ``q`` may be of the last n positions only; then there are n rows.
        """
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        if self.causal:
            n, T = scores.shape[-2:]
            scores = scores + scores.new_full((n, T), float("-inf")).triu(1 + T - n)
        return scores.softmax(-1)

    def mix(self, q, k, v):
        """Return for each query, of all positions or of the last alone, the values it takes."""
        return self.weights(q, k) @ v


class Block(nn.Module):
    """Attention, then a two-layer network at every position, each added to what was there."""

    def __init__(self, width, heads, causal, attention=Attention):
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(width), attention(width, heads, causal))
        self.network = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x, last=False):
        """With ``last``, return only the last position, (B, 1, D): a readout needs no other."""
        normalise, attention = self.attention
        taken = attention(normalise(x), last)
        x = (x[:, -1:] if last else x) + taken
        return x + self.network(x)


class Transformer(nn.Module):
    """Tokens (B, T) → logits (B, T, n_out), or (B, n_out) with another readout.

    A causal one that predicts the next token is a GPT, one that looks both ways and fills in
    masked tokens a BERT.

    Args:
        n_tokens: size of the vocabulary; tokens are integers below it.
        n_out: logits at each position.
        context: longest sequence, T ≤ context.
        width, heads, layers: D, how many heads share it, how many blocks.
        causal: whether a position may look only at itself and to the left.
        readout: ``"all"`` positions, the ``"last"``, or their ``"mean"``.
        seed: of the initial weights.
        attention: what mixes the positions; called as ``attention(width, heads, causal)``.

    Raises:
        ValueError: if ``width`` is not a multiple of ``heads`` or the readout is unknown.

    Source: Vaswani et al. (2017); normalisation before each part as in Radford et al. (2019).
    """

    def __init__(
        self,
        n_tokens,
        n_out,
        context,
        width,
        heads,
        layers,
        seed,
        causal=True,
        readout="all",
        attention=Attention,
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
        self.blocks = nn.Sequential(
            *(Block(width, heads, causal, attention) for _ in range(layers))
        )
        self.head = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, n_out))
        generator = torch_rng(seed)
        initialise(self, generator, gain=1.0)
        for table in (self.token, self.position):  # else the first block drowns the words
            nn.init.normal_(table.weight, std=EMBEDDING, generator=generator)

    def forward(self, tokens):
        x = self.blocks[:-1](self.embed(tokens))  # (B, T, D)
        x = self.blocks[-1](x, last=self.readout == "last")
        logits = self.head(x)  # (B, T or 1, n_out)
        return logits if self.readout == "all" else logits.mean(1)

    def embed(self, tokens):
        """Return what each token is plus where it stands, (B, T, D)."""
        if tokens.ndim != 2 or not tokens.numel() or tokens.is_floating_point():
            raise ValueError(
                f"tokens has shape {tuple(tokens.shape)} and is {tokens.dtype}; it should be "
                "(B, T) of integers, not empty"
            )
        T, context = tokens.shape[1], self.position.num_embeddings
        if context < T:
            raise ValueError(f"tokens has T = {T}; the context is {context}")
        places = torch.arange(T, device=tokens.device).expand_as(tokens)
        return self.token(tokens) + self.position(places)


@torch.no_grad()
def attention_maps(model: Transformer, tokens) -> torch.Tensor:
    """Return where every head looks, (layers, B, h, T, T): query position, then key position.

    Args:
        model: with an attention that has ``weights``.
        tokens: (B, T).
    """
    x, maps = model.embed(tokens), []
    for block in model.blocks:
        normalise, attention = block.attention
        q, k, _ = attention.project(normalise(x))
        maps.append(attention.weights(q, k))
        x = block(x)
    return torch.stack(maps)


@contextmanager
def hidden(model: Transformer, query: int, keys):
    """Within it, the position ``query`` cannot look at one other position, in any head or block.

    What it would have taken from there is shared out among the rest, as the softmax would have done.

    >>> with hidden(model, 9, places):
    ...     logits = model(tokens)

    Args:
        model: with an attention that has ``weights``, called on whole sequences.
        query: the position that looks.
        keys: shape (B,), for each sequence the position that it must not see.

    Raises:
        ValueError: if ``keys`` is not (B,) of whole numbers.
    """
    keys = torch.as_tensor(keys)
    if keys.ndim != 1 or keys.is_floating_point() or keys.dtype == torch.bool:
        raise ValueError(f"keys has shape {tuple(keys.shape)}; it should be (B,) of whole numbers")
    attentions = [block.attention[1] for block in model.blocks]
    for attention in attentions:

        def weights(q, k, original=attention.weights):
            shares = original(q, k).clone()
            shares[torch.arange(len(keys)), :, query, keys] = 0
            return shares / shares.sum(-1, keepdim=True)

        attention.weights = weights
    try:
        yield model
    finally:
        for attention in attentions:
            del attention.weights
