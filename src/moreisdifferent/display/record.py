"""What a notebook keeps of a verdict: enough to draw its box again, without running anything.

A record is plain data (it is stored as JSON in the metadata of an output). The box on the page,
the plain text for the tests and the ledger are all made from it, so they cannot disagree.
"""

import math

from moreisdifferent.evaluation.evidence import Evidence, Rule, plainly

from .numbers import approx

RESTATED = "restated claim holds"  # the side of a rule that makes a verdict `corrected`
TIGHT = ("", "°", "′", "″", "%")  # units that stand close to their number


def evidence_record(name: str, evidence: Evidence) -> dict:
    """Return one piece of evidence as plain data; what was measured keeps four digits."""
    digits = ".12g" if evidence.kind != "measured" and not evidence.moves else ".4g"
    numbers = {key: _rounded(getattr(evidence, key), digits) for key in ("estimate", "low", "high")}
    return {
        "name": name,
        "kind": evidence.kind,
        **numbers,
        "n": evidence.n,
        "replicate": evidence.replicate,
        "unit": evidence.unit,
        "moves": evidence.moves,
        "values": [_rounded(value, ".4g") for value in evidence.values],
    }


def rule_record(rule: Rule) -> dict:
    """Return a rule as plain data; an open side has no bound."""
    least, most = (None if math.isinf(b) else b for b in (rule.least, rule.most))
    return {
        "least": least,
        "most": most,
        "strict": rule.strict,
        "words": rule.words,
        "text": str(rule),
    }


def _rounded(value: float, spec: str) -> float:
    return float(format(value, spec))


def rule_lines(rules: dict[str, dict[str, dict]]) -> list[str]:
    """Say each side of a rule in words: all must hold to support, any to refute."""
    lines = []
    for side, entries in rules.items():
        join = " or " if side == "refuted" else " and "
        parts = [f"{name} {rule['text']}{_aside(rule['words'])}" for name, rule in entries.items()]
        lines.append(f"{side} if {join.join(parts)}")
    return lines


def _aside(words: str) -> str:
    return f" ({words})" if words else ""


def with_unit(number: str, unit: str) -> str:
    """Return ``0.3°`` or ``3 points``."""
    return f"{number}{unit}" if unit in TIGHT else f"{number} {unit}"


def number(value: float, half: float) -> str:
    """Return a measured value with as many digits as half the width of its interval allows."""
    if not half > 0:
        return approx(value)
    size = math.floor(math.log10(half))
    decimals = -size + (half / 10**size < 3.5)
    if decimals > 6:
        return approx(value)
    shown = round(value, decimals)
    return approx(0.0 if shown == 0 else shown, f".{max(0, decimals)}f")


def interval(evidence: dict) -> tuple[str, str, str]:
    """Return estimate and ends of the interval, marked as numbers that may move."""
    half = (evidence["high"] - evidence["low"]) / 2
    return tuple(number(evidence[key], half) for key in ("estimate", "low", "high"))


def evidence_text(evidence: dict) -> str:
    """Return one piece of evidence in words: its value, and how sure we are of it."""
    unit = evidence["unit"]
    if evidence["kind"] == "measured":
        middle, low, high = (with_unit(text, unit) for text in interval(evidence))
        return f"{middle} (95 % interval {low} to {high}; n = {evidence['n']}, {evidence['replicate']})"
    return f"{plain_value(evidence)} ({evidence['kind']}: {evidence['replicate']})"


def plain_value(evidence: dict) -> str:
    """Return what was counted, proved or looked up, with its unit."""
    value = evidence["estimate"]
    shown = value if float(value).is_integer() else float(f"{value:.6g}")
    text = approx(value, ".10g") if evidence.get("moves") else plainly(shown)
    return with_unit(text, evidence["unit"])
