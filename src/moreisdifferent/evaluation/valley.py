"""What the ground is like under a trained network: how curved it is, and what lies between two."""

import copy

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment
from torch.nn import functional as F


def sharpness(loss, parameters, start, rounds: int = 3) -> tuple[float, torch.Tensor]:
    """Return the largest curvature of a loss, and its direction to start from the next time.

    By power iteration: a direction is multiplied by the matrix of second derivatives and scaled
    back, ``rounds`` times; no matrix is ever built.

    Args:
        loss: a scalar tensor that depends on the parameters.
        parameters: the P parameters, a sequence of tensors that need gradients.
        start: a direction, shape (P,), not zero.

    Raises:
        ValueError: if ``start`` has another length or is zero, or ``rounds`` is below 1.

    Source: Cohen, Kaur, Li, Kolter and Talwalkar (2021).
    """
    parameters = list(parameters)
    size = sum(p.numel() for p in parameters)
    if start.shape != (size,) or not start.norm() > 0 or rounds < 1:
        raise ValueError(
            f"start has shape {tuple(start.shape)} and length {start.norm():g}, rounds is {rounds}; "
            f"they should be ({size},), above 0 and at least 1"
        )
    slopes = torch.autograd.grad(loss, parameters, create_graph=True)
    slope = torch.cat([s.reshape(-1) for s in slopes])
    for _ in range(rounds):
        start = start / start.norm()
        again = torch.autograd.grad(slope @ start, parameters, retain_graph=True)
        curved = torch.cat([c.reshape(-1) for c in again])
        found, start = (start @ curved).item(), curved
    return found, start


def match_units(a, b):
    """Return a copy of ``b`` that computes the same, its hidden units in the order of ``a``'s.

    Units are paired so that the weights into and out of them agree best in sum, by an assignment.

    Args:
        a, b: perceptrons with one hidden layer of one shape: Flatten, Linear, ReLU, Linear.

    Raises:
        ValueError: if ``a`` or ``b`` is none, or their shapes differ.

    Source: Entezari and others (2022); Ainsworth, Hayase and Srinivasa (2023).
    """
    shapes = [[tuple(p.shape) for p in net.parameters()] for net in (a, b)]
    if shapes[0] != shapes[1] or len(shapes[0]) != 4:
        raise ValueError(f"a has parameters {shapes[0]} and b {shapes[1]}; they should be two layers of one shape")  # fmt: skip
    units = [
        torch.cat([n[1].weight, n[1].bias[:, None], n[3].weight.T], 1).detach() for n in (a, b)
    ]
    _, order = linear_sum_assignment((units[0] @ units[1].T).numpy(), maximize=True)
    matched = copy.deepcopy(b)
    with torch.no_grad():
        matched[1].weight[:], matched[1].bias[:] = b[1].weight[order], b[1].bias[order]
        matched[3].weight[:] = b[3].weight[:, order]
    return matched


def along_the_line(a, b, x, y, points: int = 11) -> np.ndarray:
    """Return the cross entropy at equally spaced weights from those of ``a`` to those of ``b``.

    Args:
        a, b: networks of one shape; they stay as they are.
        x, y: examples (N, …) and labels (N,).
        points: how many, the ends included, at least 3.

    Returns:
        shape (points,), in nats.

    Raises:
        ValueError: if ``points`` is below 3, or the shapes of ``a`` and ``b`` differ.
    """
    ends = [list(net.parameters()) for net in (a, b)]
    if points < 3 or [p.shape for p in ends[0]] != [p.shape for p in ends[1]]:
        raise ValueError(f"points is {points}; it should be at least 3, and a and b of one shape")
    walker, heights = copy.deepcopy(a), []
    for share in np.linspace(0, 1, points):
        with torch.no_grad():
            for here, left, right in zip(walker.parameters(), *ends):
                here[:] = torch.lerp(left, right, share)
            heights.append(F.cross_entropy(walker(x), y).item())
    return np.array(heights)
