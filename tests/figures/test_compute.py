"""The drawings of *Compute* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.figures import compute as draw

BATCHES = np.array([32, 128, 512])
STEPS = {
    (w, m): np.array([[400.0, 410], [110, 120], [40, 45]])
    for m in ("early", "late")
    for w in (16, 64)
}
FIGURES = {
    "ways": lambda: draw.ways(["slow", "fast"], np.array([[1e7, 2e7], [1e10, 2e10]])),
    "roofline": lambda: draw.roofline(
        [1, 4], [0.5, 2], [1e9, 5e9], {"loops": (10, 3e7)}, peak=1e11, bandwidth=2e10
    ),
    "steps_by_batch": lambda: draw.steps_by_batch(
        BATCHES, STEPS, {key: np.array([400.0, 500]) for key in STEPS}
    ),
    "growth": lambda: draw.growth(
        [1970, 1980], {"compute": np.array([5, 6]), "data": np.array([2, 4])},
        {"compute": (0.1, 5), "data": (0.2, 2)},
    ),
    "choose_batch": lambda: draw.choose_batch(BATCHES, [9, 5, 4], [3, 2, 4], [3, 2, 1], 1),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    assert any(ax.get_ylabel() or ax.get_yticklabels() for ax in fig.axes)
    plt.close(fig)


def test_growth_begins_at_one():
    fig = FIGURES["growth"]()
    points = [line.get_ydata() for line in fig.axes[0].lines if line.get_linestyle() == "None"]
    assert [float(y[0]) for y in points] == [1, 1]
    assert [float(y[-1]) for y in points] == [10, 100]
    plt.close(fig)
