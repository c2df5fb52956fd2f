"""Training in stretches is training in one go, and a checkpoint is never changed."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from moreisdifferent.datasets.digits import digits
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.transformer import Transformer
from moreisdifferent.training.interrupted import attention_logits, begin, evaluate, go_on

IMAGES, LABELS = digits().train
IMAGES, LABELS = IMAGES.flatten(1)[:200], LABELS[:200]
TOKENS = torch.randint(0, 9, (50, 6), generator=torch.Generator().manual_seed(0))
FULL = {"batch_size": 200, "seed": 0}  # every step sees all, so that the draw does not matter


def readers(K=2, layers=2):
    return begin([Transformer(9, 9, 6, 8, 2, layers, seed=k) for k in range(K)])


@pytest.mark.parametrize(("optimizer", "rate"), [("adam", 0.01), ("sgd", 0.1)])
def test_steps_are_those_of_torch(optimizer, rate):
    nets = [MLP((64, 8, 10), k) for k in range(2)]
    end, log = go_on(begin(nets), IMAGES, LABELS, steps=5, rate=rate, optimizer=optimizer, **FULL)
    for k, net in enumerate(nets):
        settings = {"lr": rate} if optimizer == "adam" else {"lr": rate, "momentum": 0.9}
        kind = torch.optim.Adam if optimizer == "adam" else torch.optim.SGD
        update = kind(net.parameters(), **settings)
        for step in range(5):
            loss = F.cross_entropy(net(IMAGES), LABELS)
            update.zero_grad()
            loss.backward()
            norm = torch.cat([p.grad.flatten() for p in net.parameters()]).norm()
            assert torch.isclose(log.loss[k, step], loss, atol=1e-5)
            assert torch.isclose(log.gradient[k, step], norm, atol=1e-4)
            update.step()
        for name, p in net.named_parameters():
            assert torch.allclose(end.weights[name][k], p, atol=1e-4)


def test_two_stretches_are_one_and_the_start_stays_as_it_was():
    born = begin([MLP((64, 8, 10), k) for k in range(2)])
    before = {name: weight.clone() for name, weight in born.weights.items()}
    whole, _ = go_on(born, IMAGES, LABELS, steps=6, rate=lambda step: 0.01 * step, **FULL)
    half, _ = go_on(born, IMAGES, LABELS, steps=3, rate=lambda step: 0.01 * step, **FULL)
    both, _ = go_on(half, IMAGES, LABELS, steps=3, rate=lambda step: 0.01 * step, **FULL)
    assert both.step == whole.step == 6
    for name, weight in whole.weights.items():
        assert torch.equal(both.weights[name], weight)
        assert torch.equal(born.weights[name], before[name])


def test_a_clipped_gradient_moves_less_and_shows_its_own_length():
    born, settings = begin([MLP((64, 8, 10), 0)]), {"optimizer": "sgd", "momentum": 0, "rate": 1.0}
    _, free = go_on(born, IMAGES, LABELS, steps=1, **settings, **FULL)
    _, cut = go_on(born, IMAGES, LABELS, steps=1, clip=0.01, **settings, **FULL)
    length = torch.cat([w.flatten() for w in born.weights.values()]).norm()
    assert torch.equal(free.gradient, cut.gradient)
    assert torch.isclose(cut.update[0, 0] * length, torch.tensor(0.01), rtol=1e-3)


def test_the_loss_of_sequences_is_the_mean_over_all_places():
    start = readers()
    model = Transformer(9, 9, 6, 8, 2, 2, seed=1)
    targets = TOKENS.roll(-1, 1)
    expected = F.cross_entropy(model(TOKENS).flatten(0, 1), targets.flatten())
    assert torch.isclose(evaluate(start, TOKENS, targets)[1], expected, atol=1e-5)
    _, log = go_on(start, TOKENS, targets, steps=1, rate=0.01, **FULL)
    assert torch.isclose(log.loss[1, 0], expected, atol=1e-5)


def test_logits_are_those_of_the_heads():
    start, model = readers(layers=1), Transformer(9, 9, 6, 8, 2, 1, seed=0)
    normalise, attention = model.blocks[0].attention
    q, k, _ = attention.project(normalise(model.embed(TOKENS)))
    expected = (q @ k.mT / q.shape[-1] ** 0.5).abs().max()
    assert torch.isclose(attention_logits(start, TOKENS)[0], expected, atol=1e-5)


def test_other_modules_compute_something_else_with_the_same_weights():
    start = readers()
    bent = [Transformer(9, 9, 6, 8, 2, 2, seed=k) for k in (7, 8)]
    for model in bent:
        model.blocks[0].network[2] = nn.Tanh()
    changed = start.with_models(bent)
    targets = TOKENS.roll(-1, 1)
    assert changed.weights is start.weights
    assert not torch.equal(evaluate(changed, TOKENS, targets), evaluate(start, TOKENS, targets))


def test_what_is_watched_is_seen_at_its_steps():
    _, log = go_on(
        readers(), TOKENS, TOKENS, steps=4, rate=0.01, seed=0, watch=lambda c: c.step, at=(0, 3, 4)
    )
    assert log.seen == [(0, 0), (3, 3), (4, 4)]
