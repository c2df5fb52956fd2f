"""Properties of the drawings of *Two cultures*: a figure, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import two_cultures as draw

from .contract import answer, arrays, covers

sizes = st.integers(1, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.two_hospitals)
@settings(max_examples=8)
@given(sizes, st.integers(0, 12))
def test_two_hospitals_name_genes_that_exist(rows, gene):
    risks, lists = np.full((rows, 4), 0.5), np.full((rows, 3), gene)
    drawn(draw.two_hospitals, risks, lists, 10, good=rows == 2 and gene < 10)


@covers(draw.contest)
@settings(max_examples=8)
@given(arrays(), st.sampled_from([0.1, np.inf]))
def test_a_contest_has_one_margin_a_gene(margins, threshold):
    good = margins.ndim == 1 and np.isfinite(margins.astype(float)).all()
    drawn(draw.contest, margins, [0], threshold, good=good)


@covers(draw.dial, draw.spread, draw.removal, draw.cultures)
@settings(max_examples=8)
@given(sizes, sizes)
def test_scores_fit_their_axis_or_are_refused(n, m):
    x, scores, good = np.arange(1.0, n + 1), np.full((m, 4), 0.7), n == m
    drawn(draw.dial, x, scores.T, scores.T, 0, 0, good=good)
    drawn(draw.spread, x, {"lasso": scores}, {}, {}, np.ones(n), good=good)
    drawn(
        draw.removal, x, scores, np.ones((2, 3)), np.ones(3), {"a": np.ones(3)}, good=good and n > 1
    )
    drawn(draw.cultures, list("abc")[:n], {"forest": scores}, np.ones(n), good=good)


@covers(draw.both_games)
@given(st.sampled_from(["lasso", "somebody"]))
@settings(max_examples=4)
def test_only_players_of_the_chapter_are_drawn(name):
    lists = {name: 3}
    drawn(draw.both_games, {name: np.ones(3)}, lists, lists, 9, good=name == "lasso")
    assert answer(draw.both_games, {"lasso": np.ones(3)}, {}, lists, 9) is None
