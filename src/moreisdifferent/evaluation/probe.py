"""The linear probe: what a linear map can read from frozen features, and nothing more."""

from typing import NamedTuple

import torch
from torch.nn import functional as F

from ..training.products import product


class Probe(NamedTuple):
    """A linear map on features: ``weight`` (D, C) and ``bias`` (C,), or (D,) and () for numbers."""

    weight: torch.Tensor
    bias: torch.Tensor

    def __call__(self, features) -> torch.Tensor:
        """Return scores (N, C), or numbers (N,), for features (N, D)."""
        return features @ self.weight + self.bias

    def layer(self) -> torch.nn.Linear:
        """Return the probe for classes as a layer, to stand as the head of a network."""
        layer = torch.nn.Linear(*self.weight.shape)
        layer.weight.data = self.weight.T.contiguous()
        layer.bias.data = self.bias
        return layer


def linear_probe(
    features, y, penalty: float = 0.01, n_classes: int | None = None, steps: int = 25
) -> Probe:
    """Return the linear map that reads ``y`` from ``features`` best.

    Classes are read by multinomial logistic regression and numbers by least squares, both on
    standardised features and with ``penalty`` / 2 · ‖W‖² added to the mean loss (half the squared
    error for numbers); the bias is free. In scikit-learn's terms C = 1 / (N · penalty).

    Args:
        features: shape (N, D), of an encoder that is not trained any more.
        y: shape (N,): whole numbers are classes, the rest are numbers to be estimated.
        penalty: weight of the ridge, positive.
        n_classes: C; the largest class plus one if left out.
        steps: of L-BFGS at most, for classes; 25 settle the answers, hundreds the last digits of the weights.

    Raises:
        ValueError: if shapes do not fit, numbers are not finite, a class is not from 0 to C - 1, or
            ``penalty`` or ``steps`` is not positive.

    Source: Alain and Bengio (2016).
    """
    if features.ndim != 2 or y.shape != features.shape[:1] or len(y) < 2 or not features.numel():
        raise ValueError(
            f"features has shape {tuple(features.shape)} and y {tuple(y.shape)}; "
            "they should be (N, D) and (N,), N at least 2, D at least 1"
        )
    _check_finite("features", features)
    if not 0 < penalty < float("inf"):
        raise ValueError(f"penalty is {penalty}; it should be positive and finite")
    if not steps >= 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    centre, scale = features.mean(0), _scale(features)
    if not scale.isfinite().all():
        raise ValueError("features has a variance beyond what its numbers can hold; rescale it")
    standard = (features - centre) / scale
    if y.is_floating_point():
        y = y.to(features.dtype)
        _check_finite("y", y)
        W, b = _least_squares(standard, y, penalty)
        return Probe(W / scale, b - centre / scale @ W)
    C = int(y.max()) + 1 if n_classes is None else n_classes
    if y.min() < 0 or y.max() >= C:
        raise ValueError(
            f"y has classes {int(y.min())} to {int(y.max())}; they should be from 0 to "
            f"n_classes - 1, {C - 1}"
        )
    W, b = _logistic(standard, y.long(), penalty, C, steps)
    return Probe(W / scale[:, None], b - centre / scale @ W)


def _check_finite(name: str, values) -> None:
    if not values.is_floating_point() or not values.isfinite().all():
        raise ValueError(
            f"{name} is not finite or not floating-point; it should be both; did an encoder diverge?"
        )


def _scale(features) -> torch.Tensor:
    """Return the spread of each feature (D,); one that hardly moves is not blown up."""
    variance = features.var(0)
    return (variance + 1e-3 * variance.mean() + 1e-12).rsqrt().reciprocal()


