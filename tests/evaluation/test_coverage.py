"""How often intervals that say .95 hold the truth, on outcomes such as occur in the chapters.

``COVERAGE`` states what thousands of runs gave; a test measures each again. Where less than .92 is
stated an interval falls short of what it says: above all a t interval over few runs that have learned
or have not, which is why shares of runs take Wilson's.
"""

import numpy as np
import pytest
from scipy import stats

from moreisdifferent.evaluation.intervals import (
    bootstrap_interval,
    mean_interval,
    share_interval,
)

RUNS = 500
RNG = np.random.default_rng(7)


def bell(n):
    return RNG.standard_normal(n)


def skewed(n):  # ratios of errors
    return RNG.lognormal(-0.125, 0.5, n)


def pairs(n):  # an error and what it is divided by
    return np.stack([RNG.gamma(4, 0.5, n), RNG.gamma(9, 0.4, n)], axis=1)


def learned(n, share=0.8):  # a run has learned or has not
    return (RNG.random(n) < share) + 0.02 * RNG.standard_normal(n)


def coverage(draw, truth, interval):
    found = [interval(draw()) for _ in range(RUNS)]
    return np.mean([e.low <= truth <= e.high for e in found])


def ratio(rows):
    return rows[:, 0].mean() / rows[:, 1].mean()


def bootstrapped(statistic):
    return lambda values: bootstrap_interval(values, statistic, RNG, resamples=400)


COVERAGE = {
    "t, bell, 5": (lambda: bell(5), 0, mean_interval, 0.95),
    "t, bell, 10": (lambda: bell(10), 0, mean_interval, 0.95),
    "t, skewed, 10": (lambda: skewed(10), 1, mean_interval, 0.92),
    "t, learned or not, 5": (lambda: learned(5), 0.8, mean_interval, 0.66),
    "t, learned or not, 10": (lambda: learned(10), 0.8, mean_interval, 0.89),
    "bootstrap of a ratio, 5": (lambda: pairs(5), 2 / 3.6, bootstrapped(ratio), 0.91),
    "bootstrap of a ratio, 8": (lambda: pairs(8), 2 / 3.6, bootstrapped(ratio), 0.92),
    "bootstrap of a ratio, 10": (lambda: pairs(10), 2 / 3.6, bootstrapped(ratio), 0.94),
    "bootstrap of a mean, bell, 10": (lambda: bell(10), 0, bootstrapped(np.mean), 0.93),
    "bootstrap of a mean, skewed, 10": (lambda: skewed(10), 1, bootstrapped(np.mean), 0.91),
    "bootstrap of a median, 10": (lambda: bell(10), 0, bootstrapped(np.median), 0.97),
    "bootstrap, learned or not, 10": (lambda: learned(10), 0.8, bootstrapped(np.mean), 0.90),
}


@pytest.mark.parametrize("case", COVERAGE)
def test_an_interval_covers_as_often_as_stated(case):
    *how, stated = COVERAGE[case]
    error = np.sqrt(stated * (1 - stated) / RUNS)
    assert abs(coverage(*how) - stated) < 4 * error


@pytest.mark.parametrize("n", [5, 8, 10, 20])
def test_wilsons_interval_covers_shares(n):
    """Its coverage jumps with the share, so: on average .95, and .83 where it dips (all sums exact)."""
    ends = [share_interval(k, n) for k in range(n + 1)]
    covered = [
        sum(stats.binom.pmf(k, n, share) for k, e in enumerate(ends) if e.low <= share <= e.high)
        for share in np.linspace(0.02, 0.98, 97)
    ]
    assert np.mean(covered) > 0.945 and min(covered) > 0.82
