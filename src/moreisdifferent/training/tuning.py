"""Many perceptrons at once, each with its own rate, decay and dropout, on one schedule.

For comparisons in which every recipe is tuned: K settings are K networks of one batched program.
"""

from itertools import pairwise

import numpy as np
import torch
from torch.nn import functional as F

from .fit import LARGEST


def perceptrons(k: int, sizes, seed: int, gain: float = 2.0) -> list[torch.Tensor]:
    """Return the weights of K perceptrons: (K, in + 1, out) a layer, the last row the biases.

    Weights are normal with variance gain / in, and biases zero; a gain of 2 is meant for ReLU
    (He and others 2015).

    Raises:
        ValueError: if ``k`` is below 1, ``sizes`` has fewer than two sizes or one below 1, or
            ``gain`` is negative or not finite.
    """
    if not 0 <= gain <= LARGEST:
        raise ValueError(f"gain is {gain}; it should be from 0 to {LARGEST:g}")
    if k < 1 or len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"k is {k} and sizes is {tuple(sizes)}; k and every size should be 1 or more, in two sizes or more")  # fmt: skip
    source = np.random.default_rng(seed)
    weights = []
    for n_in, n_out in pairwise(sizes):
        normal = source.normal(0, np.sqrt(gain / n_in), (k, n_in, n_out))
        table = np.concatenate([normal, np.zeros((k, 1, n_out))], axis=1)
        weights.append(torch.tensor(table, dtype=torch.float32))
    return weights


def forward(weights, x, masks=(), activation=torch.relu, skip=False) -> torch.Tensor:
    """Return the K networks' answers to x, shape (K, B, in) or (B, in): (K, B, out).

    Args:
        masks: a factor for each layer's inputs but the first's, shape (K, B, width), or nothing.
        activation: what follows each layer but the last.
        skip: whether a layer that is as wide as the one before adds to it what it computes.

    Raises:
        ValueError: if ``x`` does not have the inputs that the first layer takes.
    """
    if x.shape[-1] != weights[0].shape[1] - 1:
        raise ValueError(f"x has {x.shape[-1]} inputs; it should have {weights[0].shape[1] - 1}")
    x = x.expand(len(weights[0]), *x.shape[-2:])
    for i, w in enumerate(weights[:-1]):
        h = activation(torch.baddbmm(w[:, -1:], x, w[:, :-1]))
        h = h * masks[i] if len(masks) else h
        x = x + h if skip and h.shape == x.shape else h
    return torch.baddbmm(weights[-1][:, -1:], x, weights[-1][:, :-1])


def constant(progress: float) -> float:
    """Return 1: the rate stays."""
    return 1.0


def linear(progress: float) -> float:
    """Return the share of the rate at a moment of training, from 1 down to 0 in a straight line."""
    return 1.0 - progress


def cosine(progress: float) -> float:
    """Return the share of the rate at a moment of training, down half a wave of the cosine."""
    return 0.5 * (1 + np.cos(np.pi * progress))


def thirds(progress: float) -> float:
    """Return 1, a tenth and a hundredth: the rate falls twice, in steps."""
    return 10.0 ** -min(2, int(3 * progress))


def rising(progress: float) -> float:
    """Return the reverse of :func:`linear`: slow far from the minimum and fast near it."""
    return progress


def train(weights, x, y, *, steps, batch_size, rate, schedule=constant, momentum=0.9, decay=0.0,
          dropout=0.0, seed=0, watch=None, every=0, **shape):  # fmt: skip
    """Train K perceptrons in place by SGD with momentum; network k sees its own examples.

    Args:
        weights: as :func:`perceptrons` makes them.
        x, y: shapes (K, n, in) and (K, n): each its own examples; or (n, in) and (n,) for all.
        rate, decay, dropout: one value, or K; decay is that of the weights, per unit of rate, and
            dropout the chance of a hidden unit to be switched off.
        schedule: share of the training that is done → factor of the rate.
        shape: ``activation`` and ``skip`` of :func:`forward`.
        watch: called with the weights before the first step and then every ``every`` steps.

    Returns:
        what ``watch`` gave, stacked, shape (moments, …); None without it.

    Raises:
        ValueError: if steps or batch size is below 1, or a rate, decay or dropout is negative.
    """
    if steps < 1 or batch_size < 1:
        raise ValueError(f"steps is {steps} and batch_size is {batch_size}; both should be 1 or more")  # fmt: skip
    k, n = len(weights[0]), x.shape[-2]
    rate, decay, dropout = (torch.as_tensor(v, dtype=torch.float32).expand(k)[:, None, None] for v in (rate, decay, dropout))  # fmt: skip
    for name, value in {"rate": rate, "decay": decay}.items():
        if not ((value >= 0) & (value <= LARGEST)).all():
            raise ValueError(f"{name} is {value.flatten().tolist()}; it should be from 0 to {LARGEST:g}")  # fmt: skip
    if not ((dropout >= 0) & (dropout < 1)).all():
        raise ValueError("dropout is negative or 1 or more; it should be from 0 up to 1")
    x, y = x.expand(k, n, x.shape[-1]), y.expand(k, n)
    lot, whole = torch.Generator().manual_seed(seed), torch.arange(k)[:, None]
    speed, seen, order = [torch.zeros_like(w) for w in weights], [], torch.empty(0, dtype=torch.long)  # fmt: skip
    for step in range(steps):
        if watch and every and step % every == 0:
            seen.append(watch(weights))
        if len(order) < batch_size:
            order = torch.randperm(n, generator=lot)
        batch, order = order[:batch_size], order[batch_size:]
        masks = []
        if dropout.any():
            widths = [w.shape[1] - 1 for w in weights[1:]]
            masks = [(torch.rand(k, len(batch), w, generator=lot) >= dropout) / (1 - dropout) for w in widths]  # fmt: skip
        leaves = [w.requires_grad_() for w in weights]
        answers = forward(leaves, x[whole, batch], masks, **shape)
        right = y[whole, batch].flatten()
        error = F.cross_entropy(answers.flatten(0, 1), right, reduction="sum") / len(batch)
        slopes = torch.autograd.grad(error, leaves)
        with torch.no_grad():
            for w, v, g in zip(weights, speed, slopes):
                w.requires_grad_(False)
                v.mul_(momentum).add_(g + decay * w)
                w.sub_(rate * schedule(step / steps) * v)
    if watch:
        seen.append(watch(weights))
    return torch.stack(seen) if seen else None
