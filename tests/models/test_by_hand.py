"""The memories that nobody trained do what their names say."""

import pytest
import torch

from moreisdifferent.datasets.memory import delayed_copy, recall
from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.models.by_hand import delay_line, latch


@pytest.mark.parametrize("delay", [0, 1, 7])
def test_a_delay_line_names_what_was_shown_so_long_ago(delay):
    net = delay_line(delay)
    x, y = delayed_copy((1, 200), delay, delay + 30, torch_rng(1))
    assert torch.equal(net(x)[delay:].argmax(-1), y)
    assert net.cell.width == 3 * (delay + 1)


def test_a_delay_line_of_another_length_is_no_better_than_chance():
    x, y = delayed_copy((1, 500), 4, 30, torch_rng(1))
    assert (delay_line(5)(x)[4:].argmax(-1) == y).double().mean() < 0.2


@pytest.mark.parametrize("gap", [0, 20, 2000])
def test_a_latch_holds_over_any_gap(gap):
    x, y = recall((1, 100), gap, gap + 2, torch_rng(2))
    assert torch.equal(latch()(x).argmax(-1), y)


def test_a_latch_that_holds_badly_forgets():
    x, _ = recall((1, 400), 100, 102, torch_rng(2))
    net = latch(hold=0.0)
    state = net.cell.start(400)
    for drive in net.cell.drive(x):
        state = net.cell(drive, state)
    assert state[-1].abs().max() < 1e-10


def test_a_latch_keeps_the_last_symbol_of_two():
    x = torch.zeros(5, 1, 1, 13)
    x[0, ..., 3], x[2, ..., 6] = 1, 1
    assert latch()(x).argmax(-1).item() == 6
