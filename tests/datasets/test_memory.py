import pytest
import torch

from moreisdifferent.datasets.memory import adding, delayed_copy, recall, running_parity


def generator():
    return torch.Generator().manual_seed(5)


def test_recall_shows_the_symbol_gap_steps_before_the_question():
    gap = torch.tensor([[2], [5]])
    x, y = recall((2, 30), gap, 9, generator())
    assert x.shape == (9, 2, 30, 13) and y.shape == (2, 30)
    assert (x[-1, ..., -1] == 1).all() and (x[-1].sum(-1) == 1).all()
    for k, g in enumerate((2, 5)):
        begin = 9 - 2 - g
        assert (x[:begin, k] == 0).all()
        assert torch.equal(x[begin, k].argmax(-1), y[k])
        shown = x[begin + 1 : -1, k].argmax(-1)
        assert shown.min() >= 8 and shown.max() <= 11 and len(shown.unique()) == 4


def test_delayed_copy_asks_for_what_was_shown_then():
    x, y = delayed_copy((2, 20), torch.tensor([[1], [4]]), 10, generator())
    assert x.shape == (10, 2, 20, 8) and y.shape == (6, 2, 20)
    shown = x.argmax(-1)
    assert torch.equal(y[:, 0], shown[3:9, 0]) and torch.equal(y[:, 1], shown[:6, 1])


def test_adding_marks_one_number_in_each_half():
    x, y = adding((4000,), 10, generator())
    marks = x[..., 1]
    assert (marks[:5].sum(0) == 1).all() and (marks[5:].sum(0) == 1).all()
    assert torch.allclose((x[..., 0] * marks).sum(0), y)
    assert abs(((y - 1) ** 2).mean() - 1 / 6) < 0.01


def test_running_parity_counts_ones():
    x, y = running_parity((3,), 50, generator())
    assert x.shape == (50, 3, 1) and set(y.unique().tolist()) == {0, 1}
    assert torch.equal(y[7], x[:8, :, 0].sum(0).long() % 2)


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda g: recall((2,), 5, 6, g), "gap is 5 to 5; it should be from 0 to 4"),
        (lambda g: delayed_copy((2,), 6, 6, g), "delay is 6 to 6; it should be from 0 to 5"),
        (lambda g: adding((2,), 1, g), "steps is 1"),
        (lambda g: running_parity((2,), 0, g), "steps is 0"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make(generator())
