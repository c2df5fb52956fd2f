import dataclasses
import math

import pytest

from moreisdifferent.evaluation.evidence import (
    Evidence,
    above,
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
        (above(0.7), True),  # the end of the interval may touch the bound
        (above(0.71), False),
        (below(0.9), True),
        (below(0.89), False),
        (between(0.5, 1.0), True),
        (between(0.75, 1.0), False),
        (between(0.5, 0.85), False),
        (equals(0.8), False),  # an interval with a width is never equal to a number
    ],
)
def test_a_rule_asks_the_whole_interval(rule, holds):
    assert rule.holds(ROUGH) is holds


def test_equality_is_for_exact_numbers():
    assert equals(7).holds(exact(7, "count")) and not equals(7).holds(exact(8, "count"))


def test_an_undecided_interval_satisfies_neither_side():
    assert not above(0.8).holds(ROUGH) and not below(0.8).holds(ROUGH)


@pytest.mark.parametrize(
    "rule, text",
    [(above(1), "≥ 1"), (below(0.5), "≤ 0.5"), (between(1, 2), "in [1, 2]"), (equals(3), "= 3")],
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
        (lambda: between(2, 1), "least should not exceed most"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
