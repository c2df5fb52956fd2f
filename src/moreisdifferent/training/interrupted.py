"""Training that can be interrupted: a checkpoint is a value, and going on from it makes another.

K models train as one batched computation, as in :mod:`.replicas`. Before every stretch the caller
decides on the rate, the optimizer, the clipping, the minibatches, even on the architecture; what a
stretch starts from is never changed by it, so any number of stretches may start there.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F

from ..datasets.seeds import torch_rng
from ..models.transformer import Transformer
from .batched import Products
from .examples import take
from .replicas import Stack, check_alike

OPTIMIZERS = ("adam", "sgd")
SQUARES = 0.999  # β₂, of Adam's mean of squares


@dataclass(frozen=True)
class Checkpoint:
    """All that a training of K models needs to go on.

    Attributes:
        models: K modules of one architecture; the weights in them do not count.
        weights: name → parameter, shape (K, …).
        mean, square: Adam's running means of the gradient and of its square, flat.
        step: how many steps were taken.
    """

    models: list
    weights: dict[str, torch.Tensor]
    mean: torch.Tensor
    square: torch.Tensor
    step: int = 0

    def changed(self, weights: dict) -> "Checkpoint":
        """Return this checkpoint with some of its weights replaced.

        Raises:
            ValueError: if ``weights`` has an unknown name or a parameter of another shape.
        """
        for name, value in weights.items():
            wanted = tuple(self.weights[name].shape) if name in self.weights else None
            if wanted != tuple(value.shape):
                known = wanted or f"of a name in {list(self.weights)}"
                raise ValueError(f"weights has {name} {tuple(value.shape)}; it should be {known}")
        return replace(self, weights={**self.weights, **weights})

    def with_models(self, models) -> "Checkpoint":
        """Return this checkpoint with the weights in other modules, which may compute something else.

        Raises:
            ValueError: if there are not K ``models`` or their parameters have other shapes.
        """
        models = list(models)
        check_alike(models)
        shapes = {n: (len(models), *p.shape) for n, p in models[0].named_parameters()}
        if shapes != {n: tuple(w.shape) for n, w in self.weights.items()}:
            raise ValueError(f"models have parameters {shapes}, which the weights do not fit")
        return replace(self, models=models)


@dataclass
class Log:
    """What happened in a stretch of training of K models.

    Attributes:
        loss: minibatch loss before each step, shape (K, steps).
        gradient: norm of the gradient, before it was clipped, shape (K, steps).
        update: norm of the change of the weights over the norm of the weights, shape (K, steps).
        seen: (step, what ``watch`` returned) wherever it was called.
    """

    loss: torch.Tensor
    gradient: torch.Tensor
    update: torch.Tensor
    seen: list[tuple[int, object]] = field(default_factory=list)


def begin(models) -> Checkpoint:
    """Return the checkpoint before the first step of K models of one architecture.

    Raises:
        ValueError: if there are no ``models`` or their shapes differ.
    """
    models = list(models)
    check_alike(models)
    names = [name for name, _ in models[0].named_parameters()]
    blocks = zip(*(model.parameters() for model in models))
    weights = {name: torch.stack([p.detach() for p in ps]) for name, ps in zip(names, blocks)}
    nothing = torch.zeros(sum(w.numel() for w in weights.values()))
    return Checkpoint(models, weights, nothing, nothing)


def go_on(
    start: Checkpoint,
    x,
    y,
    *,
    steps: int,
    rate,
    seed: int,
    batch_size: int = 8,
    loss=F.cross_entropy,
    optimizer: str = "adam",
    momentum: float = 0.9,
    clip: float = float("inf"),
    watch: Callable | None = None,
    at=(),
) -> tuple[Checkpoint, Log]:
    """Train K models for a stretch and return the checkpoint at its end, and a log.

    >>> early, _ = go_on(begin(models), x, y, steps=80, rate=0.01, seed=0)
    >>> late, log = go_on(early, x, y, steps=200, rate=lambda step: 0.1 / step, seed=1, clip=0.3)

    Args:
        start: where the stretch begins; it is not changed.
        x, y: examples, tensors (N, …) or streams; labels (N,), or (N, T) for each place of a sequence.
        rate: learning rate, a number or a function of the step (the first of a training is 1).
        seed: of the minibatches of this stretch; every model draws its own, with replacement.
        batch_size: examples in each; as many as there are, or more: all of them in every step.
        loss: ``loss(outputs, targets)`` of one model; places of a sequence come one after the other.
        optimizer: ``"adam"``, which takes up the running means in ``start``, or ``"sgd"`` with momentum.
        momentum: of ``"sgd"``, or Adam's β₁.
        clip: a longer gradient is shortened to this norm.
        watch: called as ``watch(checkpoint)`` after each number of steps in ``at``, from 0 to
            ``steps``; what it returns is kept in ``log.seen``.

    Raises:
        ValueError: if ``steps``, ``batch_size``, ``optimizer``, ``momentum``, ``clip`` or ``at`` cannot be used.

    Source: Adam by Kingma and Ba (2015); clipping by Pascanu, Mikolov and Bengio (2013).
    """
    if min(steps, batch_size) < 1:
        raise ValueError(f"steps is {steps}, batch_size {batch_size}; both should be at least 1")
    if len(x) != len(y) or not len(x):
        raise ValueError(f"x has {len(x)} examples and y {len(y)}; both need the same, at least 1")
    if any(not 0 <= moment <= steps for moment in at):
        raise ValueError(f"at is {list(at)}; it should hold steps from 0 to {steps}")
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer is {optimizer!r}; it should be one of {OPTIMIZERS}")
    if not clip > 0 or not 0 <= momentum < 1:
        raise ValueError(
            f"clip is {clip}, momentum {momentum}; they should be positive, and from 0 to below 1"
        )
    K, rate = len(start.models), rate if callable(rate) else (lambda step, r=rate: r)
    stack = Stack([_flat(model) for model in deepcopy(start.models)], loss)
    for block, weight in zip(stack.parameters, start.weights.values()):
        block.copy_(weight)
    mean, square, velocity = start.mean.clone(), start.square.clone(), torch.zeros_like(stack.flat)
    generator, n = torch_rng(seed), len(x)
    log = Log(*(torch.empty(K, steps) for _ in range(3)))

    def here(i):
        weights = {name: block.clone() for name, block in zip(start.weights, stack.parameters)}
        return Checkpoint(start.models, weights, mean.clone(), square.clone(), start.step + i)

    def look(i):
        if watch is not None and i in at:
            log.seen.append((start.step + i, watch(here(i))))

    for i in range(steps):
        look(i)
        step = start.step + i + 1
        rows = torch.randint(n, (K, batch_size), generator=generator)
        rows = rows if batch_size < n else torch.arange(n).expand(K, n)
        log.loss[:, i] = stack.differentiate(take(x, rows), _labels(take(y, rows), 1))
        log.gradient[:, i] = norm = _norms(stack, stack.gradient)
        if clip < float("inf"):
            share = (clip / norm).clamp(max=1)
            for block in stack.gradients:
                block.mul_(share.view(-1, *[1] * (block.ndim - 1)))
        if optimizer == "adam":
            mean.lerp_(stack.gradient, 1 - momentum)
            square.mul_(SQUARES).addcmul_(stack.gradient, stack.gradient, value=1 - SQUARES)
            scale = torch.from_numpy(np.sqrt((square / (1 - SQUARES**step)).numpy())).add_(1e-8)
            change = mean / (1 - momentum**step) / scale
        else:
            change = velocity.mul_(momentum).add_(stack.gradient)
        change = change * -rate(step)
        log.update[:, i] = _norms(stack, change) / _norms(stack, stack.flat)
        stack.flat.add_(change)
    look(steps)
    return here(steps), log


def evaluate(checkpoint: Checkpoint, x, y, loss=F.cross_entropy) -> torch.Tensor:
    """Return the loss of each model on all of x, y (N, …), shape (K,).

    Raises:
        ValueError: if ``x`` and ``y`` differ in length.
    """
    if len(x) != len(y) or not len(x):
        raise ValueError(f"x has {len(x)} examples and y {len(y)}; both need the same, at least 1")
    outputs = _outputs(checkpoint.models[0], checkpoint.weights, x)
    return torch.stack([loss(_rows(each, y), _labels(y, 0)) for each in outputs])


def attention_logits(checkpoint: Checkpoint, tokens) -> torch.Tensor:
    """Return the largest |q·k|/√d of each of K Transformers on tokens (N, T), over all heads, (K,).

    Raises:
        ValueError: if the models of ``checkpoint`` are no Transformers.

    Source: Wortsman et al. (2023), who watch it as the gauge of an instability.
    """
    if not isinstance(checkpoint.models[0], Transformer):
        kind = type(checkpoint.models[0]).__name__
        raise ValueError(f"checkpoint has models of type {kind}; they should be Transformers")
    gauge, weights = _Logits(checkpoint.models[0]), checkpoint.weights
    return _outputs(gauge, {f"model.{n}": w for n, w in weights.items()}, tokens).amax((1, 2))


def _flat(model):
    """Return a model whose outputs (B, T, C) are rows (B · T, C), for which the loss is fastest."""
    everywhere = isinstance(model, Transformer) and model.readout == "all"
    return nn.Sequential(model, nn.Flatten(0, 1)) if everywhere else model


def _labels(y, axis: int):
    """Return the labels of rows: those of a sequence (…, B, T) as (…, B · T)."""
    return y if y.is_floating_point() else y.flatten(axis)


def _rows(outputs, y):
    return outputs if y.is_floating_point() else outputs.flatten(0, -2)


class _Logits(nn.Module):
    """Tokens (B, T) → the largest attention logit of each example and layer, (B, layers)."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens):
        x, found = self.model.embed(tokens), []
        for block in self.model.blocks:
            normalise, attention = block.attention
            q, k, _ = attention.project(normalise(x))
            logits = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5  # (B, h, T, T)
            found.append(logits.abs().amax((1, 2, 3)))
            x = block(x)
        return torch.stack(found, 1)


@torch.no_grad()
def _outputs(model, weights, x) -> torch.Tensor:
    """Return outputs (K, N, …) of ``model`` with weights (K, …) on x (N, …)."""
    K = len(next(iter(weights.values())))
    with Products():
        outputs = functional_call(model, weights, (x.expand(K, *x.shape).flatten(0, 1),))
    return outputs.unflatten(0, (K, -1))


def _norms(stack, flat) -> torch.Tensor:
    """Return the norm of each replica's part of a vector that is laid out like the weights, (K,)."""
    parts = flat.split([p.numel() for p in stack.parameters])
    return torch.stack([part.view(len(stack.models), -1).norm(dim=1) for part in parts]).norm(dim=0)
