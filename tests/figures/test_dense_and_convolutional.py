"""The drawings of *Dense and convolutional* show what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import dense_and_convolutional as draw

PICTURES = rng(1).uniform(size=(3, 4, 4))
ORDER = rng(2).permutation(16)
CURVES = 100 * rng(3).uniform(size=(3, 5))
FIGURES = {
    "two_rows": lambda: draw.two_rows(PICTURES, ORDER),
    "matrices": lambda: draw.matrices({"dense": (PICTURES[0], 16), "local": (np.eye(4), 4)}),
    "leads": lambda: draw.leads([1, 10, 100], {"pictures": {"convolutional": CURVES}}),
    "moved_along": lambda: draw.moved_along({"no strides": 5 * [PICTURES[0]]}),
    "by_shift": lambda: draw.by_shift([-1, 0, 1], {"dense": CURVES}, 10),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_the_lower_row_has_the_same_pixels_in_the_order_given():
    fig = draw.two_rows(PICTURES, ORDER)
    upper, lower = (np.asarray(ax.images[0].get_array()) for ax in (fig.axes[0], fig.axes[3]))
    assert np.array_equal(upper.ravel()[ORDER], lower.ravel())
    plt.close(fig)


def test_a_zero_of_a_matrix_is_left_empty():
    fig = draw.matrices({"local": (np.eye(4), 4)})
    assert fig.axes[0].images[0].get_array().mask.sum() == 12
    plt.close(fig)


def test_the_bars_are_the_probabilities():
    p = np.arange(10) / 45
    fig = draw.opinions(PICTURES[0], {"dense": p}, 9)
    assert np.allclose([bar.get_width() for bar in fig.axes[1].patches], p)
    plt.close(fig)