def _logistic(x, y, penalty, n_classes, steps):
    W, b = x.new_zeros(x.shape[1], n_classes), x.new_zeros(n_classes)
    search = {"max_iter": steps, "tolerance_grad": 1e-5, "line_search_fn": "strong_wolfe"}
    update = torch.optim.LBFGS([W, b], **search)

    def loss():
        """Return the loss; leave its gradients by hand: d = (p - e_y) / N by the scores."""
        log_p = (product(x, W) + b).log_softmax(1)
        value = F.nll_loss(log_p, y) + penalty / 2 * W.square().sum()
        d = log_p.exp_()
        d[torch.arange(len(y)), y] -= 1
        d /= len(y)
        W.grad, b.grad = product(x.T, d) + penalty * W, d.sum(0)
        return value

    update.step(loss)
    return W, b


def _least_squares(x, y, penalty):
    ridge = x.T @ x / len(x) + penalty * torch.eye(x.shape[1], dtype=x.dtype)
    return torch.linalg.solve(ridge, x.T @ (y - y.mean()) / len(x)), y.mean()


def skill(answers, y) -> float:
    """Return the share of classes (N,) that scores (N, C) name, or R² of numbers (N,).

    R² is one minus the squared error over that of the mean; below 0 is worse than the mean.

    Raises:
        ValueError: if shapes do not fit, ``answers`` is not finite or numbers ``y`` do not vary.
    """
    fits = answers.ndim in (1, 2) and answers.shape[:1] == y.shape
    if not fits or not answers.numel():
        raise ValueError(
            f"answers has shape {tuple(answers.shape)} and y {tuple(y.shape)}; "
            "they should be (N, C) or (N,), and (N,), not empty"
        )
    _check_finite("answers", answers)
    if answers.ndim == 2:
        return float((answers.argmax(1) == y).double().mean())
    _check_finite("y", y)
    variance = y.var(correction=0)
    if not 0 < variance < float("inf"):
        raise ValueError(f"y has variance {variance}; it should vary, finitely, for R² to exist")
    return float(1 - (answers - y).square().mean() / variance)


def probe_skill(features, y, new, y_new, **settings) -> float:
    """Return the skill, on new examples, of a linear probe fitted to the first ones.

    Args:
        features, new: shapes (N, D) and (M, D), of the same encoder.
        y, y_new: shapes (N,) and (M,), classes or numbers.
        settings: of :func:`linear_probe`.

    Raises:
        ValueError: as :func:`linear_probe` and :func:`skill`, and if the numbers of features differ.
    """
    if features.ndim == 2 and new.shape[1:] != features.shape[1:]:
        raise ValueError(
            f"new has shape {tuple(new.shape)}; it should have {features.shape[1]} features"
        )
    if not y.is_floating_point():
        settings = {"n_classes": 1 + int(max(y.max(), y_new.max()))} | settings
    return skill(linear_probe(features, y, **settings)(new), y_new)


def best_readout(readouts, x, y):
    """Return the readout with the highest skill on held-out examples, the first of those that tie.

    Args:
        readouts: callables from examples (N, …) to scores (N, C), or numbers (N,).
        x, y: held-out examples and their answers, which no exam should ask again.

    Raises:
        ValueError: if there are no readouts.
    """
    readouts = list(readouts)
    if not readouts:
        raise ValueError("readouts is empty; there should be at least one to choose")
    return max(readouts, key=lambda readout: skill(readout(x), y))


def spread(features, before) -> float:
    """Return how far features (N, D) lie apart, relative to those of the untrained encoder.

    It is E‖f - f̄‖² over the same for ``before``, the features (N, D) of the same examples before
    training. An encoder that gives all examples nearly the same answer has collapsed: its spread
    is nearly 0, whatever its loss says.

    Raises:
        ValueError: if shapes differ, numbers are not finite or ``before`` does not vary.
    """
    if features.ndim != 2 or features.shape != before.shape or not features.numel():
        raise ValueError(
            f"features has shape {tuple(features.shape)} and before {tuple(before.shape)}; "
            "both should be the same (N, D), not empty"
        )
    _check_finite("features", features)
    _check_finite("before", before)
    now, then = (f.var(0, correction=0).sum() for f in (features, before))
    if not then > 0:
        raise ValueError("before does not vary; it should be the features of an untrained encoder")
    return float(now / then)
