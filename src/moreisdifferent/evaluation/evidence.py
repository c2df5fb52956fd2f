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
        values: the replicates themselves, in ``unit``, where each is a number of its own.
    """

    kind: str
    estimate: float
    low: float
    high: float
    n: int = 0
    replicate: str = ""
    unit: str = ""
    moves: bool = False
    values: tuple[float, ...] = ()

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
        if not all(map(math.isfinite, self.values)):
            raise ValueError(f"values is {self.values}; it should hold finite numbers")


def measured(estimate, low, high, n, replicate, unit="", values=()) -> Evidence:
    """Return evidence from ``n`` replicates with the interval ``[low, high]``.

    ``values`` are the replicates, shape (n,), where each is a number of its own; a picture of the
    evidence shows them.
    """
    ends = float(estimate), float(low), float(high)
    return Evidence(
        "measured", *ends, int(n), replicate, unit, values=tuple(float(v) for v in values)
    )


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
    """A condition on evidence: its whole interval lies between ``least`` and ``most``.

    Attributes:
        least, most: the bounds; infinite on an open side.
        strict: whether an interval that touches a bound fails. An interval ``[0, 0]`` is then
            neither above nor below 0, so two arms that are the same satisfy no side.
        words: what it means to lie there, in the reader's words: "a gain worth having".
    """

    least: float = -math.inf
    most: float = math.inf
    strict: bool = False
    words: str = ""

    def __post_init__(self):
        if not self.least <= self.most:
            raise ValueError(
                f"least is {self.least} and most is {self.most}; least should not exceed most"
            )
        if not isinstance(self.words, str):
            raise ValueError(f"words is {self.words!r}; it should be a short phrase")

    def holds(self, evidence: Evidence) -> bool:
        if self.strict:
            return self.least < evidence.low and evidence.high < self.most
        return self.least <= evidence.low and evidence.high <= self.most

    def __str__(self) -> str:
        more, less = ("> ", "< ") if self.strict else ("≥ ", "≤ ")
        if self.least == self.most:
            return f"= {plainly(self.least)}"
        if self.most == math.inf:
            return more + plainly(self.least)
        if self.least == -math.inf:
            return less + plainly(self.most)
        return f"in [{plainly(self.least)}, {plainly(self.most)}]"


def plainly(value: float) -> str:
    """Return a number that was chosen or counted: ``0.05``, ``1962``, ``75,000,100``.

    Thousands are separated from 10,000 up, so that a year stays a year.
    """
    if not math.isfinite(value):
        return f"{value}"
    digits = f"{value:.10g}"
    whole = float(value).is_integer() and abs(value) < 1e15
    if "e" in digits and whole:
        digits = f"{int(value)}"
    if "e" in digits or abs(value) < 10_000:
        return digits
    whole, point, rest = digits.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _number(value, name: str) -> float:
    if math.isnan(value):
        raise ValueError(f"{name} is {value}; it should be a number")
    return float(value)


def above(bound: float, words: str = "") -> Rule:
    """Rule: the whole interval lies above ``bound``; touching it is not enough."""
    return Rule(least=_number(bound, "bound"), strict=True, words=words)


def below(bound: float, words: str = "") -> Rule:
    """Rule: the whole interval lies below ``bound``; touching it is not enough."""
    return Rule(most=_number(bound, "bound"), strict=True, words=words)


def at_least(bound: float, words: str = "") -> Rule:
    """Rule for a count: it is ``bound`` or more."""
    return Rule(least=_number(bound, "bound"), words=words)


def at_most(bound: float, words: str = "") -> Rule:
    """Rule for a count: it is ``bound`` or less."""
    return Rule(most=_number(bound, "bound"), words=words)


def between(least: float, most: float, words: str = "") -> Rule:
    """Rule: the whole interval lies between the two bounds."""
    return Rule(float(least), float(most), words=words)


def equals(value: float, words: str = "") -> Rule:
    """Rule for exact and sourced evidence: it equals ``value``."""
    return Rule(_number(value, "value"), float(value), words=words)
