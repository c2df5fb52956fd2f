"""Two samples: can anybody tell them apart, and does one leave out a part of the other?"""

import torch


def told_apart(real, made) -> float:
    """Return the share of pictures that their nearest neighbour puts on the right side.

    Real and made pictures are mixed; each is said to be what its nearest neighbour is. About .5 if both come from
    one distribution, 1 if they are told apart without an error.

    Args:
        real, made: shape (N, D), the same number of each, at least 2.

    Raises:
        ValueError: if shapes differ, there are too few or a number is not finite.

    Source: Lopez-Paz and Oquab (2017).
    """
    _check(real, made)
    both = torch.cat([real, made]).double()
    distance = torch.cdist(both, both).fill_diagonal_(torch.inf)
    is_real = torch.arange(len(both)) < len(real)
    return (is_real[distance.argmin(1)] == is_real).double().mean().item()


def coverage(real, made, k: int = 5) -> float:
    """Return the share of real pictures that have a made one nearby, from 0 to 1.

    Nearby means no further than the k-th nearest other real picture.

    Args:
        real, made: shape (N, D), the same number of each.
        k: at least 1 and below N.

    Raises:
        ValueError: if shapes differ, a number is not finite or ``k`` is out of range.

    Source: Naeem, Oh, Uh, Choi and Yoo (2020).
    """
    _check(real, made)
    if not 1 <= k < len(real):
        raise ValueError(f"k is {k}; it should be from 1 to {len(real) - 1}")
    real, made = real.double(), made.double()
    radius = torch.cdist(real, real).kthvalue(k + 1, dim=1).values  # the first is itself
    return (torch.cdist(real, made).min(1).values <= radius).double().mean().item()


def _check(real, made) -> None:
    if real.ndim != 2 or real.shape != made.shape or len(real) < 2:
        raise ValueError(
            f"real has shape {tuple(real.shape)} and made {tuple(made.shape)}; "
            "both should be the same (N, D), N at least 2"
        )
    if not (real.isfinite().all() and made.isfinite().all()):
        raise ValueError("real or made is not finite; did a generator diverge?")
