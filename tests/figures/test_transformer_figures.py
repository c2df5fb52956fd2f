"""The drawings of *The Transformer* show what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import transformer as draw

SHARES = rng(1).dirichlet(np.ones(4), 4)
CURVES = 100 * rng(2).uniform(size=(3, 4))
WORDS = ["the", "owl", "saw", "it"]
FIGURES = {
    "two_maps": lambda: draw.two_maps([SHARES, SHARES.T], [WORDS, WORDS], 3),
    "routes": lambda: draw.routes(CURVES[0], CURVES[1], 50.0),
    "price": lambda: draw.price([1, 2, 4], {"full": [1, 2, 3]}, {"full": [1, 4, 9]}),
    "by_length": lambda: draw.by_length(
        range(4), {"attention": CURVES}, {"attention": [0, 1]}, {"attention": CURVES[:2]}
    ),
    "by_distance": lambda: draw.by_distance(range(4), {"anywhere": {"LSTM": CURVES}}),
    "variants": lambda: draw.variants({"full": SHARES}, [0, 1, 2, 3], 3),
    "by_cards": lambda: draw.by_cards([1, 2, 4, 8], {"full": CURVES, "kernel": CURVES}, 25.0),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_the_line_from_a_value_is_as_thick_as_its_share():
    fig = draw.anatomy(WORDS, 3, [0.0, 2.0, 1.0, 0.0], [0.1, 0.6, 0.2, 0.1])
    lines = [line for line in fig.axes[0].lines if line.get_xdata()[-1] == 3 and len(line.get_xdata()) == 2]  # fmt: skip
    widths = [line.get_linewidth() for line in lines if line.get_ydata()[0] > 3]
    assert np.argmax(widths) == 1
    assert np.allclose([bar.get_height() for bar in fig.axes[0].patches], [0.1, 0.6, 0.2, 0.1])
    plt.close(fig)


def test_the_row_of_the_word_is_framed():
    fig = FIGURES["two_maps"]()
    for ax in fig.axes:
        (frame,) = ax.patches
        assert frame.get_y() == 2.5 and frame.get_width() == 4
    plt.close(fig)


def test_networks_are_ordered_and_keep_their_numbers():
    fig = draw.routes([80.0, 10.0], [60.0, 99.0], 50.0)
    assert [t.get_text() for t in fig.axes[0].get_xticklabels()] == ["2", "1"]
    plt.close(fig)


def test_every_head_has_a_row():
    fig = draw.heads(SHARES, WORDS, 1, layers=2)
    rows = [t.get_text() for t in fig.axes[0].get_yticklabels()]
    assert rows == [f"block {b}, head {h}" for b in (1, 2) for h in (1, 2)]
    plt.close(fig)
