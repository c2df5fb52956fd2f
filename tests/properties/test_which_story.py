"""Properties of the drawings of chapter 06."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.evaluation.intervals import mean_interval
from moreisdifferent.figures import which_story as draw

from .contract import answer, covers

sizes = st.integers(0, 3)
learners = st.sampled_from([list(draw.LOOKS), list(draw.LOOKS)[:2], []])


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(draw.disagreements, draw.two_questions)
@settings(max_examples=10)
@given(sizes, sizes)
def test_pictures_have_as_many_names_as_there_are(n, m):
    images = np.ones((n, 4, 4))
    drawn(draw.disagreements, images, {"one": "A" * n, "other": "B" * m}, good=n > 1 and n == m)
    drawn(draw.two_questions, images, np.ones((m, 2, 4, 4)), "A" * n, good=n > 1 and n == m)


@covers(draw.score_card, draw.groups, draw.difficulty, draw.growth)
@settings(max_examples=10)
@given(learners, sizes)
def test_every_learner_is_drawn_or_the_missing_one_is_asked_for(names, n):
    complete = len(names) == 3
    found = {name: mean_interval([1.0, 2.0]) for name in names}
    drawn(draw.score_card, {str(i): ("points", found) for i in range(n)}, good=complete and n > 1)
    amounts = {str(i): {name: np.ones(2) for name in names} for i in range(n)}
    drawn(draw.groups, amounts, "points", good=complete and n > 0)
    ease = {name: np.arange(5) for name in names}
    drawn(draw.difficulty, ease, np.arange(5), good=complete)
    skill = {name: np.arange(2 * n).reshape(n, 2) for name in names}
    drawn(draw.growth, np.arange(n), skill, good=complete and n > 2)


@covers(draw.features)
@settings(max_examples=10)
@given(sizes)
def test_features_need_two_to_compare(n):
    drawn(draw.features, {str(i): [1.0, 2.0] for i in range(n)}, good=n > 1)


def test_a_mark_stands_at_its_estimate_in_its_own_colour():
    found = {name: mean_interval([i, i + 2.0]) for i, name in enumerate(draw.LOOKS)}
    figure = draw.score_card({"transfer": ("points", found), "mixing": ("points", found)})
    marks = {line.get_label(): line.get_xdata()[0] for line in figure.axes[0].get_lines()}
    assert {name: marks[name] for name in draw.LOOKS} == dict(zip(draw.LOOKS, (1, 2, 3)))
    plt.close("all")
