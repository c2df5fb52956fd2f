"""Properties of evidence, intervals and lists of discoveries."""

import math
from itertools import pairwise

import numpy as np
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn

from moreisdifferent.evaluation import (
    cost,
    counting,
    curves,
    from_earth,
    hull,
    intervals,
    margins,
    probe,
    selection,
    stopwatch,
)
from moreisdifferent.evaluation import evidence as ev

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


@covers(ev.Rule, ev.above, ev.below, ev.at_least, ev.at_most, ev.between, ev.equals)
@given(numbers, numbers, numbers)
def test_rules_look_at_the_whole_interval(low, width, bound):
    assume(all(map(math.isfinite, (low, width, bound))))
    high = low + abs(width)
    assume(math.isfinite(high))
    e = ev.measured(low, low, high, 5, "seed")
    assert ev.above(bound).holds(e) == (low > bound)
    assert ev.below(bound).holds(e) == (high < bound)
    assert ev.at_least(bound).holds(e) == (low >= bound)
    assert ev.at_most(bound).holds(e) == (high <= bound)
    assert ev.between(low, high).holds(e)
    assert ev.equals(low).holds(e) == (low == high)
    assert not (ev.above(bound).holds(e) and ev.below(bound).holds(e))


@covers(ev.above, ev.below, ev.between, ev.equals, ev.Rule)
@given(numbers, numbers)
def test_a_bound_is_a_number(a, b):
    for make in (ev.above, ev.below, ev.at_least, ev.at_most, ev.equals):
        rule = answer(make, a)
        assert (rule is None) == math.isnan(a)
    rule = answer(ev.between, a, b)
    assert (rule is not None) == (a <= b)


finite = st.floats(-1e6, 1e6)


@covers(margins.distance, margins.shifts, margins.standard_error)
@given(finite, st.floats(1e-3, 1e3), finite, finite, st.booleans())
def test_a_rule_changes_its_mind_at_its_distance(middle, half, least, width, strict):
    rule = ev.Rule(least, least + abs(width), strict)
    e = ev.measured(middle, middle - half, middle + half, 10, "seed")
    far, error = margins.distance(e, rule), margins.standard_error(e)
    assert error > 0 and (far >= 0 if rule.holds(e) else far <= 0)
    first, last = margins.shifts(e, rule)
    assert (far == -math.inf) == (first > last)

    def shifted(by):
        return rule.holds(ev.measured(middle + by, middle - half + by, middle + half + by, 10, "s"))

    if math.isfinite(far) and abs(far) > 1e-3:
        near, beyond = 0.99 * abs(far) * error, 1.01 * abs(far) * error
        assert shifted(near) == shifted(-near) == rule.holds(e)
        if rule.holds(e):
            assert not (shifted(beyond) and shifted(-beyond))
        elif last - first > beyond:
            assert shifted(beyond) or shifted(-beyond)


@covers(margins.count_that)
@given(st.lists(finite, max_size=6), finite)
def test_a_count_is_a_count(middles, bound):
    evidence = [ev.measured(m, m - 1, m + 1, 5, "seed") for m in middles]
    found = answer(margins.count_that, evidence, ev.above(bound))
    assert (found is None) == (not middles)
    if middles:
        assert found.estimate == sum(m - 1 > bound for m in middles)
        assert sum(far > 0 for far in found.values) == found.estimate


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


@covers(intervals.share_interval)
@given(numbers, numbers, numbers)
def test_a_share_lies_in_its_interval_between_0_and_1(successes, n, level):
    answer(intervals.share_interval, successes, n, level=level)
    n = abs(int(n)) % 50 + 2 if math.isfinite(n) else 2
    successes = abs(int(successes)) % (n + 1) if math.isfinite(successes) else 0
    found = intervals.share_interval(successes, n)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.low < found.high and sum(found.values) == successes


@covers(ev.plainly)
@given(numbers)
def test_a_plain_number_reads_back(value):
    text = ev.plainly(value)
    if math.isfinite(value):
        assert math.isclose(float(text.replace(",", "")), value, rel_tol=1e-9)


@covers(intervals.bootstrap_interval)
@given(arrays(), numbers, st.integers(-2, 40))
def test_a_bootstrap_is_finite_or_refused(values, level, resamples):
    rng = np.random.default_rng(0)
    found = answer(
        intervals.bootstrap_interval, values, np.mean, rng, level=level, resamples=resamples
    )
    assert found is None or (math.isfinite(found.low) and found.low <= found.high)


