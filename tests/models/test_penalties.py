"""Stacks of small fits agree with the library fits, one table at a time."""

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.linear_model import Lasso, LogisticRegression, Ridge

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.models.logistic import logistic
from moreisdifferent.models.mixture import two_lines
from moreisdifferent.models.nearest import nearest_average
from moreisdifferent.models.penalties import (
    lasso,
    least_absolute,
    least_squares,
    ridge,
    tuned,
)


@pytest.fixture
def tables():
    g = rng(4, 1)
    X = g.standard_normal((3, 40, 5))
    return X, X @ np.array([2.0, -1, 0, 0, 0]) + 0.1 * g.standard_normal((3, 40))


def test_least_squares_is_numpys(tables):
    wanted = [np.linalg.lstsq(X, y, rcond=None)[0] for X, y in zip(*tables)]
    assert np.allclose(least_squares(*tables), wanted)


def test_ridge_is_scikit_learns(tables):
    X, y = tables
    wanted = [Ridge(alpha=40 * 0.3, fit_intercept=False).fit(a, b).coef_ for a, b in zip(X, y)]
    assert np.allclose(ridge(X, y, [0.3])[:, 0], wanted)


def test_the_lasso_is_scikit_learns(tables):
    X, y = tables
    model = Lasso(alpha=0.1, fit_intercept=False, tol=1e-12, max_iter=100_000)
    found = lasso(X, y, [0.1])[:, 0]
    assert np.allclose(found, [model.fit(a, b).coef_ for a, b in zip(X, y)], atol=1e-8)
    assert (found == 0).any()


def test_the_absolute_loss_is_as_low_as_linear_programming_finds(tables):
    X, y = tables[0][0], tables[1][0]
    n, p = X.shape
    both = np.block([[X, -np.eye(n)], [-X, -np.eye(n)]])
    lowest = linprog([0] * p + [1] * n, both, np.r_[y, -y], bounds=[(None, None)] * p + [(0, None)] * n).fun  # fmt: skip
    found = abs(y - X @ least_absolute(X[None], y[None], 200)[0]).sum()
    assert lowest <= found < 1.01 * lowest


def test_the_penalty_is_chosen_on_the_second_half(tables):
    X, y = tables
    λ = np.array([1e-3, 10.0])
    assert np.allclose(tuned(ridge, X, y, λ), ridge(X[:, :20], y[:, :20], λ)[:, 0])


def test_logistic_regression_is_scikit_learns():
    g = rng(4, 2)
    X = g.standard_normal((2, 60, 3))
    y = np.where(X[..., 0] + g.standard_normal((2, 60)) > 0, 1.0, -1.0)
    model = LogisticRegression(C=1, fit_intercept=False, tol=1e-10, max_iter=1000)
    wanted = [model.fit(a, b).coef_[0] for a, b in zip(X, y)]
    assert np.allclose(logistic(X, y, ridge=1.0), wanted, atol=1e-5)


def test_two_laws_are_told_apart():
    g = rng(4, 3)
    X = g.standard_normal((1, 200, 2))
    laws = np.array([[3.0, 0], [-3.0, 1]])
    y = (X * laws[np.arange(200) % 2]).sum(2) + 0.1 * g.standard_normal((1, 200))
    found = two_lines(X, y, g)[0]
    assert np.allclose(found[found[:, 0].argsort()[::-1]], laws, atol=0.1)


def test_neighbours_by_hand():
    X, y = np.array([[[0.0], [1], [5]]]), np.array([[1.0, 3, 100]])
    assert nearest_average(X, y, [[0.4]], 1).tolist() == [[1.0]]
    assert nearest_average(X, y, [[0.4]], 2).tolist() == [[2.0]]
