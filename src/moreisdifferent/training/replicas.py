"""Many replicas for the price of one: K models trained as one batched computation."""

from functools import partial

import numpy as np
import torch
from torch.func import functional_call, grad_and_value, vmap
from torch.nn import functional as F

from .batched import Batch, is_known
from .chains import LEARNING, Chain, in_turn, lay_out, layers_of
from .examples import Subset, check_examples, minibatches, noisy_labels, take
from .fit import History, check_rates, check_settings
from .progress import progress

GROUP = 64  # replicas that go through the processor's cache together; half as many with pictures
LARGE_GROUP = 16  # of models that are no chains


def fit_replicas(
    models,
    x,
    y,
    *,
    steps: int,
    batch_size: int = 64,
    learning_rate=0.1,
    momentum=0.9,
    weight_decay=0.0,
    label_noise=0.0,
    seed=0,
    rows=None,
    optimizer: str = "sgd",
    loss=F.cross_entropy,
    callback=None,
    every: int = 1,
) -> History:
    """Train K models in place, as if each were given to :func:`fit`, in one computation.

    >>> models = [MLP((64, 32, 10), seed=k) for k in range(32)]
    >>> history = fit_replicas(models, x, y, steps=500, learning_rate=torch.logspace(-3, 0, 32))
    >>> right = predict(models, x_test).argmax(-1) == y_test  # (32, N)

    The arguments are those of :func:`fit`; ``learning_rate``, ``momentum``, ``weight_decay``,
    ``label_noise`` and ``seed`` are one value for all, or K values.

    Args:
        models: K modules of one architecture that differ in their parameters. A chain of
            ``Linear``, ``Conv2d``, ``ReLU`` and ``Flatten``, with ``Views`` in front or not, is
            differentiated by hand and fastest. A Transformer goes through autograd as one batch.
            Anything else that ``torch.func.vmap`` understands works too, and gains little where
            one model keeps a core busy already: there, :func:`sweep` does better.
        seed: one seed: all see the same minibatches and the same wrong labels (fastest). K
            seeds: the order of the examples differs too, as between independent runs.
        x, y: examples, tensors (N, …) or streams, which make what a step needs and no more.
        rows: the examples to train on, shape (n,) for all or (K, n) for each its own subset.
        callback: called as ``callback(step, models)``.

    Returns:
        A history with ``loss`` of shape (K, steps). A replica that diverges does no harm to the
        others: ``history.diverged`` has its index and step.

    Raises:
        ValueError: if there are no models, their shapes differ, or an argument cannot be used.
    """
    check_settings(steps, every, optimizer)
    models = list(models)
    check_alike(models)
    frozen = [name for name, p in models[0].named_parameters() if not p.requires_grad]
    if frozen:
        raise ValueError(f"models have frozen parameters {frozen}; all should be trainable")
    K, n_classes = len(models), check_examples(models[0], x, y, loss)
    x, y = (x, y) if rows is None else (_subset(x, rows, K), _subset(y, rows, K))
    seeds = [int(s) for s in _values(seed, K, "seed", torch.int64)]
    rates, momenta, decays, shares = (
        _values(value, K, name)
        for name, value in {
            "learning_rate": learning_rate,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "label_noise": label_noise,
        }.items()
    )
    y = y if (shares == 0).all() else _with_noise(y, shares, seeds, n_classes)
    stack = Stack(models, loss)
    update = OPTIMIZERS[optimizer](stack, rates, momenta, decays)
    history = History(torch.full((K, steps), torch.nan))
    orders = [minibatches(len(x), batch_size, s) for s in seeds]
    try:
        history.record(callback, every, 0, models)
        for step in progress(range(steps), "fit replicas"):
            batch = torch.stack([next(order) for order in orders])  # (1 or K, B)
            history.loss[:, step] = stack.differentiate(take(x, batch), take(y, batch))
            update(step + 1)
            history.record(callback, every, step + 1, models)
    finally:
        stack.release()
    return history


def predict(models, x, batch_size: int = 1024) -> torch.Tensor:
    """Return the outputs of K models, shape (K, N, …), for x of shape (N, …), no gradients.

    Raises:
        ValueError: if there are no models, their shapes differ, or they cannot read x.
    """
    models = list(models)
    check_alike(models)
    if x.ndim < 1 or batch_size < 1:
        shape = tuple(x.shape)
        raise ValueError(
            f"x has shape {shape}, batch_size is {batch_size}; x should be (N, …) and both at least 1"
        )
    try:
        with torch.no_grad():
            parts = x.split(batch_size)
            return torch.stack([torch.cat([m(part) for part in parts]) for m in models])
    except (RuntimeError, IndexError) as error:
        shape = tuple(x.shape[1:])
        raise ValueError(f"x has examples of shape {shape}; the models cannot read it") from error


