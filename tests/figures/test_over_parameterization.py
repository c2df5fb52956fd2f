"""The drawings of *Over-parameterization* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import over_parameterization as draw

K, P = 4, 6
VALUES = 5 + 60 * rng(1).uniform(size=(K, P))
FEATURES = [10, 40, 100, 300, 800, 2000]
THREE = np.stack([VALUES, VALUES, VALUES / 2], axis=-1)
FIGURES = {
    "one_model": lambda: draw.one_model(
        np.zeros((5, 1, 8, 8)),
        range(5),
        [0, 1, 2, 3, 9],
        np.zeros((5, 1, 8, 8)),
        range(5),
        range(5),
    ),
    "descent": lambda: draw.descent(FEATURES, {"right": THREE, "wrong": THREE}, 100),
    "folded": lambda: draw.folded(FEATURES, VALUES[0], VALUES[1], 100),
    "by_width": lambda: draw.by_width(
        [8, 16, 24, 40, 64, 128], {"a": VALUES, "b": VALUES / 2}, ([7, 300], [50, 40])
    ),
    "plane": lambda: draw.plane(
        [75, 150, 300, 600], FEATURES, {"a": VALUES, "b": VALUES}, {"a": VALUES, "b": VALUES}, 25
    ),
    "passes": lambda: draw.passes({500: (FEATURES, VALUES, VALUES / 2)}, 4),
    "three_gaps": lambda: draw.three_gaps({"one": VALUES[:3], "two": VALUES[:3]}),
    "layers": lambda: draw.layers(VALUES, VALUES / 100, VALUES / 200),
    "fit_and_error": lambda: draw.fit_and_error(
        np.zeros((24, 1, 8, 8)), np.arange(24) < 5, FEATURES, VALUES[0], VALUES[1], 2
    ),
}


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "one_model"])
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    plt.close(fig)


def test_a_wrong_label_is_red_and_only_that():
    fig = FIGURES["one_model"]()
    red = [[t.get_text() for t in ax.texts if t.get_color() == draw.WRONG] for ax in fig.axes]
    assert red == [["4"], []]
    plt.close(fig)


def test_those_misread_are_framed():
    fig = FIGURES["fit_and_error"]()
    assert len(fig.axes[0].patches) == 5
    plt.close(fig)


def test_the_branches_meet_at_the_peak():
    fig = draw.folded(FEATURES, VALUES[0], VALUES[1], 100)
    low, high = (line.get_xydata() for line in fig.axes[1].lines)
    assert (low[-1] == high[0]).all() and len(low) + len(high) == P + 1
    plt.close(fig)
