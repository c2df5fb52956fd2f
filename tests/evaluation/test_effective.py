"""Effective parameters: the same as from the smoother itself, built answer by answer."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation.effective import effective_parameters
from moreisdifferent.models.ridge import RidgePath


def exactly(table, new, ridge):
    """Fit each answer on its own: what it moves is its weight for every new row."""
    smoother = new @ RidgePath(table).weights(np.eye(len(table)), ridge)  # (M, n)
    return len(table) * np.mean(np.sum(smoother**2, axis=1))


@pytest.mark.parametrize("ridge", [0.0, 0.3, 20.0])
@pytest.mark.parametrize(("n", "p"), [(40, 6), (12, 50), (15, 15)])
def test_it_is_that_of_the_exact_smoother(n, p, ridge):
    draw = rng(7, n, p)
    table, new = draw.normal(size=(n, p)), draw.normal(size=(25, p))
    found = effective_parameters(RidgePath(table), new, ridge)
    assert found == pytest.approx(exactly(table, new, ridge), rel=1e-6)


def test_a_mean_has_one_and_a_fit_on_its_own_rows_has_as_many_as_columns():
    ones = np.ones((9, 1))
    assert effective_parameters(RidgePath(ones), ones[:4]) == pytest.approx(1)
    table = rng(8).normal(size=(30, 7))
    assert effective_parameters(RidgePath(table), table) == pytest.approx(7)


def test_noise_in_the_answers_costs_what_the_count_says():
    draw = rng(9)
    table, new = draw.normal(size=(20, 60)), draw.normal(size=(50, 60))
    path = RidgePath(table)
    noise = draw.normal(size=(20, 4000))
    measured = np.mean((new @ path.weights(noise)) ** 2)
    assert measured == pytest.approx(effective_parameters(path, new) / 20, rel=0.05)


def test_a_ridge_leaves_fewer():
    draw = rng(10)
    path, new = RidgePath(draw.normal(size=(20, 20))), draw.normal(size=(9, 20))
    counts = [effective_parameters(path, new, ridge) for ridge in (0, 0.1, 10)]
    assert counts[0] > counts[1] > counts[2] > 0


def test_bad_arguments_are_named():
    path = RidgePath(np.eye(3))
    with pytest.raises(ValueError, match=r"new has shape \(2, 4\)"):
        effective_parameters(path, np.ones((2, 4)))
    with pytest.raises(ValueError, match="ridge is -1"):
        effective_parameters(path, np.ones((2, 3)), -1)
