"""The drawings of *Scenario A: fitting* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.display.style import COLOURS
from moreisdifferent.figures import scenario_a_fitting as draw

GRID = np.linspace(0, 1, 5)
TWO = ("least squares", "network")
PARTS = np.array([[0.4, 0.01], [0.1, 0.1]])
FIGURES = {
    "samples": lambda: draw.samples(np.ones((2, 3)), np.ones((2, 3)), GRID, {"network": np.ones((2, 5))}),
    "many_fits": lambda: draw.many_fits(GRID, GRID, {"small": np.ones((3, 5)), "large": np.ones((3, 5))}),
    "decomposition": lambda: draw.decomposition(dict.fromkeys(TWO, ("units", (1, 2), PARTS))),
    "price": lambda: draw.price([32, 64, 64, 128], [4, 4, 8, 8], [0.2, 0.1, 0.2, 0.1]),
    "learning_curves": lambda: draw.learning_curves(dict.fromkeys(TWO, ((8, 16), (0.2, 0.1), (9, 15)))),
    "beyond": lambda: draw.beyond_the_edge(GRID, GRID, {"network": GRID}, 0.5, (8, 16), {"network": (0.5, 0.1)}, {"network": (3, 5000)}),
    "cliff": lambda: draw.cliff((8, 16), {"L1": np.ones((2, 3)), "L2": np.zeros((2, 3))}),
    "five_more": lambda: draw.five_more(
        (0, 4), dict.fromkeys(TWO, (1, 2)), (0.1, 0.2), np.arange(6).reshape(2, 3) + 1.0, {"L2": np.array([1.0, 2])},
        {"Adam": (np.array([1.0, 2]), np.array([0.0, 0.1]))}, (2, 8), {"regression": (1, 0.5)}),
    "turn": lambda: draw.turn(GRID, GRID, np.ones((3, 5)), (0, 1), PARTS, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() or ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_both_parts_add_up_in_the_colour_of_the_learner():
    fig = FIGURES["decomposition"]()
    for ax, name in zip(fig.axes, TWO):
        total = next(line for line in ax.lines if line.get_color() == COLOURS[draw.LOOKS[name][0]])
        assert np.allclose(total.get_ydata(), PARTS.sum(1))
    plt.close(fig)


def test_the_thick_piece_lies_between_the_goals():
    fig = FIGURES["learning_curves"]()
    thick = [line for line in fig.axes[0].lines if line.get_linewidth() == 7]
    assert [list(line.get_xdata()) for line in thick] == [[9, 15]] * 2
    assert all(list(line.get_ydata()) == [0.10, 0.05] for line in thick)
    plt.close(fig)


def test_what_is_off_the_scale_is_drawn_at_its_end():
    fig = FIGURES["beyond"]()
    drawn = fig.axes[2].lines[0].get_ydata()
    assert list(drawn) == [3, draw.TOP]
    plt.close(fig)
