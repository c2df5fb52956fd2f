"""The drawings of *Training as teaching* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import training_as_teaching as draw

T = np.arange(0, 250, 10)
LOSS = 3.5 + rng(1).uniform(size=(4, len(T)))
NAMES = list(draw.COURSES)
FIGURES = {
    "gauges": lambda: draw.gauges(T, LOSS[0], dict.fromkeys("abc", LOSS[1]), 4.0, 120),
    "outcomes": lambda: draw.outcomes({"wreck": {"rest": LOSS[0], "clip": LOSS[1]}}, 3.7, 4.0),
    "courses": lambda: draw.courses(T, {NAMES[0]: LOSS[0]}, T, {NAMES[1]: LOSS[1]}),
    "since_swap": lambda: draw.since_swap(T, {NAMES[4]: LOSS, NAMES[5]: -LOSS}),
    "swap_at": lambda: draw.swap_at(T, LOSS, [0, 50, 100, 150], 2),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    plt.close(fig)


def test_the_swap_is_marked_where_it_was():
    fig = FIGURES["swap_at"]()
    assert [line.get_xdata()[0] for line in fig.axes[0].lines][-1] == 100
    plt.close(fig)


def test_treatments_stand_in_their_order_from_the_top():
    fig = FIGURES["outcomes"]()
    assert [tick.get_text() for tick in fig.axes[0].get_yticklabels()] == ["rest", "clip"]
    low, high = fig.axes[0].get_ylim()
    assert low > high
    plt.close(fig)
