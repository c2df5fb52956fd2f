"""The drawings of *Scenario B: teaching* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.display.style import COLOURS
from moreisdifferent.figures import scenario_b_teaching as draw

T = np.arange(0, 100, 25)
CURVES = {name: rng(1).uniform(size=(len(T), 3)) for name in ("taught", "untaught")}
FIGURES = {
    "answers": lambda: draw.answers_over_practice(T, ["sin x"], [["?"] * 4], [[0, 0, 1, 1]]),
    "learning_curves": lambda: draw.learning_curves(T, CURVES),
    "side_by_side": lambda: draw.side_by_side({"few": (T, CURVES), "all": (T, CURVES)}),
    "two_rulers": lambda: draw.two_rulers(T, CURVES, CURVES["taught"], T / T[-1]),
    "transfer": lambda: draw.transfer(dict.fromkeys(CURVES, np.ones((3, 2))), T, CURVES),
    "two_students": lambda: draw.two_students({"same": (T / 100, T / 100)}, [0, 1, 1, 0], ["a", "b"]),
    "layers": lambda: draw.layers_over_practice(T, CURVES),
    "skills_now": lambda: draw.skills_now({"sin": [0.1, 0.2]}, {"sin": [0.9, 1.0]}),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() or ax.get_ylabel() for ax in fig.axes)
    plt.close(fig)


def test_right_answers_are_blue():
    fig = FIGURES["answers"]()
    assert [text.get_color() == COLOURS["blue"] for text in fig.axes[0].texts] == [0, 0, 1, 1]
    plt.close(fig)


def test_a_name_keeps_its_colour_from_panel_to_panel():
    one = {"untaught": CURVES["untaught"]}
    fig = draw.side_by_side({"few": (T, one), "all": (T, CURVES)})
    left, right = (
        {line.get_label(): line.get_color() for line in ax.lines if line.get_label()[0] != "_"}
        for ax in fig.axes
    )
    assert left["untaught"] == right["untaught"] != right["taught"]
    plt.close(fig)
