"""Properties of evidence, intervals and lists of discoveries."""

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from moreisdifferent.evaluation import evidence as ev
from moreisdifferent.evaluation import intervals, selection

from .contract import answer, arrays, covers, numbers


@covers(ev.Evidence, ev.measured, ev.exact, ev.sourced)
@given(numbers, numbers, numbers, st.integers(-3, 30), st.sampled_from(["", "seed"]))
def test_evidence_is_finite_ordered_and_replicated(estimate, low, high, n, replicate):
    found = answer(ev.measured, estimate, low, high, n, replicate)
    good = all(map(math.isfinite, (estimate, low, high))) and low <= high and n > 1 and replicate
    assert (found is not None) == bool(good)
    for kind in ("exact", "sourced"):
        value = answer(ev.Evidence, kind, estimate, estimate, estimate, 0, replicate)
        assert (value is not None) == (math.isfinite(estimate) and replicate != "")
        if value is not None:
            assert value in (ev.exact(estimate, replicate), ev.sourced(estimate, replicate))


@covers(ev.Rule, ev.above, ev.below, ev.between, ev.equals)
@given(numbers, numbers, numbers)
def test_rules_look_at_the_whole_interval(low, width, bound):
    assume(all(map(math.isfinite, (low, width, bound))))
    high = low + abs(width)
    assume(math.isfinite(high))
    e = ev.measured(low, low, high, 5, "seed")
    assert ev.above(bound).holds(e) == (low >= bound)
    assert ev.below(bound).holds(e) == (high <= bound)
    assert ev.between(low, high).holds(e)
    assert ev.equals(low).holds(e) == (low == high)
    assert ev.above(bound).holds(e) <= (not ev.below(bound).holds(e) or low == high == bound)


@covers(ev.above, ev.below, ev.between, ev.equals, ev.Rule)
@given(numbers, numbers)
def test_a_bound_is_a_number(a, b):
    for make in (ev.above, ev.below, ev.equals):
        rule = answer(make, a)
        assert (rule is None) == math.isnan(a)
    rule = answer(ev.between, a, b)
    assert (rule is not None) == (a <= b)


@covers(intervals.mean_interval, intervals.paired_difference)
@given(arrays(), numbers, numbers)
def test_the_mean_lies_in_its_interval_and_moves_with_the_values(values, shift, level):
    found = answer(intervals.mean_interval, values, level=0.95)
    good = values.ndim == 1 and len(values) > 1 and np.isfinite(values.astype(float)).all()
    assert (found is not None) == bool(good)
    answer(intervals.mean_interval, values, level=level)
    if found is not None:
        assert found.low <= found.estimate <= found.high
        same = intervals.paired_difference(values, values)
        assert same.low == same.estimate == same.high == 0
        wider = intervals.mean_interval(values, level=0.99)
        assert wider.low <= found.low and found.high <= wider.high


@covers(intervals.paired_difference)
@given(arrays(), arrays())
def test_pairs_have_one_shape(first, second):
    found = answer(intervals.paired_difference, first, second)
    assert found is None or first.shape == second.shape


@covers(intervals.bootstrap_interval)
@given(arrays(), numbers, st.integers(-2, 40))
def test_a_bootstrap_is_finite_or_refused(values, level, resamples):
    rng = np.random.default_rng(0)
    found = answer(
        intervals.bootstrap_interval, values, np.mean, rng, level=level, resamples=resamples
    )
    assert found is None or (math.isfinite(found.low) and found.low <= found.high)


@covers(selection.false_discovery_proportion, selection.power)
@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_shares_of_lists(selected, causes):
    false = selection.false_discovery_proportion(selected, causes)
    assert 0 <= false <= 1
    assert (false == 0) == (set(selected) <= set(causes))
    found = answer(selection.power, selected, causes)
    assert (found is None) == (not causes)
    if causes:
        assert (found == 1) == (set(causes) <= set(selected))


@covers(selection.gaussian_knockoffs)
@given(arrays(), arrays())
def test_knockoffs_have_the_shape_of_the_originals(X, block):
    found = answer(selection.gaussian_knockoffs, X, block, np.random.default_rng(0))
    assert found is None or found.shape == X.shape


@covers(selection.gaussian_knockoffs)
@given(st.integers(1, 4), st.integers(0, 5), st.integers(0, 3), st.floats(0, 0.95))
def test_knockoffs_of_any_correlation(size, n, blocks, correlation):
    block = np.full((size, size), correlation) + (1 - correlation) * np.eye(size)
    X = np.random.default_rng(0).normal(size=(n, size * blocks))
    found = selection.gaussian_knockoffs(X, block, np.random.default_rng(1))
    assert found.shape == X.shape and np.isfinite(found).all()


@covers(selection.knockoff_select)
@given(arrays(), numbers)
def test_a_list_with_a_warranty_keeps_its_rule(margin, fdr):
    found = answer(selection.knockoff_select, margin, fdr)
    if found is not None and len(found):
        margin = margin.astype(float)
        t = margin[found].min()
        assert t > 0
        assert (1 + (margin <= -t).sum()) <= fdr * len(found)
