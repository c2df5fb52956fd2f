"""Nearest neighbours: do two representations put the same examples next to each other?"""

import numpy as np
import torch


def nearest(features, k: int) -> torch.Tensor:
    """Return the ``k`` nearest neighbours of each example, shape (N, k), itself left out.

    Args:
        features: shape (N, …), compared by the cosine of their directions.
        k: from 1 to N - 1.

    Raises:
        ValueError: if ``k`` is out of range or the features are not finite numbers.
    """
    if features.ndim < 2 or not 1 <= k < len(features):
        raise ValueError(
            f"k is {k} and features has shape {tuple(features.shape)}; "
            "features should be (N, …) and k from 1 to N - 1"
        )
    if not features.isfinite().all():
        raise ValueError("features is not finite; did a network diverge?")
    directions = torch.nn.functional.normalize(features.flatten(1).double(), dim=1)
    cosines = directions @ directions.T
    cosines.fill_diagonal_(-2)
    return cosines.topk(k).indices


def agreement(first, second) -> float:
    """Return the share of neighbours that two lists (N, k) have in common, from 0 to 1.

    Raises:
        ValueError: if the lists have different shapes or are empty.

    Source: mutual nearest neighbours as in Huh and others (2024).
    """
    if first.ndim != 2 or first.shape != second.shape or not first.numel():
        raise ValueError(
            f"first has shape {tuple(first.shape)} and second {tuple(second.shape)}; "
            "both should be the same (N, k), not empty"
        )
    return float((first[:, :, None] == second[:, None]).any(2).double().mean())


def permuted(neighbours, generator: np.random.Generator, labels=None) -> torch.Tensor:
    """Return a list (N, k) with the examples shuffled: what agreement is worth by chance.

    Example i takes the place of example p(i), and so does i as a neighbour of others.

    Args:
        neighbours: shape (N, k).
        generator: draws the permutation p.
        labels: shape (N,); if given, p only exchanges examples of one class, so that what agrees
            by chance *or by class* is left.

    Raises:
        ValueError: if there is not one label an example.

    Source: Gröger, Wen and Brbić (2026) for the permutation.
    """
    n = len(neighbours)
    groups = np.zeros(n, dtype=int) if labels is None else np.asarray(labels)
    if groups.shape != (n,):
        raise ValueError(f"labels has shape {groups.shape}; it should be ({n},), one an example")
    place = np.arange(n)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        place[rows] = generator.permutation(rows)
    place = torch.from_numpy(place)
    found = torch.empty_like(neighbours)
    found[place] = place[neighbours]
    return found
