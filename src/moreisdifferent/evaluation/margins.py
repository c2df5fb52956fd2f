"""How far evidence stands from the other side of a rule, in standard errors.

A rule holds when the whole interval lies inside its bounds, so what counts is how far the interval,
moved as a whole, must go before the rule changes its mind. A count of measured outcomes keeps these
distances, so that a verdict that hangs on a count is no safer than what was counted.
"""

import math
from collections.abc import Iterable

from scipy import stats

from .evidence import Evidence, Rule


def standard_error(evidence: Evidence) -> float:
    """Return the standard error that a 95 % interval implies; 0 when nothing was measured.

    An interval about its estimate is taken as Student's with n - 1 degrees of freedom, a lopsided
    one as a bootstrap's.
    """
    half = (evidence.high - evidence.low) / 2
    if evidence.kind != "measured" or half == 0:
        return 0.0
    student = abs((evidence.high + evidence.low) / 2 - evidence.estimate) < 1e-6 * half
    return half / (stats.t.ppf(0.975, evidence.n - 1) if student else stats.norm.ppf(0.975))


def shifts(evidence: Evidence, rule: Rule) -> tuple[float, float]:
    """Return from where to where the interval may be shifted so that the rule holds, in its unit.

    The first is larger than the second when the interval is wider than the bounds.
    """
    return rule.least - evidence.low, rule.most - evidence.high


def distance(evidence: Evidence, rule: Rule) -> float:
    """Return how many standard errors the interval may move before the rule stops holding.

    Negative where the rule does not hold: then it is how far the interval must move until it does.
    Infinite where no shift changes anything: nothing was measured, or the interval is too wide.
    """
    (first, last), error = shifts(evidence, rule), standard_error(evidence)
    if rule.holds(evidence):
        return min(-first, last) / error if error else math.inf
    return -max(first, -last, 0) / error if error and first <= last else -math.inf


def count_that(evidence: Iterable[Evidence], rule: Rule, how: str = "whole intervals") -> Evidence:
    """Return how many pieces of evidence satisfy a rule, as a count that moves.

    Its ``values`` are the distances of those that could switch, in standard errors.

    Raises:
        ValueError: if ``evidence`` is empty.
    """
    evidence = list(evidence)
    if not evidence:
        raise ValueError("evidence is empty; there should be something to count")
    count = float(sum(rule.holds(e) for e in evidence))
    far = [distance(e, rule) for e in evidence]
    return Evidence(
        "exact", count, count, count, 0, how, "", True, tuple(filter(math.isfinite, far))
    )
