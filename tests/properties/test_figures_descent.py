"""Properties of the drawings of *Descent*: a figure, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import descent as draw

from .contract import answer, covers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(draw.edge, draw.path)
@settings(max_examples=8)
@given(sizes, st.integers(1, 4))
def test_a_walk_has_its_columns_or_is_refused(n, columns):
    walk = np.abs(np.random.default_rng(0).normal(size=(n, columns))) + 0.1
    drawn(draw.edge, {0.1: walk}, good=n and columns == 3)
    drawn(draw.path, np.array([1.0, 20.0]), walk, good=n and columns == 2)


@covers(draw.schedules, draw.layers, draw.regularizers)
@settings(max_examples=8)
@given(sizes, sizes)
def test_columns_hold_something_or_are_refused(n, m):
    x, y = np.arange(1.0, n + 1), np.arange(1.0, m + 1)
    drawn(draw.schedules, {"constant": x}, {"constant": y}, good=n and m)
    drawn(draw.layers, {"sigmoid": np.ones((n, m))}, {"sigmoid": y}, good=n and m)
    drawn(draw.layers, {"sigmoid": np.ones((2, 2))}, {"ReLU": np.ones(2)}, good=False)
    drawn(draw.regularizers, {(0.0, 8, "plain"): x}, good=n)


@covers(draw.batches, draw.where_it_ends)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_every_row_has_its_place_or_is_refused(n, m, k):
    rows = np.ones((m, k))
    drawn(draw.batches, np.arange(1, n + 1), rows, rows, rows, good=n == m > 0 and k)
    drawn(draw.where_it_ends, 0.5, np.arange(n), rows, good=n == m > 0 and k)
