"""Properties of the drawings of *Any function*: a figure, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import any_function as draw

from .contract import answer, covers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(draw.opening, draw.by_width)
@settings(max_examples=8)
@given(sizes, sizes)
def test_curves_are_of_one_length_or_are_refused(n, m):
    x, y = np.arange(1.0, n + 1), np.arange(1.0, m + 1)
    drawn(draw.opening, x, x, y, good=n == m > 1)
    drawn(draw.by_width, x, y, np.ones((2, m)), good=n == m > 1)
    drawn(draw.by_width, x, x, np.ones((0, n)), good=False)


@covers(draw.neurons)
@given(st.integers(3, 5))
@settings(max_examples=3)
def test_there_are_four_corners(n):
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1], [0, 0]])[:n]
    drawn(draw.neurons, corners, good=n == 4)


@covers(draw.depth, draw.parity)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_every_row_has_its_place_or_is_refused(n, m, k):
    rows = np.ones((m, k)) / 2
    drawn(draw.depth, np.arange(n), {"deep": rows, "wide": rows}, good=n == m > 0 and k)
    drawn(draw.depth, np.arange(n), {"deep": rows}, good=False)
    drawn(draw.parity, np.arange(n), rows, np.ones(k), good=n == m > 0 and k)


@covers(draw.filters, draw.hierarchy, draw.contest)
@settings(max_examples=8)
@given(st.integers(15, 17), sizes)
def test_sets_are_whole_or_are_refused(n, k):
    noise = np.random.default_rng(0).normal(size=(n, 5, 5))
    drawn(draw.filters, {"noise": noise}, {"noise": np.ones(3) / 2}, good=n == 16)
    drawn(draw.filters, {}, {}, good=False)
    shares = {("digits", how): np.ones((2, k)) for how in ("trained", "untrained")}
    drawn(draw.hierarchy, shares, good=k)
    learners = {("cars", learner): np.ones(k) / 2 for learner in draw.LEARNERS}
    drawn(draw.contest, learners, {"machine": np.ones(k), "network": np.ones(k)}, good=k)
