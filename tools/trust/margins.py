"""How far a verdict stands from flipping, in standard errors of its evidence.

A rule holds when the whole interval lies inside its bounds, so what counts is how far the
interval, moved as a whole, must go before another verdict comes out. Where one rule decides,
its distance is the margin; where several must change together, the farthest of them.
"""

import math

from scipy import stats

Interval = dict  # an Evidence as a dictionary: kind, estimate, low, high, n, …
Bounds = list  # [least, most]


def standard_error(evidence: Interval) -> float:
    """Return the standard error that a 95 % interval implies; 0 when nothing is measured.

    An interval about its estimate is taken as Student's with n - 1 degrees of freedom, a lopsided
    one as a bootstrap's.
    """
    half = (evidence["high"] - evidence["low"]) / 2
    middle = (evidence["high"] + evidence["low"]) / 2
    if evidence["kind"] != "measured" or half == 0:
        return 0.0
    student = abs(middle - evidence["estimate"]) < 1e-6 * half
    return half / (stats.t.ppf(0.975, evidence["n"] - 1) if student else stats.norm.ppf(0.975))


def to_hold(evidence: Interval, bounds: Bounds) -> float:
    """Return the least move, in standard errors, after which the rule holds; 0 if it does."""
    short, over = bounds[0] - evidence["low"], evidence["high"] - bounds[1]
    if short <= 0 and over <= 0:
        return 0.0
    fits = evidence["high"] - evidence["low"] <= bounds[1] - bounds[0]
    return _in_errors(max(short, over), evidence) if fits else math.inf


def to_fail(evidence: Interval, bounds: Bounds) -> float:
    """Return the least move, in standard errors, after which the rule fails; 0 if it does."""
    room = min(evidence["low"] - bounds[0], bounds[1] - evidence["high"])
    return _in_errors(room, evidence) if room >= 0 else 0.0


def _in_errors(distance: float, evidence: Interval) -> float:
    error = standard_error(evidence)
    return distance / error if error else math.inf


def margin(found: str, evidence: dict[str, Interval], rules: dict[str, dict]) -> float:
    """Return the distance of a verdict from the nearest other one, in standard errors.

    Infinite when no evidence that was measured can flip it.
    """

    def moves(move, side):
        return [move(evidence[name], bounds) for name, bounds in rules.get(side, {}).items()]

    restated = "restated claim holds"
    against = zip(moves(to_fail, "refuted"), moves(to_hold, "refuted"))
    nothing_refutes = max([fail for fail, hold in against if hold == 0], default=math.inf)
    if found == "supported":
        return min([*moves(to_fail, "supported"), *moves(to_hold, "refuted")])
    if found == "partly":
        return min([max(moves(to_hold, "supported")), *moves(to_hold, "refuted")])
    if found == "corrected":
        return min([nothing_refutes, *moves(to_fail, restated)])
    if found == "refuted":
        return min(nothing_refutes, max(moves(to_hold, restated), default=math.inf))
    return math.inf
