"""Each shortcut equals full attention where it leaves nothing out, and its own formula elsewhere."""

from functools import partial

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from moreisdifferent.models.efficient_attention import (
    KernelAttention,
    LocalAttention,
    LowRankAttention,
)
from moreisdifferent.models.initial import initialise
from moreisdifferent.models.transformer import Attention

X = torch.randn(3, 11, 8, generator=torch.Generator().manual_seed(0))


def like(other, attention):
    """Give ``attention`` the matrices of ``other``."""
    attention.load_state_dict(other.state_dict(), strict=False)
    return attention


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("window", [10, 11, 30])
def test_a_window_over_everything_is_full_attention(causal, window):
    full = initialise(Attention(8, 2, causal), 1)
    local = like(full, LocalAttention(8, 2, causal, window))
    assert torch.allclose(local(X), full(X), atol=1e-5)


@pytest.mark.parametrize("causal", [True, False])
@pytest.mark.parametrize("window", [1, 3, 4])
def test_a_window_is_full_attention_with_a_band(causal, window):
    local = initialise(LocalAttention(8, 2, causal, window), 1)
    q, k, v = local.project(X)
    distance = torch.arange(11) - torch.arange(11)[:, None]  # key minus query
    allowed = (distance.abs() <= window) & ((distance <= 0) | (not causal))
    theirs = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed)
    assert torch.allclose(local.mix(q, k, v), theirs, atol=1e-5)


KINDS = {
    "full": Attention,
    "local": partial(LocalAttention, window=3),
    "low rank": partial(LowRankAttention, context=11, rank=2),
    "kernel": KernelAttention,
}


@pytest.mark.parametrize("T", [1, 2, 4, 5, 11])
@pytest.mark.parametrize(
    ("kind", "causal"),
    [
        (kind, causal)
        for kind in KINDS
        for causal in (True, False)
        if (kind, causal) != ("low rank", True)
    ],
)
def test_the_last_position_alone_takes_what_it_takes_among_all(kind, causal, T):
    attention = initialise(KINDS[kind](8, 2, causal), 1).double()
    x = X[:, :T].double().requires_grad_()
    among_all, alone = attention(x)[:, -1:], attention(x, last=True)
    assert alone.shape == (3, 1, 8)
    assert torch.allclose(alone, among_all, rtol=0, atol=1e-12)
    slopes = [
        torch.autograd.grad(out.square().sum(), [x, *attention.parameters()])
        for out in (among_all, alone)
    ]
    for mine, theirs in zip(*slopes):
        assert torch.allclose(mine, theirs, rtol=0, atol=1e-12)


def test_a_window_has_finite_gradients():
    local = initialise(LocalAttention(8, 2, True, 4), 1)
    local(X).sum().backward()
    assert all(p.grad.isfinite().all() for p in local.parameters())


def test_as_many_mixtures_as_positions_can_be_full_attention():
    full = initialise(Attention(8, 2, False), 1)
    low = like(full, LowRankAttention(8, 2, False, context=11, rank=11))
    nn.init.eye_(low.mixtures.weight)
    assert torch.allclose(low(X), full(X), atol=1e-5)


def test_low_rank_is_attention_to_mixtures():
    low = initialise(LowRankAttention(8, 2, False, context=20, rank=3), 1)
    q, k, v = low.project(X)
    E = low.mixtures.weight[:, :11]
    theirs = F.scaled_dot_product_attention(q, E @ k, E @ v)
    assert torch.allclose(low.mix(q, k, v), theirs, atol=1e-5)


@pytest.mark.parametrize("causal", [True, False])
def test_the_kernel_is_its_table_of_pairs(causal):
    kernel = initialise(KernelAttention(8, 2, causal), 1)
    q, k, v = kernel.project(X)
    table = (F.elu(q) + 1) @ (F.elu(k) + 1).transpose(-1, -2)  # (B, h, T, T)
    table = table.tril() if causal else table
    naive = table / table.sum(-1, keepdim=True) @ v
    assert torch.allclose(kernel.mix(q, k, v), naive, atol=1e-5)


def test_the_causal_kernel_is_a_recurrent_network():
    kernel = initialise(KernelAttention(8, 2, True), 1)
    q, k, v = kernel.project(X)
    state, norm, found = 0, 0, []
    for t in range(11):
        φq, φk = F.elu(q[:, :, t]) + 1, F.elu(k[:, :, t]) + 1  # (B, h, d)
        state, norm = state + φk[..., None] * v[:, :, t, None], norm + φk
        found.append((φq[..., None] * state).sum(-2) / (φq * norm).sum(-1, keepdim=True))
    assert torch.allclose(kernel.mix(q, k, v), torch.stack(found, 2), atol=1e-5)


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: LocalAttention(8, 2, True, 0), "window is 0"),
        (lambda: LowRankAttention(8, 2, True, 11, 3), "causal is True"),
        (lambda: LowRankAttention(8, 2, False, 11, 12), "rank is 12"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
