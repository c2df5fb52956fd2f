"""Stitching: the first layers of one network, a linear map, and the last layers of another."""

import torch
from torch import nn
from torch.nn import functional as F


class Stitch(nn.Module):
    """A linear map on features, the same at every place of a feature map (a 1×1 convolution).

    Args:
        weight: shape (D, D'), from D features to D'.
        bias: shape (D',).
    """

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)

    def forward(self, features):
        """Return features (N, D', …) for features (N, D, …)."""
        return (features.movedim(1, -1) @ self.weight + self.bias).movedim(-1, 1)


def cut(network: nn.Sequential, depth: int) -> tuple[nn.Sequential, nn.Sequential]:
    """Return the layers of a chain up to its ``depth``-th ReLU, and those behind it.

    For every x, ``top(bottom(x))`` is ``network(x)``; the layers are shared, not copied.

    Args:
        network: a chain with as many ReLUs at least.
        depth: 1 cuts behind the first ReLU.

    Raises:
        ValueError: if the network has no such ReLU.
    """
    layers = list(network)
    places = [i + 1 for i, layer in enumerate(layers) if isinstance(layer, nn.ReLU)]
    if not 1 <= depth <= len(places):
        raise ValueError(f"depth is {depth}; it should be from 1 to {len(places)}, one a ReLU")
    place = places[depth - 1]
    return nn.Sequential(*layers[:place]), nn.Sequential(*layers[place:])


def fit_stitch(features, targets, penalty: float = 1e-3) -> Stitch:
    """Return the stitch from ``features`` that comes nearest to ``targets``, in closed form.

    It minimises the mean of ‖f W + b - t‖² plus a ridge ‖W‖², whose weight is ``penalty`` times the
    mean variance of the features. Of feature maps, every place is an example. No label is used.

    Args:
        features, targets: shapes (N, D, …) and (N, D', …) with the same places, of two networks that
            see the same N examples.
        penalty: at least 0; of networks with fewer examples than features it should be positive.

    Raises:
        ValueError: if shapes do not fit, numbers are not finite or the features do not vary, or
            ``penalty`` is negative.

    Source: Lenc and Vedaldi (2015) for the stitch; Hoerl and Kennard (1970) for the ridge.
    """
    fits = min(features.ndim, targets.ndim) >= 2 and (
        (features.shape[0], *features.shape[2:]) == (targets.shape[0], *targets.shape[2:])
    )
    if not fits or not features.numel() or not targets.numel():
        raise ValueError(
            f"features has shape {tuple(features.shape)} and targets {tuple(targets.shape)}; they "
            "should be (N, D, …) and (N, D', …) with the same N and places, not empty"
        )
    if not 0 <= penalty < float("inf"):
        raise ValueError(f"penalty is {penalty}; it should be at least 0 and finite")
    x, t = (part.movedim(1, -1).flatten(0, -2).double() for part in (features, targets))
    middle, aim = x.mean(0), t.mean(0)
    x, t = x - middle, t - aim
    covariance = x.T @ x / len(x)
    variance = covariance.diagonal().mean()
    if not (0 < variance < float("inf") and t.isfinite().all()):
        raise ValueError("features do not vary, or features or targets are not finite")
    ridge = (penalty * variance + 1e-12 * variance) * torch.eye(len(covariance), dtype=x.dtype)
    W = torch.linalg.solve(covariance + ridge, x.T @ t / len(x))
    return Stitch(W.to(features.dtype), (aim - middle @ W).to(features.dtype))


def train_stitch(
    stitch: Stitch, top, features, labels, *, steps: int, learning_rate: float, seed: int
) -> Stitch:
    """Train a stitch in place to make ``top`` name the labels, and return it; ``top`` stays as it is.

    Args:
        stitch: where to begin, say from :func:`fit_stitch`.
        top: the last layers of a network; maps what the stitch gives to logits (N, C).
        features, labels: shapes (N, D, …) and (N,).
        steps: of AdamW, each with 64 examples.
        learning_rate, seed: its rate at first, which falls to 0, and the seed of the order of the
            examples.

    Raises:
        ValueError: if there is not one label an example, or ``steps`` is below 1.

    Source: Bansal, Nakkiran and Barak (2021).
    """
    if labels.shape != features.shape[:1] or not len(labels):
        raise ValueError(
            f"labels has shape {tuple(labels.shape)}; it should be ({len(features)},), one a feature"
        )
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    generator = torch.Generator().manual_seed(seed)
    parameters = list(stitch.parameters())
    update = torch.optim.AdamW(parameters, lr=learning_rate, weight_decay=0.0, fused=True)
    for step in range(steps):
        update.param_groups[0]["lr"] = learning_rate * (1 - step / steps)
        rows = torch.randint(len(labels), (64,), generator=generator)
        loss = F.cross_entropy(top(stitch(features[rows])), labels[rows])
        for p, slope in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.grad = slope
        update.step()
    return stitch
