"""Properties of what chapter 04 is made of: stacks of small tables, their fits, and the drawings."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import scenario_a_fitting as draw
from moreisdifferent.models import logistic, mixture, nearest, penalties
from moreisdifferent.training import many_sets, perfect_fits

from .contract import answer, arrays, covers, numbers

table = arrays(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 3)))
small = st.integers(-1, 3)
names = st.sampled_from([("network",), ("least squares", "L1"), ("a stranger",), ()])


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(penalties.check_tables, penalties.least_squares)
@given(table, st.integers(0, 4))
def test_every_table_gets_its_coefficients_or_is_refused(X, n):
    y = np.ones((len(X), n))
    checked = answer(penalties.check_tables, X, y)
    good = X.size > 0 and n == X.shape[1] and (np.abs(X.astype(float)) < 1e100).all()
    assert (checked is not None) == good
    found = answer(penalties.least_squares, X, y)
    assert (found is not None) == good
    if good:
        assert found.shape == (len(X), X.shape[2]) and np.isfinite(found).all()


@covers(penalties.ridge, penalties.lasso, penalties.least_absolute, penalties.tuned)
@given(table, st.lists(numbers, max_size=3), small)
def test_a_penalty_has_a_fit_for_each_weight(X, λ, steps):
    y = np.ones(X.shape[:2])
    for fit in (penalties.ridge, penalties.lasso):
        found = answer(fit, X, y, λ)
        if found is not None:
            assert found.shape == (len(X), len(λ), X.shape[2])
            chosen = answer(penalties.tuned, fit, X, y, λ)
            assert (chosen is None) == (X.shape[1] < 2)
    found = answer(penalties.least_absolute, X, y, steps)
    assert found is None or found.shape == (len(X), X.shape[2])


@covers(mixture.two_lines)
@settings(max_examples=10)
@given(table, small, small)
def test_a_mixture_has_two_laws(X, starts, steps):
    g = np.random.default_rng(0)
    found = answer(mixture.two_lines, X, np.ones(X.shape[:2]), g, starts, steps)
    assert found is None or found.shape == (len(X), 2, X.shape[2])


@covers(nearest.nearest_average)
@given(table, arrays(), small)
def test_an_average_lies_between_the_answers(X, queries, k):
    y = np.arange(float(np.prod(X.shape[:2]))).reshape(X.shape[:2])
    found = answer(nearest.nearest_average, X, y, queries, k)
    if found is not None and found.size:
        assert found.shape == (len(X), len(queries))
        assert y.min() <= found.min() and found.max() <= y.max()


@covers(logistic.logistic)
@given(table, numbers, small)
def test_logistic_regression_stays_finite(X, ridge, steps):
    y = np.where(np.arange(np.prod(X.shape[:2])) % 2, 1.0, -1.0).reshape(X.shape[:2])
    assert answer(logistic.logistic, X, 0 * y) is None
    found = answer(logistic.logistic, X, y, ridge, steps)
    assert found is None or found.shape == (len(X), X.shape[2])


@covers(many_sets.fit_networks, many_sets.with_ones)
@settings(max_examples=10)
@given(table, st.integers(0, 3), st.integers(-1, 3), st.integers(0, 2))
def test_each_set_has_a_network(X, p, classes, width):
    named = {"width": width, "steps": 1, "classes": classes, "seed": 0}
    y, queries = np.ones(X.shape[:2]), np.ones((2, p))
    found = answer(many_sets.fit_networks, X, y, queries, also=("sizes",), **named)
    if found is not None:
        assert found.shape == (len(X), 2, *[classes] * (classes > 0))
    ones = answer(many_sets.with_ones, torch.zeros(2, p))
    assert ones.shape == (2, p + 1) and (ones[:, -1] == 1).all()
    assert answer(many_sets.with_ones, torch.tensor(1.0)) is None


@covers(perfect_fits.minimize)
@given(table, st.sampled_from([*perfect_fits.WAYS, "uphill"]), arrays(), small)
def test_a_way_downhill_or_a_refusal(X, way, start, steps):
    found = answer(perfect_fits.minimize, X, np.ones(X.shape[:2]), way, start, steps)
    assert found is None or found.shape == np.shape(start) == (len(X), X.shape[2])


@covers(draw.samples, draw.decomposition, draw.learning_curves, draw.cliff)
@settings(max_examples=10)
@given(names, st.integers(0, 3), st.integers(2, 3))
def test_a_stranger_is_not_drawn(who, n, q):
    known = all(name in draw.LOOKS for name in who)
    fits = {name: np.ones((n, q)) for name in who}
    drawn(draw.samples, np.ones((n, 4)), np.ones((n, 4)), np.arange(q), fits, good=known and n > 1)
    parts = {name: ("units", range(1, q + 1), np.ones((q, 2))) for name in who}
    drawn(draw.decomposition, parts, good=known and len(who) > 1)
    curves = {name: (np.arange(1, q + 1), np.full(q, 0.1), (1, 2)) for name in who}
    drawn(draw.learning_curves, curves, good=known and len(who) > 0)
    unexplained = {name: np.ones((q, 2)) for name in who}
    drawn(draw.cliff, range(1, 3), unexplained, good=known and len(who) > 0 and q == 2)


@covers(draw.many_fits, draw.price, draw.turn)
@settings(max_examples=10)
@given(st.integers(0, 3), st.integers(2, 3), st.integers(2, 3))
def test_curves_have_the_places_of_the_grid(n, q, p):
    grid = np.arange(q)
    fits = {str(i): np.ones((2, p)) for i in range(n)}
    drawn(draw.many_fits, grid, grid, fits, good=n > 1 and p == q)
    drawn(draw.price, np.full(n, 32), np.full(q, 4), np.full(n, 0.1), good=n == q)
    good = p == q and n > 0
    drawn(draw.turn, grid, grid, np.ones((2, p)), range(n), np.ones((n, 2)), 0, good=good)


@covers(draw.beyond_the_edge, draw.five_more)
@settings(max_examples=10)
@given(names, st.integers(2, 3), st.integers(2, 3))
def test_every_size_has_an_error(who, q, z):
    known, grid, sizes = all(name in draw.LOOKS for name in who), np.arange(3), range(1, z + 1)
    good = known and len(who) > 0 and q == z
    errors = {name: np.ones(q) for name in who}
    fits = dict.fromkeys(who, grid)
    drawn(draw.beyond_the_edge, grid, grid, fits, 1.0, sizes, errors, errors, good=good)
    two = np.array([1.0, 2.0])
    rest = (range(2), np.ones((2, 3)) + np.arange(3), {"L2": two}, {"Adam": (two, two)}, (2, 8))
    drawn(draw.five_more, sizes, errors, *rest, {"regression": (1.0, 0.5)}, good=good)