@covers(curves.moment)
@given(arrays(), arrays(), numbers, numbers)
def test_a_moment_is_in_the_lesson_or_missing(curve, times, share, least):
    answer(curves.moment, curve, times, share, least)
    times = np.arange(len(curve)) if curve.ndim else np.arange(2)
    found = answer(curves.moment, curve, times, 0.5)
    if found is not None:
        learned = np.asarray(curve[-1], dtype=float) >= 0.1
        assert found.shape == curve.shape[1:] and (np.isfinite(found) == learned).all()
        assert ((found[learned] >= times[0]) & (found[learned] <= times[-1])).all()


@covers(curves.last_quarter)
@given(arrays(), st.floats(-9, 9), st.floats(-9, 9))
def test_a_last_quarter_moves_with_the_unit_and_not_with_the_level(curve, unit, level):
    found = answer(curves.last_quarter, curve)
    good = curve.ndim == 2 and len(curve) >= 5 and np.isfinite(curve.astype(float)).all()
    assert (found is not None) == bool(good)
    line = np.arange(5)[:, None] * np.ones(3) + np.random.default_rng(0).normal(size=(5, 3))
    gains = curves.last_quarter(line)
    np.testing.assert_allclose(curves.last_quarter(unit * line + level), unit * gains, atol=1e-9)


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


@covers(selection.jaccard)
@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_two_lists_have_as_much_in_common_either_way(selected, causes):
    share = selection.jaccard(selected, causes)
    assert 0 <= share <= 1 and share == selection.jaccard(causes, selected)
    assert (share == 1) == (set(selected) == set(causes) != set())


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


@covers(counting.count, counting.total)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), arrays().map(np.shape))
def test_a_chain_of_matrices_multiplies_every_weight_once(sizes, shape):
    model = nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(sizes)))
    costs = counting.count(model, (sizes[0],))
    assert counting.total(costs, "multiply_adds") == counting.total(costs, "weights")
    assert counting.total(costs, "parameters") == sum(p.numel() for p in model.parameters())
    found = answer(counting.count, model, shape)
    assert found is None or shape == () or shape[-1] == sizes[0] or 0 in shape


@covers(cost.PeakBytes, cost.peak_bytes)
@given(arrays(dtypes=(float, int)))
def test_the_peak_is_what_is_made_and_not_what_was_there(values):
    x = torch.from_numpy(values)
    assert cost.peak_bytes(lambda x: x, x) == 0
    assert cost.peak_bytes(lambda x: x + 1, x) == x.nbytes
    assert cost.peak_bytes(lambda x: (x + 1) + 1, x) == 2 * x.nbytes
    assert cost.peak_bytes(lambda x: x.flatten().view(x.shape), x) == 0


@covers(cost.OneByOne)
@given(arrays(dtypes=(float,)))
def test_positions_one_by_one_are_those_at_once(values):
    x = torch.from_numpy(values)
    found = answer(cost.OneByOne(nn.ReLU()), x, also=("x",))
    assert (found is not None) == (x.ndim == 3 and x.shape[1] > 0)
    assert found is None or torch.equal(found.nan_to_num(), x.relu().nan_to_num())


amounts = st.one_of(st.integers(-2, 3), st.sampled_from([np.nan, 1.5, 1e300]))


@covers(cost.costs, cost.measure)
@settings(max_examples=12)
@given(
    st.lists(st.sampled_from("ab"), unique=True),
    st.dictionaries(st.sampled_from("ab"), st.lists(amounts, max_size=2)),
    amounts,
    amounts,
)
def test_costs_are_measured_for_what_has_a_length(names, lengths, width, rounds):
    layers = {name: nn.Identity() for name in names}
    found = answer(cost.measure, layers, lengths, width, rounds)
    if found is None:
        assert answer(cost.costs, layers, lengths, width, rounds) is None
    else:
        seconds, peak = found
        assert all(np.shape(seconds[n]) == (rounds, len(lengths[n])) for n in names)
        assert all(np.min(seconds[n]) > 0 and np.max(peak[n]) == 0 for n in names)


