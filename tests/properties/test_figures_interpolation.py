"""Properties of the drawings of *Interpolation*: a figure, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import interpolation as draw

from .contract import answer, covers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.curves, draw.straight_on, draw.error_by_degree)
@settings(max_examples=8)
@given(sizes, sizes)
def test_curves_fit_their_days_or_are_refused(n, m):
    x, y, good = np.arange(1.0, n + 1), np.arange(1.0, m + 1), n == m > 0
    drawn(draw.curves, x, y, x, y, {5: y}, good=good)
    drawn(draw.straight_on, x, y, x, y, {8: y}, good=good)
    drawn(draw.error_by_degree, x, np.ones((2, m)), np.ones((2, m)), 0.1, good=good)


@covers(draw.share_inside, draw.inside_and_outside, draw.who_is_inside)
@settings(max_examples=8)
@given(sizes, sizes)
def test_shares_fit_their_axis_or_are_refused(n, m):
    x, shares, good = np.arange(1.0, n + 1), np.ones((2, m)) / 2, n == m > 0
    ones = np.ones(m) / 2
    drawn(draw.share_inside, x, {50: shares}, {50: ones}, {}, good=good)
    drawn(draw.inside_and_outside, ones, ones, x, shares, shares, good=good)
    drawn(draw.who_is_inside, np.zeros((24, 1, 4, 4)), np.arange(24) < 5, x, ones, 0, good=good)
