"""Three ways to attend without comparing every pair: near, through a bottleneck, through a sum."""

import torch
from torch import nn
from torch.nn import functional as F

from .transformer import Attention


class LocalAttention(Attention):
    """Each position looks at those within ``window`` of it: work grows as T · window.

    Args:
        window: farthest distance seen, to the left and, unless causal, to the right.

    Source: one of the parts of Beltagy, Peters and Cohan (2020), Longformer.
    """

    def __init__(self, width, heads, causal, window):
        if window < 1:
            raise ValueError(f"window is {window}; it should be at least 1")
        super().__init__(width, heads, causal)
        self.window = window

    def mix(self, q, k, v):
        T = k.shape[2]
        if q.shape[2] < T:  # the last position alone
            near = slice(-self.window - 1, None)
            return super().mix(q, k[:, :, near], v[:, :, near])
        w = min(self.window, T)  # nothing lies farther away
        short = -T % w
        q = F.pad(q, (0, 0, 0, short)).unflatten(2, (-1, w))  # (B, h, n, w, d): n pieces of w
        k, v = (self._with_neighbours(F.pad(z, (0, 0, w, w + short)), w) for z in (k, v))
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5  # (B, h, n, w, 3w)
        reach = torch.arange(3 * w, device=q.device) - w  # of keys, from the start of the piece
        distance = reach - torch.arange(w, device=q.device)[:, None]  # (w, 3w)
        place = reach + w * torch.arange(q.shape[2], device=q.device)[:, None, None]  # (n, 1, 3w)
        hidden = (distance.abs() > w) | (place < 0) | (place >= T)
        if self.causal:
            hidden = hidden | (distance > 0)
        scores = scores.masked_fill(hidden, -1e9)  # not -inf: a row of padding hides all
        return (scores.softmax(-1) @ v).flatten(2, 3)[:, :, :T]

    def _with_neighbours(self, z, w):
        """Cut into pieces of w and give each its left and right one, (B, h, n, 3w, d)."""
        pieces = z.unflatten(2, (-1, w))  # (B, h, n + 2, w, d)
        return torch.cat([pieces[:, :, :-2], pieces[:, :, 1:-1], pieces[:, :, 2:]], 3)


class LowRankAttention(Attention):
    """Keys and values are summed up in ``rank`` learned mixtures: work grows as T · rank.

    Args:
        context: longest sequence; the mixture weights are (context, rank).
        rank: how many mixtures.

    Raises:
        ValueError: if it should be causal: a mixture of all positions contains the future.

    Source: Wang et al. (2020), Linformer, with one projection for keys, values and all heads.
    """

    def __init__(self, width, heads, causal, context, rank):
        if causal:
            raise ValueError("causal is True; low-rank attention mixes in the future")
        if not 1 <= rank <= context:
            raise ValueError(f"rank is {rank}; it should be from 1 to the context, {context}")
        super().__init__(width, heads, causal)
        self.mixtures = nn.Linear(context, rank, bias=False)

    def mix(self, q, k, v):
        length, context = k.shape[2], self.mixtures.in_features
        if length > context:
            raise ValueError(f"x has T = {length}; the context is {context}")
        mixtures = self.mixtures.weight[:, :length]  # (rank, T)
        return self.weights(q, mixtures @ k) @ (mixtures @ v)


class KernelAttention(Attention):
    """exp(q·k) is replaced by φ(q)·φ(k), so that one sum over the keys serves every query.

    φ(z) = elu(z) + 1 is positive. The causal form is a recurrent network: its state is a running
    sum of d × d numbers a head.

    Source: Katharopoulos et al. (2020).
    """

    def mix(self, q, k, v):
        q, k = F.elu(q) + 1, F.elu(k) + 1
        if self.causal and q.shape[2] == k.shape[2]:  # the last position alone sees every key
            memory = (k.unsqueeze(-1) * v.unsqueeze(-2)).cumsum(2)  # (B, h, T, d, d)
            mixed = (q.unsqueeze(-2) @ memory).squeeze(-2)
            return mixed / (q * k.cumsum(2)).sum(-1, keepdim=True)
        return q @ (k.transpose(-1, -2) @ v) / (q @ k.sum(2).unsqueeze(-1))


@torch.no_grad()
def implied_shares(attention: Attention, x) -> torch.Tensor:
    """Return the matrix that an attention multiplies its values with, (B, h, T, T).

    Full attention forms this matrix; the cheaper ones never do, so it is asked for: the values are
    replaced by unit vectors, one for each position.

    Args:
        attention: any :class:`Attention` of this course.
        x: (B, T, D), what the layer gets.
    """
    q, k, _ = attention.project(x)
    B, h, T, _ = k.shape
    return attention.mix(q, k, torch.eye(T, dtype=k.dtype).expand(B, h, T, T))
