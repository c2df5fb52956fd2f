import dataclasses
import math

import pytest

from moreisdifferent.evaluation.evidence import (
    Evidence,
    above,
    at_least,
    at_most,
    below,
    between,
    equals,
    exact,
    measured,
    sourced,
)

ROUGH = measured(0.8, 0.7, 0.9, 12, "seed", "°")


def test_the_three_kinds():
    assert (ROUGH.kind, ROUGH.n, ROUGH.replicate, ROUGH.unit) == ("measured", 12, "seed", "°")
    count = exact(7, "count of fitted parameters")
    assert (count.kind, count.low, count.estimate, count.high) == ("exact", 7, 7, 7)
    year = sourced(1962, "highleyman1962")
    assert (year.kind, year.replicate, year.n) == ("sourced", "highleyman1962", 0)


@pytest.mark.parametrize(
    "rule, holds",
    [
        (above(0.69), True),
        (above(0.7), False),  # the end of the interval may not touch the bound
        (at_least(0.7), True),  # unless the rule says so
        (at_least(0.71), False),
        (below(0.91), True),
        (below(0.9), False),
        (at_most(0.9), True),
        (at_most(0.89), False),
        (between(0.5, 1.0), True),
        (between(0.75, 1.0), False),
        (between(0.5, 0.85), False),
        (equals(0.8), False),  # an interval with a width is never equal to a number
    ],
)
def test_a_rule_asks_the_whole_interval(rule, holds):
    assert rule.holds(ROUGH) is holds


@pytest.mark.parametrize("rule", [above(0), below(0), above(0.02), below(-0.02)])
def test_arms_that_are_the_same_satisfy_no_side(rule):
    assert not rule.holds(measured(0, 0, 0, 5, "seed")) and not rule.holds(exact(0, "count"))


def test_equality_is_for_exact_numbers():
    assert equals(7).holds(exact(7, "count")) and not equals(7).holds(exact(8, "count"))


def test_an_undecided_interval_satisfies_neither_side():
    assert not above(0.8).holds(ROUGH) and not below(0.8).holds(ROUGH)


@pytest.mark.parametrize(
    "rule, text",
    [
        (above(1), "> 1"),
        (below(0.5), "< 0.5"),
        (at_least(1), "≥ 1"),
        (at_most(0.5), "≤ 0.5"),
        (between(1, 2), "in [1, 2]"),
        (equals(3), "= 3"),
        (at_least(75_000_100), "≥ 75,000,100"),
        (below(1962), "< 1962"),
        (above(3.6e11), "> 360,000,000,000"),
    ],
)
def test_rules_can_be_read(rule, text):
    assert str(rule) == text


def test_evidence_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ROUGH.estimate = 0.9


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: Evidence("guessed", 1, 1, 1, replicate="x"), "kind is 'guessed'"),
        (lambda: measured(math.nan, 0, 1, 5, "seed"), "estimate is nan"),
        (lambda: measured(0, -math.inf, 1, 5, "seed"), "low is -inf"),
        (lambda: measured(0.5, 1, 0, 5, "seed"), "low should not exceed high"),
        (lambda: measured(0.5, 0, 1, 1, "seed"), "at least 2 replicates"),
        (lambda: measured(0.5, 0, 1, 5, ""), "replicate is empty"),
        (lambda: exact(1, ""), "replicate is empty"),
        (lambda: measured(0.5, 0, 1, 5, "seed", values=[math.nan]), "values is"),
        (lambda: above(0, 3), "words is 3"),
        (lambda: between(2, 1), "least should not exceed most"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
