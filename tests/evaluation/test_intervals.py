import numpy as np
import pytest
from scipy import stats

from moreisdifferent.evaluation.intervals import (
    bootstrap_interval,
    mean_interval,
    paired_difference,
    share_interval,
)

SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_students_own_sleep_data():
    """Hours of sleep gained with two drugs (Student, 1908): mean difference 1.58, t = 4.06."""
    gain = paired_difference(SLEEP_B, SLEEP_A, replicate="patient", unit="h")
    assert gain.estimate == pytest.approx(1.58)
    assert (gain.low, gain.high) == pytest.approx((0.70, 2.46), abs=0.005)
    assert (gain.kind, gain.n, gain.replicate, gain.unit) == ("measured", 10, "patient", "h")


def test_t_interval_agrees_with_scipys():
    theirs = stats.ttest_1samp(SLEEP_A, 0).confidence_interval(0.9)
    ours = mean_interval(SLEEP_A, level=0.9)
    assert (ours.low, ours.high) == pytest.approx(tuple(theirs))


def test_a_paired_difference_is_sharper_than_two_means():
    rng = np.random.default_rng(1)
    shared = 10 * rng.standard_normal(20)
    first, second = shared + 1 + rng.standard_normal(20), shared + rng.standard_normal(20)
    paired = paired_difference(first, second)
    assert paired.high - paired.low < 0.3 * (mean_interval(first).high - mean_interval(first).low)


@pytest.mark.parametrize("n", [3, 10, 30])
def test_t_intervals_cover_as_often_as_they_say(n):
    rng = np.random.default_rng(2)
    runs = 2000
    found = [mean_interval(5 + 2 * rng.standard_normal(n)) for _ in range(runs)]
    covered = np.mean([e.low <= 5 <= e.high for e in found])
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / runs)


def test_bootstrap_intervals_cover_a_median():
    """The percentile interval is approximate: at n = 50 it should cover 91 to 98 per cent."""
    rng = np.random.default_rng(3)
    truth, runs = np.log(2), 300
    found = [
        bootstrap_interval(rng.exponential(size=50), np.median, rng, resamples=400)
        for _ in range(runs)
    ]
    assert 0.91 < np.mean([e.low <= truth <= e.high for e in found]) < 0.98


def test_bootstrap_of_a_mean_agrees_with_the_t_interval():
    rng = np.random.default_rng(4)
    values = rng.standard_normal(400)
    ours, t = bootstrap_interval(values, np.mean, rng, resamples=4000), mean_interval(values)
    assert ours.estimate == t.estimate
    assert (ours.low, ours.high) == pytest.approx((t.low, t.high), abs=0.01)


def test_bootstrap_resamples_rows_together():
    """x and y of a row stay together, so that a correlation of 1 is 1 in every resample."""
    x = np.arange(20.0)
    pairs = np.stack([x, 3 * x + 1], axis=1)
    found = bootstrap_interval(
        pairs, lambda rows: np.corrcoef(rows.T)[0, 1], np.random.default_rng(5), resamples=50
    )
    assert (found.low, found.high) == pytest.approx((1, 1)) and found.n == 20


def test_wilsons_interval_of_all_and_none():
    """Ten of ten (Wilson, 1927): z² / (n + z²) below 1."""
    found = share_interval(10, 10)
    assert (found.estimate, found.high) == (1, 1)
    assert found.low == pytest.approx(10 / (10 + 1.959964**2), abs=1e-6)
    assert share_interval(0, 10).high == pytest.approx(1 - found.low)
    assert sum(found.values) == found.n == 10


def test_replicates_are_kept_where_they_are_on_the_scale_of_the_estimate():
    rng, values = np.random.default_rng(6), [1.0, 2.0, 5.0]
    assert mean_interval(values).values == paired_difference(values, [0, 0, 0]).values == (1, 2, 5)
    assert bootstrap_interval(np.array(values), np.median, rng).values == (1, 2, 5)
    assert bootstrap_interval(np.array(values), np.std, rng).values == ()
    assert bootstrap_interval(np.ones((3, 2)), lambda rows: rows.mean(), rng).values == ()


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: mean_interval([1.0]), r"values has shape \(1,\)"),
        (lambda: mean_interval([[1.0, 2.0]]), r"values has shape \(1, 2\)"),
        (lambda: mean_interval([1.0, np.nan, 2.0, np.inf]), r"not finite at \[1, 3\]"),
        (lambda: paired_difference([1, 2, 3], [1, 2]), "first has 3 replicates and second 2"),
        (lambda: paired_difference([1, 2], [1, np.nan]), r"second is not finite at \[1\]"),
        (lambda: share_interval(11, 10), "successes is 11"),
        (lambda: share_interval(0.5, 10), "successes is 0.5"),
        (lambda: share_interval(1, 1), "n is 1"),
        (lambda: bootstrap_interval([1], np.mean, np.random.default_rng(1)), "values has 1 rows"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
