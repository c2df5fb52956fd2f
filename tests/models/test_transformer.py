"""The block against torch's own layer, and the maps against what the layers do."""

import pytest
import torch
from torch import nn

from moreisdifferent.models.initial import initialise
from moreisdifferent.models.transformer import Attention, Block, Transformer, attention_maps

X = torch.randn(3, 5, 8, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("causal", [True, False])
def test_attention_agrees_with_torchs_module(causal):
    ours = initialise(Attention(8, 2, causal), 1)
    theirs = nn.MultiheadAttention(8, 2, batch_first=True, bias=True)
    theirs.in_proj_weight.data = ours.qkv.weight.data
    theirs.in_proj_bias.data.zero_()
    theirs.out_proj.load_state_dict(ours.out.state_dict())
    future = torch.ones(5, 5, dtype=torch.bool).triu(1) if causal else None
    assert torch.allclose(
        ours(X), theirs(X, X, X, attn_mask=future, need_weights=False)[0], atol=1e-5
    )


@pytest.mark.parametrize("causal", [True, False])
def test_the_block_agrees_with_torchs(causal):
    ours = initialise(Block(8, 2, causal), 1)
    theirs = nn.TransformerEncoderLayer(
        8, 2, 32, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    )
    norm, attention = ours.attention
    theirs.norm1.load_state_dict(norm.state_dict())
    theirs.self_attn.in_proj_weight.data = attention.qkv.weight.data
    theirs.self_attn.in_proj_bias.data.zero_()
    theirs.self_attn.out_proj.load_state_dict(attention.out.state_dict())
    for name, layer in zip(("norm2", "linear1", "linear2"), (ours.network[i] for i in (0, 1, 3))):
        getattr(theirs, name).load_state_dict(layer.state_dict())
    future = torch.ones(5, 5, dtype=torch.bool).triu(1) if causal else None
    assert torch.allclose(ours(X), theirs(X, src_mask=future), atol=1e-5)


def test_maps_are_shares_and_respect_the_mask():
    tokens = torch.tensor([[1, 2, 3, 4], [4, 3, 2, 1]])
    for causal in (True, False):
        model = Transformer(7, 5, 6, 8, 2, 3, seed=1, causal=causal)
        maps = attention_maps(model, tokens)
        assert maps.shape == (3, 2, 2, 4, 4)
        assert torch.allclose(maps.sum(-1), torch.ones(3, 2, 2, 4))
        assert bool((maps.triu(1) == 0).all()) == causal


def test_the_parameters_of_a_block_do_not_depend_on_the_length():
    width = 8
    count = sum(p.numel() for p in Block(width, 2, True).parameters())
    assert count == 12 * width**2 + 10 * width  # 13·width in torch's, which has biases of q, k, v
