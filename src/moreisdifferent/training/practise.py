"""Replicas that practise on fresh examples, step by step, and are examined on the way."""

from copy import deepcopy
from numbers import Integral

import numpy as np
import torch
from torch.nn import functional as F


def practise(model, task, loss, steps: int, generator, exam=None, every: int = 0, rate=0.01):
    """Train K replicas on fresh examples and return the exams on the way, shape (E, …).

    A gradient longer than 1 is cut to 1, in each replica for itself (Pascanu and others, 2013). The
    optimizer is Adam.

    Args:
        model: its parameters are (K, …); the replicas share nothing.
        task: takes the generator and returns inputs and targets.
        loss: takes logits and targets and returns the sum of the replicas' losses.
        steps: updates, at least 1.
        generator: a ``torch.Generator`` that draws the examples.
        exam: takes the model and returns an array; called before the first step and then after
            each ``every`` steps, without gradients.
        rate: learning rate, positive.

    Raises:
        ValueError: if ``steps`` is below 1, ``rate`` is not positive, or there is an exam and no
            ``every``.
    """
    good = isinstance(steps, Integral) and isinstance(every, Integral) and steps >= 1 and rate > 0
    if not good or (exam is not None) != (every >= 1):
        raise ValueError(
            f"steps is {steps}, every {every} and rate {rate}; steps should be at least 1, rate "
            "positive, and every at least 1 exactly where there is an exam"
        )
    weights, exams = list(model.parameters()), []
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0, fused=True)
    for step in range(steps + 1):
        if exam is not None and step % every == 0:
            with torch.no_grad():
                exams.append(np.asarray(exam(model)))
        if step < steps:
            x, y = task(generator)
            optimizer.zero_grad()
            loss(model(x), y).backward()
            _cut(weights)
            optimizer.step()
    return np.array(exams)


def _cut(weights) -> None:
    shrink = sum(w.grad.flatten(1).square().sum(1) for w in weights).rsqrt().clamp(max=1)  # (K,)
    for w in weights:
        w.grad *= shrink.view(-1, *[1] * (w.ndim - 1))


def cross_entropy(logits, targets):
    """Return the cross entropy of replicas, the mean over examples summed over the K replicas.

    Args:
        logits: shape (…, K, B, C).
        targets: shape (…, K, B).

    Raises:
        ValueError: if the shapes do not fit.
    """
    if logits.ndim < 3 or logits.shape[:-1] != targets.shape:
        raise ValueError(
            f"logits has shape {tuple(logits.shape)} and targets {tuple(targets.shape)}; they "
            "should be (…, K, B, C) and (…, K, B)"
        )
    return logits.shape[-3] * F.cross_entropy(logits.flatten(0, -2), targets.flatten())


def share_right(logits, targets):
    """Return the share of right answers of each replica, shape (K,).

    Args:
        logits: shape (…, K, B, C).
        targets: shape (…, K, B); the mean is over all axes but K.

    Raises:
        ValueError: if the shapes do not fit.
    """
    if logits.ndim < 3 or logits.shape[:-1] != targets.shape:
        raise ValueError(
            f"logits has shape {tuple(logits.shape)} and targets {tuple(targets.shape)}; they "
            "should be (…, K, B, C) and (…, K, B)"
        )
    right = (logits.argmax(-1) == targets).double()
    return right.mean([*range(right.ndim - 2), right.ndim - 1])


def only(model, rows):
    """Return a copy of a model of replicas with some of them.

    Args:
        rows: a slice, or indices.

    Raises:
        ValueError: if no replica is left.
    """
    part = deepcopy(model)
    for w in part.parameters():
        w.data = w.data[rows]
        if not len(w):
            raise ValueError(f"rows is {rows}; it should leave at least one of the replicas")
    return part
