import math

import pytest
import torch
from torch.nn import functional as F

from moreisdifferent.datasets.distortions import Distortion
from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.datasets.views import TwoViews
from moreisdifferent.models.cnn import CNN
from moreisdifferent.models.encoder import Encoder
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.objectives import (
    agreement,
    contrastive,
    reconstruction,
    redundancy,
)
from moreisdifferent.training.replicas import fit_replicas

B, D = 6, 4
OUTPUTS = torch.randn(2 * B, D, generator=torch_rng(1))
PICTURES = torch.rand(40, 1, 12, 12, generator=torch_rng(2))


def pair_up(first, second):
    return torch.stack([first, second], 1).flatten(0, 1)


def test_contrastive_is_its_definition():
    u, v = F.normalize(OUTPUTS, dim=1).view(B, 2, D).unbind(1)
    p = torch.exp(u @ v.T / 0.5)
    by_hand = -(p.diag() / p.sum(1)).log().mean() / 2 - (p.diag() / p.sum(0)).log().mean() / 2
    assert contrastive(OUTPUTS, temperature=0.5).item() == pytest.approx(by_hand.item(), rel=1e-5)


def test_contrastive_guesses_among_the_pictures_when_all_look_alike():
    assert contrastive(torch.ones(2 * B, D)).item() == pytest.approx(math.log(B), rel=1e-5)


def test_contrastive_prefers_partners_and_ignores_length():
    good = pair_up(*[torch.eye(D)] * 2)
    assert contrastive(good) < contrastive(pair_up(torch.eye(D), torch.eye(D).roll(1, 0)))
    assert contrastive(7 * OUTPUTS).item() == pytest.approx(contrastive(OUTPUTS).item(), rel=1e-5)


def test_redundancy_is_nothing_for_agreeing_uncorrelated_outputs():
    signs = torch.tensor([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    first = signs / signs.std(0) * (4 / 3) ** 0.5  # so that C uses the same divisor
    assert redundancy(pair_up(first, first)).item() == pytest.approx(2 * 0.25**2, rel=1e-2)
    twice = signs[:, [0, 0]]
    assert redundancy(pair_up(twice, twice)) > redundancy(pair_up(first, first))
    assert redundancy(pair_up(first, first.roll(1, 0))) > redundancy(pair_up(first, first))


def test_reconstruction_is_least_at_the_picture_itself():
    meant = (PICTURES[:B] > 0.5).float()
    right = pair_up(*[(meant.flatten(1) - 0.5) * 40] * 2)
    assert reconstruction(right, meant) < 1e-6
    assert reconstruction(torch.zeros_like(right), meant).item() == pytest.approx(math.log(2))


def test_agreement_is_least_when_nothing_is_said():
    assert agreement(torch.ones(2 * B, D)) == 0 < agreement(OUTPUTS)


def test_an_odd_number_of_outputs_is_an_error():
    with pytest.raises(ValueError, match=r"\(2B, D\)"):
        contrastive(OUTPUTS[:-1])


def test_an_encoder_keeps_features_and_learns_from_pairs():
    nets = [Encoder(CNN((1, 2, 4), 12, 8, k), MLP((8, D), k + 9)) for k in range(2)]
    views = TwoViews(PICTURES, Distortion(stroke=0), 1)[torch.arange(40)]
    assert nets[0](views).shape == (80, D)
    assert torch.equal(nets[0](views)[::2], nets[0].outputs(views[:, 0]))
    assert nets[0].features(PICTURES).shape == (40, 8) and (nets[0].features(PICTURES) >= 0).all()
    assert not nets[0].features(PICTURES).requires_grad
    history = fit_replicas(
        nets, views, PICTURES, steps=60, batch_size=20, loss=contrastive,
        optimizer="adamw", learning_rate=0.01,
    )  # fmt: skip
    assert (history.loss[:, -5:].mean(1) < history.loss[:, :5].mean(1) - 0.1).all()
