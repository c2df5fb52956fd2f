import pytest
import torch
from torch import nn

from moreisdifferent.models.cnn import CNN
from moreisdifferent.models.initial import initialise
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.transformer import Attention, Transformer


def count(model):
    return sum(p.numel() for p in model.parameters())


def small_transformer(**options):
    settings = {"n_tokens": 7, "n_out": 5, "context": 6, "width": 8, "heads": 2, "layers": 2}
    return Transformer(**settings | {"seed": 1} | options)


MAKERS = [
    lambda seed: MLP((64, 32, 10), seed),
    lambda seed: CNN((1, 8, 16), 8, 10, seed),
    lambda seed: small_transformer(seed=seed),
]


@pytest.mark.parametrize("make", MAKERS)
def test_the_seed_and_nothing_else_fixes_the_weights(make):
    torch.manual_seed(1)
    first = make(3).state_dict()
    torch.manual_seed(2)
    again, other = make(3).state_dict(), make(4).state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)


def test_the_mlp_has_the_parameters_of_its_sizes():
    assert count(MLP((64, 32, 10), 1)) == 64 * 32 + 32 + 32 * 10 + 10
    assert MLP((64, 32, 10), 1)(torch.zeros(5, 1, 8, 8)).shape == (5, 10)
    assert not any(isinstance(layer, nn.ReLU) for layer in MLP((3, 2), 1))


def test_the_cnn_halves_the_picture_at_every_layer():
    assert CNN((1, 8, 16), 12, 36, 1)(torch.zeros(5, 1, 12, 12)).shape == (5, 36)
    assert count(CNN((1, 8, 16), 8, 10, 1)) == 80 + (72 * 16 + 16) + (16 * 4 * 10 + 10)


def test_he_initialisation_keeps_the_second_moment_through_relu():
    x = torch.randn(500, 400, generator=torch.Generator().manual_seed(0))
    signal = MLP((400,) * 11, seed=5)(x)
    assert 0.5 < signal.square().mean() / 2 < 2  # linear output of ten layers, gain 2


def test_attention_agrees_with_torchs():
    attention, x = initialise(Attention(8, 2, causal=True), 1), torch.randn(3, 5, 8)
    q, k, v = attention.qkv(x).view(3, 5, 3, 2, 4).permute(2, 0, 3, 1, 4)
    theirs = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    theirs = attention.out(theirs.transpose(1, 2).reshape(3, 5, 8))
    assert torch.allclose(attention(x), theirs, atol=1e-6)


def test_a_causal_transformer_does_not_look_ahead_and_the_other_does():
    tokens = torch.tensor([[1, 2, 3, 4, 5, 6]])
    changed = tokens.clone()
    changed[0, 4] = 0
    for causal in (True, False):
        model = small_transformer(causal=causal)
        same = torch.isclose(model(tokens), model(changed), atol=1e-6).all(-1)[0]
        assert same[:4].all() == causal and not same[4]


def test_readouts():
    """The last position is computed without the others, so it is summed in another order."""
    tokens = torch.tensor([[1, 2, 3, 4], [4, 0, 2, 6], [5, 5, 1, 3]])
    for causal in (True, False):
        every, last, mean = (
            small_transformer(readout=readout, causal=causal).double()
            for readout in ("all", "last", "mean")
        )
        assert every(tokens).shape == (3, 4, 5)
        for model, theirs in ((last, every(tokens)[:, -1]), (mean, every(tokens).mean(1))):
            assert torch.allclose(model(tokens), theirs, rtol=0, atol=1e-12)
            slopes = [
                torch.autograd.grad(answer.square().sum(), list(m.parameters()))
                for m, answer in ((model, model(tokens)), (every, theirs))
            ]
            for mine, others in zip(*slopes):
                assert torch.allclose(mine, others, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: MLP((64,), 1), r"sizes is \(64,\)"),
        (lambda: MLP((64, 0), 1), r"sizes is \(64, 0\)"),
        (lambda: CNN((1,), 8, 10, 1), r"channels is \(1,\)"),
        (lambda: CNN((1, 8), 0, 10, 1), "size 0"),
        (lambda: small_transformer(heads=3), "width is 8"),
        (lambda: small_transformer(readout="first"), "readout is 'first'"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
