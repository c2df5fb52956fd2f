"""Known mixtures are told from known humps, and the dip is the one of its definition."""

import numpy as np
import pytest
from scipy.optimize import linprog

from moreisdifferent.evaluation.modes import dip, half_way, mixture, two_modes

RNG = np.random.default_rng(0)
HUMPS = {
    "normal": lambda rng: rng.normal(size=128),
    "uniform": lambda rng: rng.random(128),
    "skewed": lambda rng: rng.exponential(size=128),
    "outliers": lambda rng: np.r_[rng.normal(size=124), rng.normal(size=4) + 9],
}
PAIRS = {
    "apart": lambda rng: np.r_[rng.normal(size=64), rng.normal(size=64) + 6],
    "a spike and a hill": lambda rng: np.r_[
        rng.exponential(size=64) / 500, rng.normal(0.3, 0.06, 64)
    ],
    "one in four": lambda rng: np.r_[rng.normal(size=32), rng.normal(size=96) + 7],
}


@pytest.mark.parametrize("name", HUMPS)
def test_one_hump_is_not_two(name):
    found = [two_modes(HUMPS[name](np.random.default_rng(seed))).are_two for seed in range(5)]
    assert sum(found) == 0


@pytest.mark.parametrize("name", PAIRS)
def test_two_groups_are_two(name):
    found = [two_modes(PAIRS[name](np.random.default_rng(seed))).are_two for seed in range(5)]
    assert sum(found) == 5


def test_each_test_alone_is_fooled_and_the_three_are_not():
    skewed = two_modes(HUMPS["skewed"](np.random.default_rng(0)))
    assert skewed.gain > 10 and not skewed.are_two
    few = two_modes(HUMPS["outliers"](np.random.default_rng(0)))
    assert few.gain > 10 and few.weight < 0.1 and not few.are_two


def test_a_mixture_finds_what_was_mixed():
    weights, means, spreads = mixture(np.r_[RNG.normal(0, 1, 3000), RNG.normal(6, 2, 1000)])
    order = np.argsort(means)
    np.testing.assert_allclose(means[order], [0, 6], atol=0.3)
    np.testing.assert_allclose(spreads[order], [1, 2], rtol=0.15)
    np.testing.assert_allclose(weights[order], [0.75, 0.25], atol=0.03)


def test_even_steps_dip_least_and_two_points_most():
    assert dip(np.arange(10)) == pytest.approx(1 / 20)
    assert dip([0] * 5 + [1] * 5) == pytest.approx(1 / 4)
    sample = RNG.random(50)
    assert dip(7 - 3 * sample) == pytest.approx(dip(sample)), "whatever the unit and the side"


def nearest_single_hump(values) -> float:
    """Return the dip by its definition: the least distance to a single hump, by linear programs."""
    x = np.unique(values)
    n, after = len(x), np.arange(1, len(x) + 1) / len(x)
    before, gaps, found = after - 1 / n, np.diff(x), []
    for mode in range(n):  # unknowns: G at each value, G right of a step at the mode, the distance
        rows, bounds = [], []

        def ask(terms, most, rows=rows, bounds=bounds):
            row = np.zeros(n + 2)
            for place, factor in terms:
                row[place] += factor
            rows.append(row)
            bounds.append(most)

        for i in range(n):
            right = n if i == mode else i
            ask([(i, 1), (n + 1, -1)], before[i])
            ask([(right, -1), (n + 1, -1)], -after[i])
        ask([(mode, 1), (n, -1)], 0)
        left, right = list(range(mode + 1)), [n, *range(mode + 1, n)]
        for side, sign, first in ((left, 1, 0), (right, -1, mode)):
            for k in range(len(side) - 1):
                ask([(side[k], 1), (side[k + 1], -1)], 0)
            for k in range(len(side) - 2):
                one, two = 1 / gaps[first + k], 1 / gaps[first + k + 1]
                slopes = [(side[k], -one), (side[k + 1], one + two), (side[k + 2], -two)]
                ask([(place, sign * factor) for place, factor in slopes], 0)
        cost = np.eye(n + 2)[-1]
        limits = [(0, 1)] * (n + 1) + [(0, None)]
        found.append(linprog(cost, A_ub=np.array(rows), b_ub=bounds, bounds=limits).fun)
    return min(value for value in found if value is not None)


@pytest.mark.parametrize("seed", range(6))
def test_the_dip_is_the_distance_to_the_nearest_single_hump(seed):
    rng = np.random.default_rng(seed)
    values = np.r_[rng.normal(size=5), rng.normal(size=5) / 3 + rng.choice([0, 2, 4])]
    assert dip(values) == pytest.approx(nearest_single_hump(values), abs=1e-7)


def test_half_way_is_half_of_the_middle_and_nobody_between_two_groups():
    assert half_way(np.linspace(0, 1, 1001)) == pytest.approx(450, abs=2)
    assert half_way(np.r_[np.zeros(50), np.ones(50)]) == 0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.ones((8, 2)), r"values has shape \(8, 2\)"),
        (np.ones(7), "n at least 8"),
        ([np.nan] * 8, "not finite"),
        (np.ones(8), "all 1.0"),
    ],
)
def test_what_is_no_sample_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        two_modes(values)
