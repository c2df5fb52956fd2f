"""A stitch is the identity on itself, undoes a linear map, and is least squares."""

import numpy as np
import pytest
import torch
from torch import nn

from moreisdifferent.evaluation.stitching import cut, fit_stitch, train_stitch
from moreisdifferent.models.encoder import encoders

MAPS = torch.randn(40, 5, 3, 3, generator=torch.Generator().manual_seed(0))
FLAT = torch.randn(60, 5, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("features", [MAPS, FLAT])
def test_a_stitch_to_itself_is_the_identity(features):
    stitch = fit_stitch(features, features, penalty=0)
    assert torch.allclose(stitch.weight, torch.eye(5), atol=1e-5)
    assert torch.allclose(stitch(features), features, atol=1e-5)


def test_a_network_that_is_stitched_to_itself_is_itself():
    network = encoders(1, 7, seed=3, width=4, n_features=6, depth=3)[0].chain()
    x = torch.rand(50, 1, 12, 12)
    for depth in (1, 2, 3, 4):
        bottom, top = cut(network, depth)
        f = bottom(x).detach()
        assert torch.allclose(top(fit_stitch(f, f, penalty=0)(f)), network(x), atol=1e-4)


@pytest.mark.parametrize("features", [MAPS, FLAT])
def test_a_linear_map_is_undone_at_every_place(features):
    W = torch.randn(5, 5, generator=torch.Generator().manual_seed(2))
    turned = (features.movedim(1, -1) @ W + 2).movedim(-1, 1)
    assert torch.allclose(fit_stitch(turned, features, penalty=0)(turned), features, atol=1e-3)


def test_it_is_ridge_regression():
    targets = torch.randn(60, 2, generator=torch.Generator().manual_seed(3))
    stitch = fit_stitch(FLAT, targets, penalty=0.1)
    x, t = (part.double().numpy() - part.double().numpy().mean(0) for part in (FLAT, targets))
    ridge = 0.1 * x.var(0).mean()
    W = np.linalg.solve(x.T @ x / 60 + ridge * np.eye(5), x.T @ t / 60)
    assert np.allclose(stitch.weight.detach(), W, atol=1e-5)


def test_training_a_stitch_lowers_the_loss_and_leaves_the_top_alone():
    labels = (FLAT[:, 0] > 0).long()
    top = nn.Linear(5, 2)
    before = [p.detach().clone() for p in top.parameters()]
    stitch = fit_stitch(FLAT, FLAT)
    loss = nn.functional.cross_entropy
    first = loss(top(stitch(FLAT)), labels).item()
    train_stitch(stitch, top, FLAT, labels, steps=200, learning_rate=0.05, seed=0)
    assert loss(top(stitch(FLAT)), labels).item() < first / 2
    assert all(torch.equal(a, b) for a, b in zip(before, top.parameters()))
    assert all(p.grad is None for p in top.parameters())
