"""Streams: what is made when it is needed equals what was made before."""

import pytest
import torch
from torch.nn import functional as F

from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.examples import Stream, Subset, check_examples, take
from moreisdifferent.training.fit import fit
from moreisdifferent.training.replicas import fit_replicas

N = 60
SETTINGS = {"steps": 20, "batch_size": 8, "learning_rate": 0.05}


def pictures(rows):
    return torch.sin(rows[:, None] * torch.arange(1.0, 5.0))


def kinds(rows):
    return rows % 3


X, Y = pictures(torch.arange(N)), kinds(torch.arange(N))
OWN_ROWS = torch.stack([torch.arange(30) + 10 * k for k in range(3)])


class Counting:
    """Somebody else's stream: a length and rows, and no more. It notes what it was asked for."""

    def __init__(self):
        self.asked = []

    def __len__(self):
        return N

    def __getitem__(self, rows):
        self.asked.append(tuple(rows.shape))
        return X[rows]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"seed": [4, 5, 6]},
        {"rows": torch.arange(5, 45)},
        {"rows": OWN_ROWS},
        {"rows": OWN_ROWS, "seed": [4, 5, 6], "label_noise": 0.3},
        {"label_noise": [0.0, 0.2, 0.5]},
    ],
)
def test_replicas_lose_the_same_on_a_stream(settings):
    losses = [
        fit_replicas([MLP((4, 6, 3), k) for k in range(3)], x, y, **SETTINGS, **settings).loss
        for x, y in ((X, Y), (Stream(pictures, N), Y), (Stream(pictures, N), Stream(kinds, N)))
    ]
    assert torch.equal(losses[0], losses[1]) and torch.equal(losses[0], losses[2])


@pytest.mark.parametrize("settings", [{}, {"rows": torch.arange(5, 45), "label_noise": 0.3}])
def test_one_model_loses_the_same_on_a_stream(settings):
    first, second = (
        fit(MLP((4, 6, 3), 0), x, y, **SETTINGS, **settings).loss
        for x, y in ((X, Y), (Stream(pictures, N), Stream(kinds, N)))
    )
    assert torch.equal(first, second)


@pytest.mark.parametrize("seed, rows", [(0, (1, 8)), ([1, 2, 3], (3, 8))])
def test_a_stream_is_asked_for_a_minibatch_at_a_time(seed, rows):
    stream = Counting()
    fit_replicas([MLP((4, 6, 3), k) for k in range(3)], stream, Y, seed=seed, **SETTINGS)
    assert stream.asked == [(1, 2), *[rows] * 20]  # two examples are looked at before


def test_a_subset_of_a_subset_holds_its_rows():
    inner = Subset(X, torch.arange(10, 40))
    outer = Subset(inner, [[0, 5], [3, 29]])
    assert torch.equal(take(outer, torch.tensor([[1, 0]])), X[torch.tensor([[15, 10], [39, 13]])])


def test_the_first_two_examples_of_a_stream_are_checked():
    broken = Stream(lambda rows: pictures(rows) / 0, N)
    with pytest.raises(ValueError, match="x is not finite in example 0"):
        check_examples(MLP((4, 3), 0), broken, Y, F.cross_entropy)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: Stream(pictures, 0), "n is 0"),
        (lambda: Stream(pictures, N)[torch.tensor([[N]])], "from 0 to 59"),
        (lambda: Stream(pictures, N)[torch.tensor([[0.5]])], "whole numbers"),
        (lambda: Stream(lambda rows: X[:1], N)[torch.tensor([[1, 2]])], r"\(1, 4\).*\(2, …\)"),
        (lambda: Subset(X, torch.ones(N, dtype=bool)), "whole numbers"),
        (lambda: Subset(X, []), r"rows has shape \(0,\)"),
    ],
)
def test_bad_rows_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
