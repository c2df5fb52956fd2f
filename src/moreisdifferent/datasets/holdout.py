"""Who is learned from, who is chosen by and who is the exam: split by groups, in K ways."""

from typing import NamedTuple

import numpy as np
import torch

from .seeds import rng


class Holdout(NamedTuple):
    """Rows of examples; a group (a writer, say) is in one part only.

    Attributes:
        train: shape (K, C, m), for each replicate and class m rows in random order, so that
            ``train[:, :, :5]`` are five of each class and ``train[:, :, :10]`` those and five more.
        validation: shape (n,), to choose by; the same for all replicates, in no test.
        test: shape (K, n), of groups that no other replicate is tested on.
    """

    train: torch.Tensor
    validation: torch.Tensor
    test: torch.Tensor


def hold_out(labels, groups, K: int, n_test: int, n_validation: int, seed: int) -> Holdout:
    """Split examples by their groups into what is trained on, chosen by and tested on, K times.

    Args:
        labels: shape (N,), 0 to C-1; every group holds equally many of every class.
        groups: shape (N,), who made each example.
        K: replicates; their tests share no group.
        n_test, n_validation: how many groups each replicate is tested on, and all choose by.
        seed: of the order in which groups are taken.

    Raises:
        ValueError: if there are too few groups, or a group is not balanced over the classes.
    """
    labels, groups = np.asarray(labels), np.asarray(groups)
    if labels.ndim != 1 or labels.shape != groups.shape or not labels.size:
        raise ValueError(
            f"labels has shape {labels.shape}, groups {groups.shape}; both should be (N,), not empty"
        )
    if labels.dtype.kind not in "iu" or labels.min() < 0:
        raise ValueError("labels should be whole numbers, 0 to C-1")
    if min(K, n_test, n_validation) < 1:
        raise ValueError(f"K, n_test, n_validation are {K, n_test, n_validation}; each at least 1")
    table = _by_group(labels, groups)  # (G, C, copies)
    G = len(table)
    if K * n_test + n_validation > G or n_test + n_validation >= G:
        raise ValueError(
            f"K is {K}: {K} tests of {n_test} groups and {n_validation} to choose by should be "
            f"apart and leave some to train on; there are {G} groups"
        )
    order = rng(seed, 1).permutation(G)
    at = np.arange(K * n_test).reshape(K, n_test)  # places in the order
    train = []
    for k in range(K):
        rest = np.setdiff1d(order[: G - n_validation], order[at[k]])
        rows = table[rest].swapaxes(0, 1).reshape(table.shape[1], -1)  # (C, m)
        train.append(rows[:, rng(seed, 2, k).permutation(rows.shape[1])])
    parts = (
        np.stack(train),
        table[order[G - n_validation :]].ravel(),
        table[order[at]].reshape(K, -1),
    )
    return Holdout(*(torch.from_numpy(np.ascontiguousarray(part)) for part in parts))


def _by_group(labels, groups) -> np.ndarray:
    """Return rows of the examples, shape (groups, classes, copies)."""
    order = np.lexsort((labels, groups))
    names, C = np.unique(groups), labels.max() + 1
    copies = len(labels) // (len(names) * C)
    wanted = np.tile(np.repeat(np.arange(C), copies), len(names))
    if copies * len(names) * C != len(labels) or (labels[order] != wanted).any():
        raise ValueError("groups should each hold equally many examples of every one of the labels")
    return order.reshape(len(names), C, copies)
