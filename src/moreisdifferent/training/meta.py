"""Meta-learning: begin where a few steps on a few examples are enough, for K learners at once.

A network is a list of weights and biases, ``[W₁, b₁, W₂, b₂, …]`` with shapes (K, T, in, out) and
(K, T, 1, out): K learners, T tasks. Before a learner has adapted to its tasks, T is 1.
"""

from itertools import pairwise

import torch

from ..datasets.seeds import torch_rng
from .progress import progress

CLIP = 10.0  # largest gradient of a learner: single tasks have slopes a hundred times the usual


def meta_weights(k: int, sizes, seed) -> list[torch.Tensor]:
    """Return the initial weights of ``k`` networks with ReLUs, whose biases in the first layer vary.

    Args:
        k: how many, at least 1.
        sizes: of the input, each hidden layer and the output, as (1, 40, 40, 1).
        seed: a seed or a ``torch.Generator``.

    Raises:
        ValueError: if a number is below 1 or there are fewer than two sizes.
    """
    if len(sizes) < 2 or min(k, *sizes) < 1:
        raise ValueError(f"k is {k}, sizes {sizes}; there should be two sizes or more, all ≥ 1")
    generator, weights = torch_rng(seed), []
    for n_in, n_out in pairwise(sizes):
        W = torch.randn(k, 1, n_in, n_out, generator=generator) * (2 / n_in) ** 0.5
        b = torch.randn(k, 1, 1, n_out, generator=generator) * (0 if weights else 0.5)
        weights += [W, b]
    return weights


def body(weights, x) -> torch.Tensor:
    """Return what the last layer reads, shape (K, T, n, D), for x (K, T, n, in)."""
    for W, b in zip(weights[:-2:2], weights[1:-2:2]):
        x = torch.relu(x @ W + b)
    return x


def answers(weights, x) -> torch.Tensor:
    """Return the outputs (K, T, n, out) of the networks for x (K, T, n, in)."""
    return body(weights, x) @ weights[-2] + weights[-1]


def adapt(weights, x, y, *, steps: int, rate: float, moving=None, keep: bool = False) -> list:
    """Return the weights after ``steps`` of gradient descent on each task, from the same start.

    Args:
        weights: of K learners.
        x, y: the examples of T tasks, shapes (K, T, n, in) and (K, T, n, out).
        steps: how many; 0 returns the start, once a task.
        rate: learning rate on the mean squared error.
        moving: which entries of the list may move; all if left out.
        keep: whether the result can be differentiated by the start.

    Raises:
        ValueError: if ``steps`` is negative, or ``x`` and ``y`` do not belong together.
    """
    if x.ndim != 4 or x.shape[:3] != y.shape[:3]:
        raise ValueError(
            f"x has shape {tuple(x.shape)} and y {tuple(y.shape)}; they should be (K, T, n, …)"
        )
    if steps < 0:
        raise ValueError(f"steps is {steps}; it should be at least 0")
    moving = range(len(weights)) if moving is None else moving
    weights = [w.expand(len(x), x.shape[1], *w.shape[2:]) for w in weights]
    if not keep:
        weights = [w.detach().requires_grad_() for w in weights]
    for _ in range(steps):
        loss = (answers(weights, x) - y).square().mean((2, 3)).sum()
        slopes = torch.autograd.grad(loss, [weights[i] for i in moving], create_graph=keep)
        for i, slope in zip(moving, slopes):
            weights[i] = weights[i] - rate * slope
    return weights


def meta_train(
    weights, draw, *, steps: int, inner: int, rate: float, learning_rate: float, moving=None
) -> list:
    """Return weights from which ``inner`` steps on half of a task's examples serve the other half.

    It descends the error *after* adaptation, through the steps of adaptation, with Adam at a rate
    that falls to 0; ``inner`` = 0 trains for all tasks at once without any adaptation.

    Args:
        weights: where to begin; they are not changed.
        draw: called without arguments, returns x and y (K, T, 2n, …) of new tasks.
        steps: of the outer descent, at least 1.
        inner, rate, moving: ``steps``, ``rate`` and ``moving`` of :func:`adapt`.
        learning_rate: of the outer descent at its start.

    Raises:
        ValueError: if ``steps`` is below 1.

    Source: Finn, Abbeel and Levine (2017), MAML; with ``moving`` the head alone, ANIL, Raghu and
    others (2020).
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    weights = [w.clone().requires_grad_() for w in weights]
    update = torch.optim.Adam(weights, lr=learning_rate, fused=True)
    for step in progress(range(steps), "meta-train"):
        update.param_groups[0]["lr"] = learning_rate * (1 - step / steps)
        (x, x_new), (y, y_new) = (part.chunk(2, dim=2) for part in draw())
        found = adapt(weights, x, y, steps=inner, rate=rate, moving=moving, keep=True)
        loss = (answers(found, x_new) - y_new).square().mean((1, 2, 3)).sum()
        slopes = torch.autograd.grad(loss, weights)
        square = sum(s.square().flatten(1).sum(1) for s in slopes)  # (K,)
        shrink = (CLIP * square.rsqrt()).clamp(max=1).view(-1, 1, 1, 1)
        for w, slope in zip(weights, slopes):
            w.grad = slope * shrink
        update.step()
    return [w.detach() for w in weights]


def fresh_head(weights, x, y, x_new, penalty: float = 0.01) -> torch.Tensor:
    """Return answers (K, T, m, out) of the networks' bodies with a new last layer for each task.

    The old last layer is thrown away; the new one is ridge regression on the examples of the task,
    in closed form.

    Args:
        weights: of K networks.
        x, y, x_new: shapes (K, T, n, in), (K, T, n, out) and (K, T, m, in).
        penalty: of the ridge, positive, in units of the features' mean square.

    Raises:
        ValueError: if ``penalty`` is not positive.
    """
    if not 0 < penalty < float("inf"):
        raise ValueError(f"penalty is {penalty}; it should be positive and finite")
    with torch.no_grad():
        f, f_new = (
            torch.nn.functional.pad(body(weights, part), (0, 1), value=1.0) for part in (x, x_new)
        )
        gram = (f @ f.mT).double()  # (K, T, n, n)
        size = gram.diagonal(dim1=2, dim2=3).mean(2)[..., None, None]
        ridge = penalty * size * torch.eye(gram.shape[-1], dtype=gram.dtype)
        dual = torch.linalg.solve(gram + ridge, y.double())
        return ((f_new @ f.mT).double() @ dual).to(y.dtype)
