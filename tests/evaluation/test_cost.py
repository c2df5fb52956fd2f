"""Bytes are counted exactly; seconds come from another process and grow with the work."""

import numpy as np
import pytest
import torch
from torch import nn

from moreisdifferent.evaluation.cost import OneByOne, costs, peak_bytes
from moreisdifferent.models.transformer import Block


class Squares(nn.Module):
    def forward(self, x):
        table = x.mT @ x  # (1, width, width)
        del table
        return x @ x.mT  # (1, T, T)


def test_the_peak_is_what_is_alive_at_once():
    x = torch.zeros(1, 100, 10)
    assert peak_bytes(Squares(), x) == 4 * 100 * 100  # the smaller table was gone by then


def test_one_by_one_gives_a_layer_single_positions():
    block, x = Block(8, 2, True), torch.randn(2, 5, 8)
    apart = torch.cat([block(x[:, t : t + 1]) for t in range(5)], 1)
    assert torch.equal(OneByOne(block)(x), apart)


def test_costs_are_measured_in_another_process():
    layers = {"once": nn.Linear(64, 64), "many": OneByOne(nn.Linear(64, 64))}
    seconds, peak = costs(layers, {"once": [64, 512], "many": [512]}, width=64, rounds=2)
    assert np.shape(seconds["once"]) == (2, 2) and np.shape(seconds["many"]) == (2, 1)
    assert np.median(seconds["many"]) > 3 * np.median(seconds["once"], 0)[1]
    assert peak["once"] == [4 * 64 * 64, 4 * 64 * 512]  # what is made, not weights and input


@pytest.mark.parametrize(
    "lengths, rounds, message",
    [({"b": [1]}, 2, "same names"), ({"a": []}, 2, "same"), ({"a": [1]}, 1, "rounds is 1")],
)
def test_bad_input_is_named(lengths, rounds, message):
    with pytest.raises(ValueError, match=message):
        costs({"a": nn.Linear(2, 2)}, lengths, width=2, rounds=rounds)


def test_a_failure_over_there_is_told():
    with pytest.raises(RuntimeError, match="measuring process failed"):
        costs({"a": nn.Linear(3, 3)}, {"a": [4]}, width=2, rounds=2)
