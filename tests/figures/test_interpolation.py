"""The drawings of *Interpolation* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.figures import interpolation as draw

T = np.linspace(0, 860, 50)
WAVE = 1.5 + np.sin(T / 120)
SHARES = rng(1).uniform(size=(4, 6))
FIGURES = {
    "curves": lambda: draw.curves(T[::5], WAVE[::5], T, WAVE, {5: WAVE, 19: WAVE**9, 1000: WAVE}),
    "error_by_degree": lambda: draw.error_by_degree([1, 5, 19], SHARES[:, :3], SHARES[:, :3], 0.1),
    "straight_on": lambda: draw.straight_on(T[::5], WAVE[::5], T, WAVE, {8: WAVE, 64: T / 400}),
    "share_inside": lambda: draw.share_inside(
        range(6), {50: SHARES}, {50: np.ones(6)}, {"components": (range(6), SHARES)}
    ),
    "inside_and_outside": lambda: draw.inside_and_outside(
        SHARES[:, 0], SHARES[:, 1], range(6), SHARES, SHARES
    ),
    "who_is_inside": lambda: draw.who_is_inside(
        np.zeros((24, 1, 8, 8)), np.arange(24) < 5, range(6), SHARES[0], 2
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    assert any(ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_those_inside_are_framed():
    fig = FIGURES["who_is_inside"]()
    assert len(fig.axes[0].patches) == 5
    plt.close(fig)
