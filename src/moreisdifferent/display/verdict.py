"""Verdicts: evidence and a numeric rule go in, a judgement comes out.

The author writes the rule; the code applies it. When the judgement disagrees with the
registry the call raises, so that a chapter cannot say what its numbers do not.
"""

import html
from dataclasses import dataclass

from moreisdifferent.evaluation.evidence import KINDS, Evidence, Rule

from .claims import Claim, find_claim
from .numbers import approx, inline

Rules = dict[str, Rule]


class VerdictError(AssertionError):
    """The evidence no longer gives the verdict that the registry expects."""


@dataclass(frozen=True)
class Verdict:
    """A claim, what was found, and why; shows as a box on the page and as text in tests."""

    claim: Claim
    found: str
    evidence: dict[str, Evidence]
    rules: tuple[tuple[str, Rules], ...]
    comment: str = ""

    def __repr__(self) -> str:
        lines = [f"{self.claim.id}: {self.found}", f"  claim: {self.claim.statement}"]
        lines += [f"  {name}: {_number(e)}" for name, e in self.evidence.items()]
        lines += [f"  {rule}" for rule in self._rules()]
        lines += [f"  {self.comment}"] if self.comment else []
        return "\n".join(lines)

    def _repr_mimebundle_(self, include=None, exclude=None):
        record = {"claim": self.claim.id, "verdict": self.found, "kind": self.claim.kind}
        record["evidence"] = [_record(name, e) for name, e in self.evidence.items()]
        return {"text/plain": repr(self), "text/html": self._html()}, {"moreisdifferent": record}

    def _rules(self) -> list[str]:
        """Say each side of the rule in words: all must hold to support, any to refute."""
        joins = {"refuted": " or "}
        return [
            f"{verb} if {joins.get(verb, ' and ').join(f'{name} {rule}' for name, rule in rules.items())}"
            for verb, rules in self.rules
        ]

    def _html(self) -> str:
        rows = "".join(
            f"<li>{inline(name)}: <strong>{inline(_number(e))}</strong></li>"
            for name, e in self.evidence.items()
        )
        rules = "; ".join(self._rules())
        rules = (
            f'<p class="mid-rule"><small>Rule: {html.escape(rules)}.</small></p>' if rules else ""
        )
        comment = f"<p>{inline(self.comment)}</p>" if self.comment else ""
        slug = self.found.replace(" ", "-")
        return (
            f'<div class="mid-verdict mid-{slug}" id="claim-{self.claim.id}" '
            'style="border-left:5px solid;padding:.4em 1em;margin:1em 0">'
            f"<p><strong>Verdict: {self.found}.</strong> {inline(self.claim.statement)} "
            f"<code>{self.claim.id}</code></p><ul>{rows}</ul>{comment}{rules}</div>"
        )


def _number(evidence: Evidence) -> str:
    unit = evidence.unit if evidence.unit in ("", "°", "′", "″", "%") else f" {evidence.unit}"
    if evidence.kind == "measured":
        ends = f"{approx(evidence.low)}{unit} to {approx(evidence.high)}{unit}"
        return f"{approx(evidence.estimate)}{unit} (95 % interval {ends}; n = {evidence.n}, {evidence.replicate})"
    number = approx(evidence.estimate, ".10g") if evidence.moves else f"{evidence.estimate:.10g}"
    return f"{number}{unit} ({evidence.kind}: {evidence.replicate})"


def _record(name: str, evidence: Evidence) -> dict:
    numbers = {key: float(f"{getattr(evidence, key):.4g}") for key in ("estimate", "low", "high")}
    return {
        "name": name,
        "kind": evidence.kind,
        **numbers,
        "n": evidence.n,
        "replicate": evidence.replicate,
        "unit": evidence.unit,
    }


def judge(
    evidence: dict[str, Evidence], supported_if: Rules, refuted_if: Rules, restated_if: Rules
) -> str:
    """Return the verdict that the rules give.

    ``supported`` when every rule of ``supported_if`` holds; else ``corrected`` when some
    rule of ``refuted_if`` holds and every one of ``restated_if`` does; else ``refuted``
    when some rule of ``refuted_if`` holds; else ``partly``.
    """
    holds = {
        side: [rule.holds(evidence[name]) for name, rule in rules.items()]
        for side, rules in (
            ("for", supported_if),
            ("against", refuted_if),
            ("restated", restated_if),
        )
    }
    if any(holds["against"]):
        if all(holds["for"]):
            raise ValueError(
                "supported_if and refuted_if both hold; the rules should exclude each other"
            )
        return "corrected" if restated_if and all(holds["restated"]) else "refuted"
    return "supported" if all(holds["for"]) else "partly"


def verdict(
    claim: str,
    evidence: dict[str, Evidence] | None = None,
    supported_if: Rules | None = None,
    refuted_if: Rules | None = None,
    restated: str = "",
    restated_if: Rules | None = None,
    not_testable: str = "",
) -> Verdict:
    """Judge a claim by its evidence and compare the judgement with the registry.

    Args:
        claim: id of the claim in ``book/claims.yml``.
        evidence: name → evidence, at least one.
        supported_if: name → rule; the claim is supported when all of them hold.
        refuted_if: name → rule; the claim fails when any of them holds.
        restated: the corrected statement, when the claim as written fails.
        restated_if: name → rule; the restated claim passes when all of them hold.
        not_testable: why the claim cannot be decided here, in place of evidence.

    Raises:
        ValueError: if the claim is unknown, a rule has no evidence, a side of the rule is
            missing, or the kind of evidence is not the registry's.
        VerdictError: if the judgement is not the one the registry expects.
    """
    entry = find_claim(claim)
    evidence, restated_if = evidence or {}, restated_if or {}
    if not_testable:
        return _agree(Verdict(entry, "not testable here", evidence, (), not_testable))
    _check(entry, evidence, supported_if, refuted_if, restated, restated_if)
    found = judge(evidence, supported_if, refuted_if, restated_if)
    rules = (("supported", supported_if), ("refuted", refuted_if))
    rules += (("restated claim holds", restated_if),) if restated_if else ()
    comment = f"Restated: {restated}" if found == "corrected" else ""
    return _agree(Verdict(entry, found, evidence, rules, comment))


def _check(entry, evidence, supported_if, refuted_if, restated, restated_if):
    for name, value in evidence.items():
        if not isinstance(value, Evidence):
            raise ValueError(
                f"evidence[{name!r}] is {value!r}; use measured(), exact() or sourced()"
            )
    for side, rules in (("supported_if", supported_if), ("refuted_if", refuted_if)):
        if not rules:
            raise ValueError(f"{side} is empty; a verdict needs a rule that could go either way")
    for name in {**supported_if, **refuted_if, **restated_if}:
        if name not in evidence:
            raise ValueError(f"a rule names {name!r}; evidence has {sorted(evidence)}")
    if bool(restated) != bool(restated_if):
        raise ValueError("restated and restated_if go together; one of them is missing")
    kind = next(kind for kind in KINDS if any(e.kind == kind for e in evidence.values()))
    if kind != entry.kind:
        raise ValueError(
            f"claim {entry.id}: the evidence is {kind}; the registry says {entry.kind}"
        )


def _agree(verdict: Verdict) -> Verdict:
    expected = verdict.claim.verdict or "planned"
    if verdict.found != expected:
        raise VerdictError(
            f"claim {verdict.claim.id}: expected {expected}, found {verdict.found}\n{verdict!r}"
        )
    return verdict
