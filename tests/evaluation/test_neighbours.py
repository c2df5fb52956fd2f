"""Neighbours by hand, and what agreement is worth by chance."""

import numpy as np
import torch

from moreisdifferent.evaluation.neighbours import agreement, nearest, permuted


def test_neighbours_of_four_directions():
    angles = torch.tensor([0.0, 0.1, 1.0, 1.2])
    points = torch.stack([angles.cos(), angles.sin()], 1)
    assert nearest(points, 1).flatten().tolist() == [1, 0, 3, 2]
    assert torch.equal(nearest(5 * points, 2), nearest(points, 2))  # only directions count


def test_agreement_counts_what_two_lists_share():
    first = torch.tensor([[1, 2], [0, 2], [0, 1]])
    assert agreement(first, first.flip(1)) == 1
    assert agreement(first, torch.tensor([[1, 2], [0, 3], [4, 5]])) == 0.5


def test_shuffled_examples_agree_by_chance_alone():
    n, k = 400, 10
    list_of = nearest(torch.randn(n, 8, generator=torch.Generator().manual_seed(0)), k)
    found = [agreement(list_of, permuted(list_of, np.random.default_rng(i))) for i in range(20)]
    assert abs(np.mean(found) - k / (n - 1)) < 0.003


def test_within_classes_neighbours_keep_their_class():
    labels = np.arange(300) % 3
    where = torch.randn(300, 4, generator=torch.Generator().manual_seed(1))
    where[:, 0] += 20 * torch.tensor(labels == 1)
    list_of = nearest(where, 5)
    again = permuted(list_of, np.random.default_rng(2), labels)
    same = lambda rows: (labels[rows.numpy()] == labels[:, None]).mean()  # noqa: E731
    assert np.isclose(same(again), same(list_of))
    assert agreement(list_of, again) < agreement(list_of, list_of)


def test_a_permutation_moves_examples_and_neighbours_alike():
    where = torch.randn(30, 3, generator=torch.Generator().manual_seed(4))
    list_of = nearest(where, 3)
    place = torch.from_numpy(np.random.default_rng(7).permutation(np.arange(30)))
    moved = torch.empty_like(where)
    moved[place] = where
    again = permuted(list_of, np.random.default_rng(7))
    assert agreement(nearest(moved, 3), again) == 1
