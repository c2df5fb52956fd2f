"""Restricted Boltzmann machines, K at once: what started deep learning in 2006."""

from typing import NamedTuple

import torch

from ..datasets.seeds import torch_rng


class Machines(NamedTuple):
    """K machines: ``weights`` (K, D, H), ``visible_bias`` (K, 1, D), ``hidden_bias`` (K, 1, H)."""

    weights: torch.Tensor
    visible_bias: torch.Tensor
    hidden_bias: torch.Tensor


def hidden_given(machines, visible) -> torch.Tensor:
    """Return p(h = 1 | v), shape (K, B, H), for v of shape (K, B, D).

    Raises:
        ValueError: if ``visible`` does not fit the machines.
    """
    _check_width(machines, visible, "visible", 1)
    return torch.sigmoid(torch.baddbmm(machines.hidden_bias, visible, machines.weights))


def visible_given(machines, hidden) -> torch.Tensor:
    """Return p(v = 1 | h), shape (K, B, D), for h of shape (K, B, H).

    Raises:
        ValueError: if ``hidden`` does not fit the machines.
    """
    _check_width(machines, hidden, "hidden", 2)
    weights = machines.weights.transpose(1, 2)
    return torch.sigmoid(torch.baddbmm(machines.visible_bias, hidden, weights))


def fit_rbms(visible, n_hidden: int, steps: int, seed: int, learning_rate=0.05) -> Machines:
    """Return K machines fitted to ``visible`` by contrastive divergence with one step (CD-1).

    Minibatches of 100, momentum .9; weights begin normal with standard deviation .01.

    Args:
        visible: shape (K, N, D), probabilities in [0, 1], one set of examples a machine.
        n_hidden: units H, at least 1.
        steps: minibatches, at least 1.
        seed: of weights, order and hidden states.
        learning_rate: positive.

    Raises:
        ValueError: if an argument is out of range.

    Source: Hinton (2002).
    """
    if visible.ndim != 3 or not visible.numel() or not (visible >= 0).all() & (visible <= 1).all():
        raise ValueError(
            f"visible has shape {tuple(visible.shape)}; it should be (K, N, D), all in [0, 1]"
        )
    if min(n_hidden, steps) < 1 or not 0 < learning_rate < 10:
        raise ValueError(
            f"n_hidden is {n_hidden}, steps {steps}, learning_rate {learning_rate}; "
            "the first two should be at least 1, the rate in (0, 10)"
        )
    (K, N, D), generator = visible.shape, torch_rng(seed)
    weights = 0.01 * torch.randn(K, D, n_hidden, generator=generator)
    machines = Machines(weights, torch.zeros(K, 1, D), torch.zeros(K, 1, n_hidden))
    speeds = [torch.zeros_like(part) for part in machines]
    for _ in range(steps):
        batch = visible[:, torch.randint(N, (100,), generator=generator)]
        for part, speed, up in zip(machines, speeds, _divergence(machines, batch, generator)):
            part.add_(speed.mul_(0.9).add_(up, alpha=learning_rate))
    return machines


def _divergence(machines, v, generator):
    """Return the update of CD-1 for each part: what the data want minus what the machine dreams."""
    h = hidden_given(machines, v)
    states = (torch.rand(h.shape, generator=generator) < h).float()
    dream = visible_given(machines, states)
    h_dream, B = hidden_given(machines, dream), v.shape[1]
    weights = (v.transpose(1, 2) @ h - dream.transpose(1, 2) @ h_dream) / B
    return weights, (v - dream).mean(1, keepdim=True), (h - h_dream).mean(1, keepdim=True)


def _check_width(machines, values, name: str, axis: int) -> None:
    K, width = len(machines.weights), machines.weights.shape[axis]
    if values.ndim != 3 or len(values) != K or values.shape[2] != width:
        raise ValueError(f"{name} has shape {tuple(values.shape)}; it should be ({K}, B, {width})")
