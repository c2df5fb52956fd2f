"""Evidence for a claim, and the numeric rules that turn evidence into a verdict.

Evidence has a kind. ``measured``: an estimate with an interval over replicates.
``exact``: a count or a proof, checked by computation. ``sourced``: a number or date
taken from the literature, with its bibliography key. A rule looks at the whole
interval, never at the point estimate alone.
"""

import math
from dataclasses import dataclass

KINDS = ("measured", "exact", "sourced")


@dataclass(frozen=True)
class Evidence:
    """One number and how sure we are of it.

    Attributes:
        kind: ``"measured"``, ``"exact"`` or ``"sourced"``.
        estimate: the number itself, in ``unit``.
        low, high: ends of its interval; equal to ``estimate`` unless measured.
        n: number of replicates; 0 unless measured.
        replicate: what a replicate is ("seed", "bootstrap", "observation"), or the
            bibliography key of a sourced number, or how an exact one was checked.
        unit: unit of ``estimate``, such as ``"°"``; empty for a pure number.
        moves: whether another processor may find another number; measured evidence always may.
    """

    kind: str
    estimate: float
    low: float
    high: float
    n: int = 0
    replicate: str = ""
    unit: str = ""
    moves: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind is {self.kind!r}; it should be one of {', '.join(KINDS)}")
        for name in ("estimate", "low", "high"):
            if not math.isfinite(getattr(self, name)):
                raise ValueError(f"{name} is {getattr(self, name)}; it should be a finite number")
        if self.low > self.high:
            raise ValueError(
                f"low is {self.low} and high is {self.high}; low should not exceed high"
            )
        if self.kind == "measured" and self.n < 2:
            raise ValueError(f"n is {self.n}; measured evidence needs at least 2 replicates")
        if not self.replicate:
            raise ValueError(
                "replicate is empty; it should say what a replicate, check or source is"
            )


def measured(estimate, low, high, n, replicate, unit="") -> Evidence:
    """Return evidence from ``n`` replicates with the interval ``[low, high]``."""
    return Evidence("measured", float(estimate), float(low), float(high), int(n), replicate, unit)


def exact(value, how, unit="", moves=False) -> Evidence:
    """Return a count or a proven value; ``how`` says how it was checked.

    A count of measured outcomes ``moves``: where one is borderline, another processor may count
    one more.
    """
    return Evidence("exact", float(value), float(value), float(value), 0, how, unit, moves)


def sourced(value, key, unit="") -> Evidence:
    """Return a number or year from the literature; ``key`` is its bibliography key."""
    return Evidence("sourced", float(value), float(value), float(value), 0, key, unit)


@dataclass(frozen=True)
class Rule:
    """A condition on evidence: its whole interval lies inside ``[least, most]``."""

    least: float = -math.inf
    most: float = math.inf

    def __post_init__(self):
        if not self.least <= self.most:
            raise ValueError(
                f"least is {self.least} and most is {self.most}; least should not exceed most"
            )

    def holds(self, evidence: Evidence) -> bool:
        return self.least <= evidence.low and evidence.high <= self.most

    def __str__(self) -> str:
        if self.least == self.most:
            return f"= {self.least:.10g}"
        if self.most == math.inf:
            return f"≥ {self.least:g}"
        if self.least == -math.inf:
            return f"≤ {self.most:g}"
        return f"in [{self.least:g}, {self.most:g}]"


def _number(value, name: str) -> float:
    if math.isnan(value):
        raise ValueError(f"{name} is {value}; it should be a number")
    return float(value)


def above(bound: float) -> Rule:
    """Rule: the whole interval lies at or above ``bound``."""
    return Rule(least=_number(bound, "bound"))


def below(bound: float) -> Rule:
    """Rule: the whole interval lies at or below ``bound``."""
    return Rule(most=_number(bound, "bound"))


def between(least: float, most: float) -> Rule:
    """Rule: the whole interval lies between the two bounds."""
    return Rule(float(least), float(most))


def equals(value: float) -> Rule:
    """Rule for exact and sourced evidence: it equals ``value``."""
    return Rule(_number(value, "value"), float(value))
