import math

import pytest

from moreisdifferent.evaluation.evidence import above, at_most, between, exact, measured
from moreisdifferent.evaluation.margins import count_that, distance, shifts, standard_error

T9 = 2.2621571627  # Student's 97.5 % point with nine degrees of freedom


def about(estimate, half, n=10):
    return measured(estimate, estimate - half, estimate + half, n, "seed")


def test_a_standard_error_comes_from_its_interval():
    assert standard_error(about(3, T9)) == pytest.approx(1)
    assert standard_error(exact(3, "counted")) == 0
    lopsided = measured(0, -1, 2.919928, 10, "bootstrap")
    assert standard_error(lopsided) == pytest.approx(1, abs=1e-6)  # 3.919928 = 2 · 1.959964


def test_how_far_a_rule_is_from_failing_and_from_holding():
    assert distance(about(1 + 3 * T9, T9), above(1)) == pytest.approx(2 * T9)
    assert distance(about(1, T9), above(1)) == pytest.approx(-T9)
    assert distance(about(0, T9), between(-1, 1)) == -math.inf  # wider than the bounds
    assert distance(about(0, T9), between(-2 * T9, 3 * T9)) == pytest.approx(T9)
    assert distance(exact(3, "counted"), above(1)) == math.inf  # nothing measured can move
    assert shifts(about(1, 2), between(0, 5)) == (1, 2)


def test_touching_a_strict_bound_is_no_distance():
    assert distance(measured(2, 1, 3, 10, "seed"), above(1)) == 0
    assert not above(1).holds(measured(2, 1, 3, 10, "seed"))


def test_a_count_keeps_how_far_each_outcome_is_from_switching():
    leads = [about(3 * T9, T9), about(0, T9), about(9, 0)]
    found = count_that(leads, above(0))
    assert (found.kind, found.estimate, found.moves) == ("exact", 2, True)
    assert found.values == pytest.approx((2 * T9, -T9))  # the third cannot move
    assert count_that(leads, at_most(-1)).estimate == 0
    with pytest.raises(ValueError, match="evidence is empty"):
        count_that([], above(0))
