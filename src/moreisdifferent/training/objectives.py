"""Objectives that need no labels: each scores what an encoder's head says about views of pictures.

Outputs of V = 2 views of B pictures come as (2B, D), the two views of a picture one after the
other, as :class:`~moreisdifferent.models.encoder.Encoder` returns them. All objectives have the
form ``loss(outputs, targets)`` of :func:`~moreisdifferent.training.fit.fit`; those that compare
views do not look at the targets.
"""

import torch
from torch.nn import functional as F


def pairs_of(outputs) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the outputs (B, D) of the first and of the second view.

    Raises:
        ValueError: if the number of outputs is odd or there are none.
    """
    _check(outputs)
    return outputs.unflatten(0, (-1, 2)).unbind(1)


def _check(outputs, pictures: int = 1) -> None:
    if outputs.ndim != 2 or len(outputs) % 2 or len(outputs) < 2 * pictures or not outputs.numel():
        shape = tuple(outputs.shape)
        raise ValueError(
            f"outputs has shape {shape}; it should be (2B, D), two views a picture, B at least "
            f"{pictures}"
        )
    if not outputs.is_floating_point():
        raise ValueError(f"outputs is {outputs.dtype}; it should be made of floating-point numbers")


def contrastive(outputs, targets=None, temperature: float = 0.2) -> torch.Tensor:
    """Return the mean of -log p(right partner), where the other pictures' views are the rivals.

    p is a softmax over the cosines between one picture's first view and all second views, divided
    by ``temperature``; and the same with the two exchanged.

    Raises:
        ValueError: if ``outputs`` are not two views a picture or ``temperature`` is not positive.

    Source: van den Oord, Li and Vinyals (2018); in the symmetric form of Radford et al. (2021).
    """
    _check(outputs)
    if not 0 < temperature < float("inf"):
        raise ValueError(f"temperature is {temperature}; it should be positive and finite")
    first, second = pairs_of(F.normalize(outputs, dim=1))
    logits = first @ second.T / temperature  # (B, B)
    right = torch.arange(len(logits))
    return (F.cross_entropy(logits, right) + F.cross_entropy(logits.T, right)) / 2


def redundancy(outputs, targets=None, weight: float = 0.05) -> torch.Tensor:
    """Return how far the correlation matrix of the two views (D, D) is from the identity.

    Views should agree (ones on the diagonal) and features should not repeat one another (zeros
    beside it, weighted by ``weight``). No picture is pushed away from another.

    Raises:
        ValueError: if ``outputs`` are not two views of at least two pictures, which a correlation
            needs, or ``weight`` is negative.

    Source: Zbontar et al. (2021), "Barlow Twins".
    """
    _check(outputs, pictures=2)
    if not 0 <= weight < float("inf"):
        raise ValueError(f"weight is {weight}; it should be finite and at least 0")
    first, second = ((v - v.mean(0)) / (v.std(0) + 1e-4) for v in pairs_of(outputs))
    C = first.T @ second / len(first)
    agree = (1 - C.diagonal()).square().sum()
    return agree + weight * (C.square().sum() - C.diagonal().square().sum())


def reconstruction(outputs, targets) -> torch.Tensor:
    """Return the mean cross entropy between pixels painted and pixels meant.

    Args:
        outputs: shape (2B, D), the logits of D pixels from a view.
        targets: shape (B, …), pictures of D pixels in [0, 1] behind the two views.

    Raises:
        ValueError: if there is not one target for two outputs, of the same type and as many pixels.

    Source: Vincent et al. (2008), the denoising autoencoder.
    """
    _check(outputs)
    wanted = (len(outputs) // 2, outputs.shape[1])
    if targets.ndim < 2 or (len(targets), targets[0].numel()) != wanted:
        raise ValueError(
            f"targets has shape {tuple(targets.shape)}; it should be {wanted[0]} pictures of "
            f"{wanted[1]} pixels, one for two outputs"
        )
    if targets.dtype != outputs.dtype:
        raise ValueError(f"targets is {targets.dtype}; it should be {outputs.dtype}, as outputs")
    meant = targets.flatten(1).repeat_interleave(2, 0)
    return F.binary_cross_entropy_with_logits(outputs, meant)


def agreement(outputs, targets=None) -> torch.Tensor:
    """Return the mean squared distance between two views: minimal when all outputs are the same.

    Not an objective to use but one to learn from: it is what the others guard against.
    """
    return F.mse_loss(*pairs_of(outputs))
