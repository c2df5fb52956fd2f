"""The loss of averaged weights, measured while a model trains."""

import copy

import torch
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector, vector_to_parameters

SHARE = 8  # the average reaches back over about one part in so many of the training so far


class AveragedLoss:
    """A callback of :func:`~moreisdifferent.training.fit.fit` that judges the average of recent weights.

    At a constant learning rate single weights tremble, those of small batches the most, and a loss
    would measure the trembling. Their average over the last eighth of the path does not; the share of the
    path is the same early and late, so that no moment and no number of steps is favoured.

    >>> watch = AveragedLoss(x_test, y_test, moments=[10, 100, 1000])
    >>> fit(model, x, y, steps=1000, callback=watch)
    >>> watch.losses  # of the averaged model after 10, 100 and 1000 steps

    Args:
        x, y: examples to be judged by, tensors (N, …) and (N,) or what ``loss`` takes.
        moments: the steps after which to judge, increasing, the first at least 1.
        loss: ``loss(outputs, targets)``.

    Attributes:
        losses: one number a moment that has come.

    Raises:
        ValueError: if ``moments`` does not increase from at least 1, or ``x`` and ``y`` differ in length.

    Source: Shamir and Zhang (2013), polynomial-decay averaging.
    """

    def __init__(self, x, y, moments, loss=F.cross_entropy):
        self.moments = [int(moment) for moment in moments]
        if self.moments != sorted(set(self.moments)) or self.moments[:1] < [1]:
            raise ValueError(f"moments is {moments}; it should increase, the first at least 1")
        if len(x) != len(y) or not len(x):
            raise ValueError(f"x has {len(x)} examples and y {len(y)}; both should have as many")
        self.x, self.y, self.loss, self.losses, self.model = x, y, loss, [], None

    def __call__(self, step: int, model) -> None:
        """Take the weights after ``step`` into the average, and judge it if the moment has come."""
        weights = parameters_to_vector(model.parameters()).detach()
        if self.model is None:
            self.model, self.average = copy.deepcopy(model), weights.clone()
        self.average.lerp_(weights, min(1.0, (SHARE + 1) / (step + SHARE)))
        if step in self.moments:
            vector_to_parameters(self.average.clone(), self.model.parameters())
            with torch.no_grad():
                self.losses.append(self.loss(self.model(self.x), self.y).item())
