"""How far a verdict stands from another one, in standard errors of its evidence.

Every piece of evidence may move, each on its own; the margin is the least distance that the one
which moves farthest must go before any other verdict comes out. So where one rule decides, its
distance is the margin; where several must change together, the farthest of them; and the margin of
*undecided* is the distance to the nearest decision.
"""

import itertools
import math
from types import SimpleNamespace

from moreisdifferent.display.verdict import RESTATED, judge
from moreisdifferent.evaluation.evidence import Evidence, Rule
from moreisdifferent.evaluation.margins import shifts, standard_error

Rules = dict[str, dict[str, Rule]]  # side → evidence → rule


def evidence_of(fields: dict) -> Evidence:
    """Return evidence from a record of it."""
    known = Evidence.__dataclass_fields__
    kept = {key: value for key, value in fields.items() if key in known}
    return Evidence(**kept | {"values": tuple(fields.get("values", ()))})


def rule_of(fields: dict) -> Rule:
    """Return a rule from a record of it, in which an open side may be None."""
    least, most = fields["least"], fields["most"]
    least, most = -math.inf if least is None else least, math.inf if most is None else most
    return Rule(least, most, fields.get("strict", False), fields.get("words", ""))


def read(record: dict) -> tuple[dict[str, Evidence], Rules, str]:
    """Return evidence, rules and remainder of a verdict's record, as notebooks store it."""
    evidence = {fields["name"]: evidence_of(fields) for fields in record["evidence"]}
    rules = {
        side: {name: rule_of(rule) for name, rule in entries.items()}
        for side, entries in record["rules"].items()
    }
    return evidence, rules, "undecided" if record["finding"] or "partly" in rules else "partly"


def outcome(evidence: dict, rules: dict, remainder: str = "undecided") -> str:
    """Return the verdict of the rules, or ``both`` where one side supports and one refutes."""
    sides = [rules.get(side, {}) for side in ("supported", "refuted", RESTATED, "partly")]
    try:
        return judge(evidence, *sides, remainder)
    except ValueError:
        return "both"


def cells(evidence: Evidence, rules: list[Rule]) -> list[tuple[float, tuple[bool, ...]]]:
    """Return what a shift of the evidence can do to its rules: least distance, which rules hold."""
    if evidence.moves and evidence.values:
        found = [(cost, _shifted(evidence, rules, by)) for cost, by in _steps(evidence)]
    elif error := standard_error(evidence):
        regions = [shifts(evidence, rule) for rule in rules]
        found = [
            (cost / error, tuple(_inside(at, *r, rule.strict) for r, rule in zip(regions, rules)))
            for cost, at in _places(sorted({x for r in regions for x in r if math.isfinite(x)}))
        ]
    else:
        found = [(0.0, _shifted(evidence, rules, 0))]
    least: dict[tuple, float] = {}
    for cost, holds in found:
        least[holds] = min(cost, least.get(holds, math.inf))
    return [(cost, holds) for holds, cost in least.items()]


def _steps(count: Evidence) -> list[tuple[float, int]]:
    """Return what it costs to move a count by so many: each that switches moves it by one."""
    costs = sorted(map(abs, count.values))
    return [(0.0, 0)] + [(c, s * n) for n, c in enumerate(costs, start=1) for s in (1, -1)]


def _shifted(evidence: Evidence, rules: list[Rule], by: float) -> tuple[bool, ...]:
    moved = SimpleNamespace(low=evidence.low + by, high=evidence.high + by)
    return tuple(rule.holds(moved) for rule in rules)


def _places(ends: list[float]) -> list[tuple[float, float]]:
    """Return (distance from 0, place) of every end and of every stretch between two."""
    if not ends:
        return [(0.0, 0.0)]
    stretches = [(ends[0] - 1, ends[0]), *itertools.pairwise(ends), (ends[-1], ends[-1] + 1)]
    between = [((a + b) / 2, max(a, -b)) for a, b in stretches]
    between[0] = (between[0][0], -ends[0])
    between[-1] = (between[-1][0], ends[-1])
    return [(abs(end), end) for end in ends] + [(max(0.0, gap), at) for at, gap in between]


def _inside(at: float, first: float, last: float, strict: bool) -> bool:
    return first < at < last if strict else first <= at <= last


def margin(found: str, evidence: dict[str, Evidence], rules: Rules, remainder: str) -> float:
    """Return the distance of a verdict from the nearest other one, in standard errors.

    Infinite when no evidence that was measured can flip it.
    """
    named = {name: [s for s in rules if name in rules[s]] for name in evidence}
    named = {name: sides for name, sides in named.items() if sides}
    every = [cells(evidence[n], [rules[s][n] for s in sides]) for n, sides in named.items()]
    best = math.inf
    for choice in itertools.product(*every):
        cost = max((cost for cost, _ in choice), default=math.inf)
        if cost < best and _decide(named, choice, remainder) != found:
            best = cost
    return best


def _decide(named: dict[str, list[str]], choice: tuple, remainder: str) -> str:
    """Return the verdict when exactly the chosen rules hold."""
    rules: dict[str, dict] = {}
    for (name, sides), (_, holds) in zip(named.items(), choice):
        for side, truth in zip(sides, holds):
            rules.setdefault(side, {})[name] = SimpleNamespace(holds=lambda _, truth=truth: truth)
    return outcome(dict.fromkeys(named), rules, remainder)