@covers(stopwatch.stopwatch, stopwatch.in_turns)
@settings(max_examples=12)
@given(
    st.dictionaries(
        st.sampled_from("ab"), st.sampled_from([(abs, 1), (abs, 2.0), (abs,), (3, 4), None])
    ),
    amounts,
)
def test_calls_are_timed_in_turns_or_refused(calls, rounds):
    found = answer(stopwatch.in_turns, calls, rounds)
    if found is None:
        assert answer(stopwatch.stopwatch, calls, rounds) is None
    else:
        assert set(found) == set(calls)
        assert all(times.shape == (rounds,) and (times > 0).all() for times in found.values())


@covers(stopwatch.seconds)
@given(st.one_of(st.floats(0, 0.001), numbers.filter(lambda n: not 0.001 < n <= 60)))
def test_a_call_lasts_as_long_as_was_asked_or_is_refused(shortest):
    found = answer(stopwatch.seconds, abs, -1, shortest)
    assert (found is not None) == (0 <= shortest <= 60)
    assert found is None or found > 0


@covers(stopwatch.elsewhere)
@settings(max_examples=4)
@given(st.sampled_from([abs, 3, None, "abs"]), st.integers())
def test_work_done_elsewhere_is_done_or_refused(function, value):
    found = answer(stopwatch.elsewhere, function, value)
    assert found == (abs(value) if callable(function) else None)


matrices = arrays(st.tuples(st.integers(0, 6), st.integers(0, 3)))
anything = st.one_of(matrices, arrays())


@covers(probe.linear_probe, probe.skill)
@given(anything, st.integers(0, 9), st.booleans(), numbers, st.one_of(st.none(), st.integers(0, 4)))
def test_a_probe_reads_anything_or_says_why_not(values, seed, classes, penalty, n_classes):
    features, draw = torch.from_numpy(values), np.random.default_rng(seed)
    n = len(values) if values.ndim else 0
    y = torch.from_numpy(draw.integers(-1 if seed == 0 else 0, 3, n) if classes else draw.random(n))
    read = answer(probe.linear_probe, features, y, penalty, n_classes, steps=5)
    if read is not None:
        answers = read(features)
        assert answers.isfinite().all() and len(answers) == n
        score = probe.skill(answers, y)
        assert (0 <= score <= 1) if classes else score > -1e-6


@covers(probe.linear_probe, probe.skill)
@given(anything, arrays())
def test_what_cannot_be_read_is_refused(values, y):
    features, y = torch.from_numpy(values), torch.from_numpy(y)
    read = answer(probe.linear_probe, features, y, steps=3)
    assert read is None or read(features).isfinite().all()
    assert answer(probe.linear_probe, features, y, steps=0) is None
    score = answer(probe.skill, features, y)
    assert score is None or score <= 1


@covers(probe.spread)
@given(anything, anything, st.integers(2, 5))
def test_spread_is_relative(values, before, times):
    features, before = torch.from_numpy(values), torch.from_numpy(before)
    found = answer(probe.spread, features, before)
    assert found is None or found >= 0
    same = answer(probe.spread, features, features)
    if same is not None and features.abs().max() < 1e9:
        assert math.isclose(same, 1)
        assert math.isclose(probe.spread(times * features, features), times**2, rel_tol=1e-6)


@covers(hull.distance_to_hull, hull.inside_hull)
@given(arrays(), arrays())
def test_a_point_of_the_hull_is_inside_it(points, queries):
    found = answer(hull.distance_to_hull, points, queries)
    if found is not None:
        assert (found >= 0).all() and len(found) == len(queries)
        assert hull.inside_hull(points, points).all()
        assert hull.inside_hull(points, points.mean(0)[None]).all()


@covers(from_earth.from_earth, from_earth.true_lit_venus)
@given(st.integers(0, 5), st.integers(0, 5), st.booleans(), st.integers(1600, 1603))
def test_a_path_is_judged_from_the_earth_or_refused(n, m, zero, last):
    z = np.exp(1j * np.arange(n)) * (not zero)
    found = answer(from_earth.from_earth, z, 2.3e6 + np.arange(m))
    assert (found is None) == (n != m or n == 0 or zero)
    assert found is None or all(np.isfinite(part).all() for part in found)
    lit = answer(from_earth.true_lit_venus, 1601, last)
    assert (lit is None) == (last <= 1601)
    assert lit is None or ((lit[1] >= 0) & (lit[1] <= 1)).all()
