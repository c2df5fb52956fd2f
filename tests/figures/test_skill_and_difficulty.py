"""The drawings of *Skill and difficulty* take arrays and label their axes."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.display.style import COLOURS
from moreisdifferent.figures import skill_and_difficulty as draw

SHARES = rng(1).uniform(0.2, 0.9, size=(4, 5, 3, 2))
PICTURES = rng(2).uniform(size=(40, 1, 8, 8))
TABLE = rng(3).uniform(size=(20, 30)) < 0.5
SKILL = rng(5).uniform(0.2, 0.9, size=(4, 2, 6))
SOLVED = rng(6).uniform(size=(4, 2, 6, 40)) < SKILL[..., None]
NAMES = ["a", "b", "c", "d"]
FIGURES = {
    "points": lambda: draw.points({"one": (0.8, 0.5), "two": (0.7, 0.4)}),
    "on_a_line": lambda: draw.on_a_line(
        SHARES.reshape(4, -1, 2), NAMES, 0.6, -0.5, SHARES[0, 0], SHARES[1, 1]
    ),
    "bent": lambda: draw.bent(rng(4).uniform(size=(10, 74)), SHARES, [0, 0.25, 0.5, 0.75, 1]),
    "who_solves_what": lambda: draw.who_solves_what(TABLE, ~TABLE),
    "families_agree": lambda: draw.families_agree(
        NAMES, SHARES[:2, 0, 0].repeat(2, 1), np.ones((2, 4))
    ),
    "falling": lambda: draw.falling(PICTURES[:16], SKILL, SOLVED, [0, 3, 5]),
    "solved_at": lambda: draw.solved_at(PICTURES, np.arange(40) / 40, [0, 1], [0.9, 0.1], 0.1),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_drawing_has_labelled_axes(name):
    fig = FIGURES[name]()
    assert any(ax.get_xlabel() for ax in fig.axes)
    assert any(ax.get_ylabel() for ax in fig.axes) or name == "families_agree"
    plt.close(fig)


def test_right_answers_are_blue_and_wrong_ones_red():
    fig = draw.two_pictures(PICTURES[:2], ["a", "b"], np.array([[4, 6], [4, 4]]), [4, 4])
    found = [[to_hex(t.get_color()) for t in ax.texts] for ax in fig.axes]
    blue, red = COLOURS["blue"], COLOURS["vermillion"]
    assert found == [[blue, blue], [red, blue]]
    plt.close(fig)


def test_those_that_half_of_the_group_solves_are_framed():
    fig = FIGURES["solved_at"]()
    assert len(fig.axes[0].patches) == 20
    plt.close(fig)


def test_a_probit_axis_is_even_around_a_half():
    fig = FIGURES["points"]()
    ticks = fig.axes[0].get_xticks()
    assert ticks[3] == pytest.approx(0) and np.allclose(ticks, -ticks[::-1])
    plt.close(fig)


def test_groups_get_better_and_solve_more():
    found = draw.by_skill(PICTURES, np.stack([SKILL, SKILL / 2], -1), SOLVED, np.arange(40), [0, 1])
    assert len(found["frames"]) == len(found["labels"]) == len(found["reading"]) == 10
    curves = [np.mean(fig.axes[1].lines[0].get_ydata()) for fig in found["frames"]]
    assert curves[-1] > 0.7 > 0.5 > curves[0]
    plt.close("all")


def test_a_profile_is_that_of_its_pool():
    solved = np.zeros((4, 2, 6, 40), bool)
    solved[:, 1, :, 3] = True
    fig = draw.falling(PICTURES[:16], SKILL, solved, [3])
    first, second = (np.array(fig.axes[1].lines[i].get_ydata()) for i in (1, 2))
    assert not first.any() and (second == 1).all()
    plt.close(fig)
