"""The drawings of *Unlocking* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import unlocking as draw

STEPS = np.array([1, 2, 4, 8, 16])
SHARES = rng(1).uniform(size=(5, 3))
ONE = SHARES[:, 0]
FIGURES = {
    "one_network": lambda: draw.one_network(STEPS, ONE, ONE),
    "under_the_curve": lambda: draw.under_the_curve(STEPS, SHARES, SHARES, SHARES, {"no": SHARES}),
    "beside_ridge": lambda: draw.beside_ridge(STEPS, {"1": (ONE, ONE)}, STEPS, {"0": (ONE, ONE)}),
    "two_crowds": lambda: draw.two_crowds(ONE, SHARES[:, 1], 4, 700),
    "exact_and_digits": lambda: draw.exact_and_digits(
        STEPS, SHARES, SHARES, [[0, 1, 2], [2, 3, 4]]
    ),
    "skills": lambda: draw.skills(STEPS, {"number": SHARES}, {"number": SHARES}),
    "crowd": lambda: draw.crowd(ONE, STEPS, ONE, 2),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert all(ax.get_xlabel() for ax in fig.axes[-1:])
    assert any(ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_the_line_through_two_sizes_is_where_arithmetic_puts_the_third():
    whole = np.array([[0.1], [0.4], [0.5]])
    fig = draw.exact_and_digits([1, 8, 64], whole, whole, [[0, 1, 2], [0, 1, 2]])
    projected = fig.axes[1].lines[1].get_ydata()[-1]
    assert projected == pytest.approx(0.7)
    plt.close(fig)
