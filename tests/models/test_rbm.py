"""One step of the library's machines is contrastive divergence as chapter 22 writes it."""

import torch

from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.models.rbm import fit_rbms


def test_one_step_is_data_minus_dream():
    v = torch.rand(2, 30, 4, generator=torch.Generator().manual_seed(0))
    machines = fit_rbms(v, 3, 1, seed=5, learning_rate=0.1)
    generator = torch_rng(5)
    W = 0.01 * torch.randn(2, 4, 3, generator=generator)
    batch = v[:, torch.randint(30, (100,), generator=generator)]
    h = torch.sigmoid(batch @ W)
    states = (torch.rand(h.shape, generator=generator) < h).float()
    v_dream = torch.sigmoid(states @ W.mT)
    h_dream = torch.sigmoid(v_dream @ W)
    step = (batch.mT @ h - v_dream.mT @ h_dream) / 100
    assert torch.allclose(machines.weights, W + 0.1 * step, atol=1e-6)
    assert torch.allclose(machines.visible_bias[:, 0], 0.1 * (batch - v_dream).mean(1), atol=1e-6)
    assert torch.allclose(machines.hidden_bias[:, 0], 0.1 * (h - h_dream).mean(1), atol=1e-6)
