"""Error rates of lists by hand, and knockoffs by the properties that define them."""

import numpy as np
import pytest
from scipy import stats

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation.selection import (
    false_discovery_proportion,
    gaussian_knockoffs,
    jaccard,
    knockoff_select,
    power,
)

BLOCK = 0.4 * np.eye(5) + 0.6


def normal(n, blocks, stream=0):
    root = np.linalg.cholesky(BLOCK)
    return (rng(1, stream).standard_normal((n, blocks, 5)) @ root.T).reshape(n, -1)


def test_shares_of_a_list_by_hand():
    assert false_discovery_proportion([1, 2, 3, 4], [2, 4, 6]) == 0.5
    assert power([1, 2, 3, 4], [2, 4, 6]) == pytest.approx(2 / 3)
    assert false_discovery_proportion([2, 2, 5], [2]) == 0.5  # a gene named twice counts once
    assert false_discovery_proportion([], [2]) == 0
    assert power([], [2]) == 0


def test_a_list_scores_by_what_it_shares_with_the_causes():
    assert jaccard([1, 2, 3, 3], [2, 3, 4]) == 0.5
    assert jaccard([2, 4], [4, 2]) == 1
    assert jaccard([], [2]) == jaccard([], []) == 0
    assert jaccard(np.arange(1000), [5, 6]) == 0.002, "naming everything does not pay"


def test_power_needs_causes():
    with pytest.raises(ValueError, match="causes is empty"):
        power([1], [])


def test_swapping_a_gene_with_its_copy_leaves_all_covariances_alone():
    X = normal(100_000, 2)
    copies = gaussian_knockoffs(X, BLOCK, rng(2))
    joint = np.cov(np.hstack([X, copies]).T)
    for swapped in ([3], [0, 4, 7], range(10)):
        order = np.arange(20)
        for j in swapped:
            order[[j, j + 10]] = order[[j + 10, j]]
        np.testing.assert_allclose(joint[np.ix_(order, order)], joint, atol=0.03)


def test_a_copy_is_as_unlike_its_original_as_the_rest_allows():
    X = normal(100_000, 1)
    copies = gaussian_knockoffs(X, BLOCK, rng(3))
    own = np.diag(np.corrcoef(X.T, copies.T)[:5, 5:])
    np.testing.assert_allclose(own, 1 - 2 * 0.4, atol=0.02)  # 1 - s with s = 2 λ_min = 2 · 0.4


def test_independent_genes_have_independent_copies():
    X = rng(4).standard_normal((100_000, 4))
    copies = gaussian_knockoffs(X, np.eye(1), rng(5))
    np.testing.assert_allclose(np.corrcoef(X.T, copies.T)[:4, 4:], 0, atol=0.02)


def test_threshold_by_hand():
    W = np.array([5.0, 4.0, 3.0, -2.0, 1.0, 0.0])
    # at t = 3 the estimate is (1 + 0) / 3, at t = 1 it is (1 + 1) / 4
    np.testing.assert_array_equal(knockoff_select(W, 0.4), [0, 1, 2])
    np.testing.assert_array_equal(knockoff_select(W, 0.5), [0, 1, 2, 4])
    assert len(knockoff_select(W, 0.3)) == 0
    assert len(knockoff_select(np.zeros(4), 0.2)) == 0


def test_false_discoveries_stay_below_the_promise_and_causes_are_found():
    """Linear truth, 12 causes of 60 genes, ridge coefficients as importance: 120 data sets."""
    false, found = [], []
    for r in range(120):
        draw, causes = rng(6, r), np.arange(0, 60, 5)
        X = normal(400, 12, r)
        y = X[:, causes] @ draw.choice([-1.0, 1.0], 12) + draw.standard_normal(400)
        both = np.hstack([X, gaussian_knockoffs(X, BLOCK, draw)])
        size = np.abs(np.linalg.solve(both.T @ both + 40 * np.eye(120), both.T @ y))
        chosen = knockoff_select(size[:60] - size[60:], 0.2)
        false.append(false_discovery_proportion(chosen, causes))
        found.append(power(chosen, causes))
    assert np.mean(false) <= 0.2 + 3 * stats.sem(false)
    assert np.mean(found) > 0.8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gaussian_knockoffs(np.zeros((3, 7)), BLOCK, rng(1)), "multiple of 5"),
        (lambda: gaussian_knockoffs(np.zeros((3, 2)), np.ones((2, 2)), rng(1)), "λ_min > 0"),
        (lambda: gaussian_knockoffs(np.zeros((3, 2)), 2 * np.eye(2), rng(1)), "unit diagonal"),
        (lambda: gaussian_knockoffs(np.zeros((3, 2)), np.ones((2, 3)), rng(1)), "square"),
        (lambda: knockoff_select(np.ones(3), 1.0), "fdr is 1.0"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(ValueError, match=message):
        call()
