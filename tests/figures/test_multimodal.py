"""The drawings of *One model for pictures and words?* show what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import multimodal as draw

SHARES = rng(1).uniform(size=(4, 5))
FIGURES = {
    "scores": lambda: draw.scores({"before": np.eye(3), "after": -np.eye(3)}, ["a", "b", "c"]),
    "strips": lambda: draw.strips({"seen": {"words": SHARES[0], "lookup": SHARES[1]}}, "share"),
    "senses": lambda: draw.senses([SHARES, SHARES.T], ["one", "other"]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_every_picture_stands_over_its_own_caption():
    pictures = np.zeros((3, 3, 4, 4))
    pictures[1, 0] = 1  # red
    fig = draw.pairs(pictures, ["grey A", "red B", "grey C"], columns=2)
    drawn = [ax for ax in fig.axes if ax.get_images()]
    assert [ax.get_title() for ax in drawn] == ["grey\nA", "red\nB", "grey\nC"]
    assert np.asarray(drawn[1].get_images()[0].get_array())[0, 0].tolist() == [1, 0, 0]
    plt.close(fig)


def test_every_learner_has_a_look_of_its_own():
    assert len(set(draw.STYLES.values())) == len(draw.STYLES)
    assert len({colour for colour, _ in draw.STYLES.values()}) == len(draw.STYLES)


def test_strips_hold_the_numbers_of_their_arms():
    fig = FIGURES["strips"]()
    heights = [line.get_ydata() for line in fig.axes[0].lines]
    assert np.array_equal(heights, SHARES[:2])
    plt.close(fig)
