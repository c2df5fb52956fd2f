"""The canonical loop: look at a few examples, ask which way is down, take a step."""

from dataclasses import dataclass, field

import torch
from torch.nn import functional as F

from .examples import Subset, check_examples, minibatches, noisy_labels, take
from .progress import progress

LARGEST = 1e30  # no setting of an optimizer is larger; float32 ends at 3e38


@dataclass
class History:
    """What happened in training.

    Attributes:
        loss: minibatch loss before each step, shape (steps,), or (K, steps) for replicas.
        records: (step, what the callback returned) wherever it returned something.
    """

    loss: torch.Tensor
    records: list[tuple[int, object]] = field(default_factory=list)

    @property
    def diverged(self) -> dict[int, int]:
        """Replica → first step at which its loss was not finite. A single model is replica 0."""
        broken = ~self.loss.reshape(-1, self.loss.shape[-1]).isfinite()  # (K, steps)
        found = torch.nonzero(broken.any(1)).flatten().tolist()
        return {k: int(broken[k].int().argmax()) for k in found}

    def record(self, callback, every: int, step: int, trained) -> None:
        """Call ``callback(step, trained)`` where it is due, and keep what it returns."""
        if callback is not None and (step % every == 0 or step == self.loss.shape[-1]):
            value = callback(step, trained)
            if value is not None:
                self.records.append((step, value))


def fit(
    model,
    x,
    y,
    *,
    steps: int,
    batch_size: int = 64,
    learning_rate: float = 0.1,
    momentum: float = 0.9,
    weight_decay: float = 0.0,
    label_noise: float = 0.0,
    seed: int = 0,
    rows=None,
    optimizer: str = "sgd",
    loss=F.cross_entropy,
    callback=None,
    every: int = 1,
) -> History:
    """Train ``model`` in place and return its history.

    Args:
        model: maps (B, …) to outputs (B, C).
        x, y: examples, shape (N, …), and their classes, shape (N,), or what ``loss`` takes. Each
            a tensor or a stream, see :class:`~moreisdifferent.training.examples.Stream`.
        steps: how many minibatches; ``batch_size`` examples in each.
        learning_rate, momentum, weight_decay: of the optimizer.
        label_noise: probability that a training label is replaced by another class.
        seed: of the order of the minibatches and of the label noise.
        rows: shape (n,), the examples to train on; all if left out.
        optimizer: ``"sgd"`` with momentum, or ``"adamw"`` with momentum as its β₁.
        loss: ``loss(outputs, targets)``, the mean over a minibatch.
        callback: called as ``callback(step, model)`` before the first step, after every
            ``every`` steps and after the last; what it returns is kept in the history.

    Raises:
        ValueError: if an argument cannot be used, see :func:`check_examples`. A run that
            diverges is not an error: see ``History.diverged``.

    Source: Robbins and Monro (1951); momentum: Polyak (1964); AdamW: Loshchilov and Hutter (2019).
    """
    check_settings(steps, every, optimizer)
    x, y = (x, y) if rows is None else (Subset(x, rows), Subset(y, rows))
    n_classes = check_examples(model, x, y, loss)
    if label_noise:
        everyone = take(y, torch.arange(len(y))[None])[0]
        y = noisy_labels(everyone, label_noise, n_classes, seed)
    check_rates(learning_rate=learning_rate, momentum=momentum, weight_decay=weight_decay)
    update = torch_optimizer(optimizer, model, learning_rate, momentum, weight_decay)
    history = History(torch.full((steps,), torch.nan))
    history.record(callback, every, 0, model)
    batches = minibatches(len(x), batch_size, seed)
    for step in progress(range(steps), "fit"):
        batch = next(batches)[None]
        value = loss(model(take(x, batch)[0]), take(y, batch)[0])
        update.zero_grad()
        value.backward()
        update.step()
        history.loss[step] = value.detach()
        history.record(callback, every, step + 1, model)
    return history


def torch_optimizer(name, model, learning_rate, momentum, weight_decay) -> torch.optim.Optimizer:
    """Return torch's optimizer of that name for all parameters of ``model``."""
    settings = {"lr": learning_rate, "weight_decay": weight_decay}
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), momentum=momentum, **settings)
    return torch.optim.AdamW(model.parameters(), betas=(momentum, 0.999), fused=True, **settings)


def check_settings(steps: int, every: int, optimizer: str) -> None:
    """Raise a ValueError that names the first setting that cannot be used."""
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    if every < 1:
        raise ValueError(f"every is {every}; it should be at least 1")
    if optimizer not in ("sgd", "adamw"):
        raise ValueError(f"optimizer is {optimizer!r}; it should be 'sgd' or 'adamw'")


def check_rates(**settings) -> None:
    """Raise a ValueError that names the first setting that is negative, not finite or absurd."""
    for name, value in settings.items():
        if not 0 <= value <= LARGEST:
            raise ValueError(f"{name} is {value}; it should be from 0 to {LARGEST:g}")