def check_alike(models) -> None:
    """Raise a ValueError unless there are models and all have parameters of the same shapes."""
    if not models:
        raise ValueError("models is empty; there should be K ≥ 1 of them")
    if len({id(model) for model in models}) < len(models):
        raise ValueError("models holds the same module twice; each replica needs its own")
    shapes = [{name: tuple(p.shape) for name, p in m.named_parameters()} for m in models]
    for k, shape in enumerate(shapes):
        if shape != shapes[0]:
            raise ValueError(f"models[{k}] has parameters {shape}; models[0] has {shapes[0]}")
        if str(models[k]) != str(models[0]):  # the same shapes, another activation, say
            raise ValueError(f"models[{k}] is {models[k]}; models[0] is {models[0]}")


class Stack:
    """The parameters of K models in one flat buffer, and their gradients in another.

    While a stack holds them, the models' parameters are views into it: what the optimizer does
    to the buffer, every model sees. Within the buffer each parameter is one block (K, …).
    """

    def __init__(self, models, loss):
        self.models, self.loss = models, loss
        self.names = [name for name, _ in models[0].named_parameters()]
        blocks = [torch.stack([p.detach() for p in ps]) for ps in _transposed_parameters(models)]
        self.flat = torch.cat([block.flatten() for block in blocks])
        self.gradient = torch.zeros_like(self.flat)
        self.parameters, self.gradients = (_cut(f, blocks) for f in (self.flat, self.gradient))
        for block, replicas in zip(self.parameters, _transposed_parameters(models)):
            for view, p in zip(block, replicas):
                p.data = view
        self.layers, self.x = layers_of(models[0]), None
        if self.layers is None:
            groups, known = self._groups(LARGE_GROUP), is_known(models[0])
            self.groups = [(g, self._any(p, d, known)) for g, p, d in groups]

    def spread(self, values) -> torch.Tensor | float:
        """Return one number for all, or K numbers as a flat tensor over the whole buffer."""
        if len(values.unique()) == 1:
            return float(values[0])
        values = values.to(self.flat.dtype)
        return torch.cat([values.repeat_interleave(p[0].numel()) for p in self.parameters])

    def differentiate(self, x, y) -> torch.Tensor:
        """Fill ``gradient`` from minibatches x, y (1 or K, B, …); return the losses (K,)."""
        if self.layers is None:
            return torch.cat([one(*self._own(g, x, y)) for g, one in self.groups])
        x = x.movedim(1, -1)  # examples last
        if self.x is None or self.x.shape != x.shape:
            self._lay_out(x.shape)
        self.x.copy_(x)
        with np.errstate(all="ignore"):  # what overflows is infinite, as it is with PyTorch
            for work in self.before:
                work()
            losses = [chain.step(*self._own(g, y)) for g, chain in self.groups]
        return torch.cat(losses) if len(losses) > 1 else losses[0]

    def _own(self, group, *values):
        return [one if len(one) == 1 else one[group] for one in values]

    def _groups(self, size):
        """Yield groups of replicas, with their parameters and where their gradients go."""
        for k in range(0, len(self.models), size):
            g = slice(k, k + size)
            yield g, *([b[g] for b in blocks] for blocks in (self.parameters, self.gradients))

    def _lay_out(self, shape) -> None:
        """Lay out the work of a step: once what comes before the weights, then group by group."""
        self.x, kept = self.flat.new_empty(shape), []
        first = next(i for i, (layer, _) in enumerate(self.layers) if layer in LEARNING)
        x, _, self.before, _ = lay_out(self.layers[:first], [], [], self.x, self.flat.new_empty)
        size = GROUP if x.ndim == 3 else max(1, GROUP // 2)
        self.groups = [
            (
                g,
                Chain(
                    self.layers[first:], p, d, *self._own(g, x), self.loss, in_turn(kept, x.dtype)
                ),
            )
            for g, p, d in self._groups(size)
        ]

    def _any(self, parameters, gradients, known):
        """Return the step of a group of models that are no chains."""
        if known:
            return Batch(self.models[0], self.names, parameters, gradients, self.loss).step
        return partial(self._differentiate_any, parameters, gradients)

    def _differentiate_any(self, parameters, gradients, x, y) -> torch.Tensor:
        """The same for any architecture, by torch.func: slower, and without a formula."""

        def loss(parameters, x, y):
            return self.loss(functional_call(self.models[0], parameters, (x,)), y)

        K = len(parameters[0])
        shared = [None if len(values) == 1 < K else 0 for values in (x, y)]
        x, y = (values[0] if axis is None else values for values, axis in zip((x, y), shared))
        each = vmap(grad_and_value(loss), in_dims=(0, *shared), randomness="different")
        found, losses = each(dict(zip(self.names, parameters)), x, y)
        for name, gradient in zip(self.names, gradients):
            gradient.copy_(found[name])
        return losses

    def release(self) -> None:
        """Give every model its own memory back."""
        for model in self.models:
            for p in model.parameters():
                p.data = p.data.clone()


def _transposed_parameters(models):
    """Return one tuple of K parameters for each parameter of the architecture."""
    return list(zip(*(model.parameters() for model in models)))


def _cut(flat, blocks) -> list[torch.Tensor]:
    """Return views into ``flat`` with the shapes of ``blocks``, one after the other."""
    parts = flat.split([block.numel() for block in blocks])
    return [part.view(block.shape) for part, block in zip(parts, blocks)]


def sgd(stack, rates, momenta, decays):
    """Return the update v ← μ v + g + λ w, w ← w - η v on the whole stack; Polyak (1964)."""
    rate, momentum, decay = map(stack.spread, (rates, momenta, decays))
    velocity = torch.zeros_like(stack.flat)

    def update(step):
        _add(stack.gradient, velocity, momentum, out=velocity)
        if decays.any():
            _add(velocity, stack.flat, decay, out=velocity)
        _add(stack.flat, velocity, rate, -1, out=stack.flat)

    return update


def adamw(stack, rates, momenta, decays):
    """Return the update of Adam with decoupled weight decay; Loshchilov and Hutter (2019)."""
    rate, β1, decay = map(stack.spread, (rates, momenta, decays))
    β2, mean, square = 0.999, torch.zeros_like(stack.flat), torch.zeros_like(stack.flat)

    def update(step):
        g, w = stack.gradient, stack.flat
        mean.mul_(β1).add_(g * (1 - β1))
        square.mul_(β2).addcmul_(g, g, value=1 - β2)
        w.mul_(1 - rate * decay)
        scale = np.sqrt(
            (square / (1 - β2**step)).numpy()
        )  # MKL's root is not rounded to the last bit
        direction = mean / (1 - β1**step) / (torch.from_numpy(scale) + 1e-8)
        _add(w, direction, rate, -1, out=w)

    return update


OPTIMIZERS = {"sgd": sgd, "adamw": adamw}


def _add(a, b, factor, sign: int = 1, *, out) -> None:
    """out = a + sign · factor · b in one pass, whether the factor is a number or a tensor."""
    if isinstance(factor, float):
        torch.add(a, b, alpha=sign * factor, out=out)
    else:
        torch.addcmul(a, b, factor, value=sign, out=out)


def _values(value, K: int, name: str, dtype=torch.float64) -> torch.Tensor:
    """Return a setting as (K,), or (1,) if it is one value for all."""
    values = torch.as_tensor(value, dtype=dtype)
    if values.shape not in ((), (K,)):
        raise ValueError(
            f"{name} has shape {tuple(values.shape)}; it should be one value or ({K},)"
        )
    if not values.isfinite().all():
        raise ValueError(f"{name} is {values.tolist()}; it should be finite")
    if name in ("learning_rate", "momentum", "weight_decay"):
        for one in values.reshape(-1).tolist():
            check_rates(**{name: one})
    return values.reshape(-1)


def _subset(examples, rows, K: int) -> Subset:
    subset = Subset(examples, rows)
    if len(subset.rows) not in (1, K):
        raise ValueError(
            f"rows has shape {tuple(subset.rows.shape)}; it should be (n,) or ({K}, n)"
        )
    return subset


def _with_noise(y, shares, seeds, n_classes: int) -> Subset:
    """Return what each replica is told instead of y, its own labels (K, n)."""
    labels = take(y, torch.arange(len(y))[None])  # (1 or K, n)
    K = max(len(labels), len(shares), len(seeds))
    settings = [list(values) * (K // len(values)) for values in (labels, shares.tolist(), seeds)]
    told = torch.stack([noisy_labels(one, share, n_classes, s) for one, share, s in zip(*settings)])
    return Subset(told.flatten(), torch.arange(told.numel()).view(told.shape))
