"""The ridge path: what the textbook's formulas give, for tall tables and for wide ones."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.models.ridge import RidgePath

SHAPES = [(30, 8), (8, 30), (12, 12)]


def world(n, p):
    draw = rng(3, n, p)
    return draw.normal(size=(n, p)), draw.normal(size=(n, 2))


@pytest.mark.parametrize(("n", "p"), SHAPES)
def test_without_a_ridge_it_is_the_shortest_least_squares_fit(n, p):
    table, y = world(n, p)
    np.testing.assert_allclose(RidgePath(table).weights(y), np.linalg.pinv(table) @ y, atol=1e-7)


@pytest.mark.parametrize(("n", "p"), SHAPES)
def test_a_ridge_solves_its_equations(n, p):
    table, y = world(n, p)
    w = RidgePath(table).weights(y, 0.7)
    np.testing.assert_allclose(table.T @ (y - table @ w), 0.7 * w, atol=1e-9)


@pytest.mark.parametrize(("n", "p"), SHAPES)
def test_what_is_left_out_is_what_the_others_say(n, p):
    table, y = world(n, p)
    said = RidgePath(table).left_out(y, 0.5)
    for i in range(n):
        others = np.arange(n) != i
        alone = table[i] @ RidgePath(table[others]).weights(y[others], 0.5)
        np.testing.assert_allclose(said[i], alone, atol=1e-8)


def test_more_noise_asks_for_a_larger_ridge():
    draw = rng(5)
    table, w = draw.normal(size=(60, 40)), draw.normal(size=40)
    quiet, loud = (table @ w + noise * draw.normal(size=60) for noise in (0.01, 30))
    path = RidgePath(table)
    assert path.choose(quiet, (0.1, 1, 1000)) == 0.1
    assert path.choose(loud, (0.1, 1, 1000)) == 1000


def test_a_repeated_column_shares_its_weight():
    table, y = world(20, 3)
    single, double = RidgePath(table), RidgePath(table[:, [0, 1, 2, 2]])
    np.testing.assert_allclose(double.weights(y)[2], double.weights(y)[3], atol=1e-9)
    np.testing.assert_allclose(2 * double.weights(y)[3], single.weights(y)[2], atol=1e-9)


@pytest.mark.parametrize("table", [np.ones(3), np.zeros((2, 2)), np.full((2, 2), np.nan)])
def test_a_table_without_numbers_is_named(table):
    with pytest.raises(ValueError, match="table"):
        RidgePath(table)


def test_bad_arguments_are_named():
    path = RidgePath(np.eye(3))
    with pytest.raises(ValueError, match=r"targets has shape \(2,\)"):
        path.weights(np.ones(2))
    with pytest.raises(ValueError, match="ridge is -1"):
        path.weights(np.ones(3), -1)
    with pytest.raises(ValueError, match="ridge is 0"):
        path.left_out(np.ones(3), 0)
    with pytest.raises(ValueError, match=r"ridges is \[\]"):
        path.choose(np.ones(3), ())
