"""The drawings of *Recurrent* show what they were given."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import recurrent as draw

STEPS, GAPS = np.arange(4), (1, 10, 100, 1000)
SHARES = {name: rng(1, i).uniform(size=(4, 3)) for i, name in enumerate(draw.LOOKS)}
SIZES = {4: SHARES["RNN"], 8: SHARES["GRU"]}
TRACE = {"latch": np.eye(4), "line": np.eye(5)}
FIGURES = {
    "two_memories": lambda: draw.two_memories(np.ones((3, 2)), np.ones((4, 5)), ["A..", "B..."]),
    "fading": lambda: draw.fading({"RNN": np.zeros((6, 2, 3)), "GRU": np.zeros((6, 2, 3))}),
    "over_practice": lambda: draw.over_practice(STEPS, {"a": SHARES, "b": SHARES}, "share", 0.1),
    "by_state_size": lambda: draw.by_state_size(STEPS, SIZES, STEPS, SIZES, 4, 0.1),
    "how_traces_move": lambda: draw.how_traces_move(TRACE, {"latch": np.ones(4), "line": np.arange(5)}),
    "how_long_how_many": lambda: draw.how_long_how_many(GAPS, SHARES, 20, STEPS, SHARES, 0.1),
    "longer": lambda: draw.longer(GAPS, SHARES, 8),
    "need_of_data": lambda: draw.need_of_data(STEPS, SHARES, GAPS, SHARES, 0.1),
    "forecasts": lambda: draw.forecasts(STEPS, STEPS + 1, {"here": [1.0], "there": [0.5, 2.0]}),
    "at_a_gap": lambda: draw.at_a_gap(GAPS, SHARES, 2, 20, 0.1),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    assert any(ax.get_ylabel() or ax.get_yticklabels() for ax in fig.axes)


def test_a_curve_is_the_mean_of_its_networks():
    ax = draw.over_practice(STEPS, {"a": SHARES}, "share", 0.1).axes[0]
    drawn = dict(zip(ax.get_legend_handles_labels()[1], ax.get_legend_handles_labels()[0]))
    for name, values in SHARES.items():
        assert np.allclose(drawn[name].get_xydata(), np.c_[STEPS, values.mean(1)])


def test_a_memory_is_drawn_unit_by_unit():
    states = rng(2).normal(size=(3, 2))
    left, right = draw.two_memories(states, states, ["A..", "B.."]).axes
    assert np.array_equal(left.images[0].get_array(), states.T)
    assert [t.get_text() for t in right.get_xticklabels()] == ["B", ".", "."]


def test_a_bar_shows_the_gap_that_was_asked_for():
    left, _ = draw.at_a_gap(GAPS, SHARES, 2, 20, 0.1).axes
    heights = [bar.get_height() for bar in left.patches]
    assert np.allclose(heights, [values[2].mean() for values in SHARES.values()])
    assert left.get_title(loc="left") == "gap 100"


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"\(E, K\)"):
        draw.over_practice(STEPS, {"a": {"RNN": np.ones((3, 2))}}, "share", 0.1)
    with pytest.raises(ValueError, match="above 0"):
        draw.forecasts(STEPS, STEPS, {"here": [0.0]})
