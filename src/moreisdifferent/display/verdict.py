"""Verdicts: evidence and a numeric rule go in, a judgement comes out.

The author writes the rule; the code applies it. When the judgement disagrees with the
registry the call raises, so that a chapter cannot say what its numbers do not.
"""

from dataclasses import dataclass, field

from moreisdifferent.evaluation.evidence import KINDS, Evidence, Rule

from .box import box
from .claims import Claim, find_claim
from .record import RESTATED, evidence_record, evidence_text, rule_lines, rule_record

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
    words: dict = field(default_factory=dict)  # finding, with_more, source

    def record(self) -> dict:
        """Return all that the box shows as plain data."""
        return {
            "claim": self.claim.id,
            "verdict": self.found,
            "kind": self.claim.kind,
            "statement": self.claim.statement,
            "finding": self.words.get("finding", ""),
            "with_more": self.words.get("with_more", ""),
            "comment": self.comment,
            "source": [list(pair) for pair in self.words.get("source", ())],
            "revised": self.claim.revised,
            "evidence": [evidence_record(name, e) for name, e in self.evidence.items()],
            "rules": {
                side: {name: rule_record(rule) for name, rule in rules.items()}
                for side, rules in self.rules
            },
        }

    def __repr__(self) -> str:
        record = self.record()
        lines = [f"{self.claim.id}: {self.found}", f"  claim: {self.claim.statement}"]
        lines += [f"  found: {record['finding']}"] * bool(record["finding"])
        lines += [f"  with more: {record['with_more']}"] * bool(record["with_more"])
        lines += [f"  {e['name']}: {evidence_text(e)}" for e in record["evidence"]]
        lines += [f"  {key}: {words}" for key, words in record["source"]]
        lines += [f"  {rule}" for rule in rule_lines(record["rules"])]
        lines += [f"  {self.comment}"] if self.comment else []
        return "\n".join(lines)

    def _repr_mimebundle_(self, include=None, exclude=None):
        record = self.record()
        return {"text/plain": repr(self), "text/html": box(record)}, {"moreisdifferent": record}


def judge(
    evidence: dict[str, Evidence],
    supported_if: Rules,
    refuted_if: Rules,
    restated_if: Rules,
    partly_if: Rules | None = None,
    remainder: str = "undecided",
) -> str:
    """Return the verdict that the rules give.

    ``supported`` when every rule of ``supported_if`` holds; else ``partly`` when every rule
    of ``partly_if`` does; else ``corrected`` when some rule of ``refuted_if`` holds and every
    one of ``restated_if`` does; else ``refuted`` when some rule of ``refuted_if`` holds; else
    the ``remainder``.
    """

    def hold(rules):
        return [rule.holds(evidence[name]) for name, rule in (rules or {}).items()]

    fails, supported = any(hold(refuted_if)), all(hold(supported_if))
    if fails and supported:
        raise ValueError(
            "supported_if and refuted_if both hold; the rules should exclude each other"
        )
    if supported:
        return "supported"
    if partly_if and all(hold(partly_if)):
        return "partly"
    if fails:
        return "corrected" if restated_if and all(hold(restated_if)) else "refuted"
    return remainder


def verdict(
    claim: str,
    evidence: dict[str, Evidence] | None = None,
    supported_if: Rules | None = None,
    refuted_if: Rules | None = None,
    restated: str = "",
    restated_if: Rules | None = None,
    not_testable: str = "",
    *,
    finding: str = "",
    with_more: str = "",
    partly_if: Rules | None = None,
    partly: str = "",
    undecided: str = "",
    source: tuple[str, str] | list[tuple[str, str]] = (),
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
        finding: what was found, in one sentence of the field's words; the box begins with it.
        with_more: the sentence for the box where more training or data gives another verdict.
        partly_if: name → rule; ``partly`` when all of them hold: they say which part holds
            and which fails. What meets no rule is ``undecided``.
        partly: which part holds and which fails, in a sentence.
        undecided: what would decide it.
        source: (bibliography key, what it says and when), or a list of such pairs, in place of
            evidence, for a claim that the literature decides; the registry gives the verdict.

    Raises:
        ValueError: if the claim is unknown, a rule has no evidence, a side of the rule is
            missing, or the kind of evidence is not the registry's.
        VerdictError: if the judgement is not the one the registry expects.
    """
    entry = find_claim(claim)
    evidence, words = evidence or {}, {"finding": finding, "with_more": with_more}
    for name, text in {**words, "partly": partly, "undecided": undecided}.items():
        if not isinstance(text, str):
            raise ValueError(f"{name} is {text!r}; it should be a sentence")
    if not_testable:
        return _agree(Verdict(entry, "not testable here", evidence, (), not_testable, words))
    comments = {"corrected": restated and f"Restated: {restated}", "partly": partly}
    if source:
        _check_source(entry, evidence, supported_if, refuted_if)
        words["source"] = _pairs(source)
        comment = comments.get(entry.verdict, "")
        return _agree(Verdict(entry, entry.verdict or "sourced", {}, (), comment, words))
    sides = {"supported": supported_if, "partly": partly_if, "refuted": refuted_if}
    sides[RESTATED] = restated_if
    _check(entry, evidence, sides, {"restated": restated, "partly": partly})
    remainder = "undecided" if finding or partly_if else "partly"  # the form before `finding`
    found = judge(evidence, supported_if, refuted_if, restated_if or {}, partly_if, remainder)
    comments["undecided"] = undecided and f"What would decide it: {undecided}"
    rules = tuple((side, entries) for side, entries in sides.items() if entries)
    return _agree(Verdict(entry, found, evidence, rules, comments.get(found, ""), words))


def _pairs(source) -> tuple[tuple[str, str], ...]:
    pairs = (source,) if isinstance(source[0], str) else tuple(source)
    for pair in pairs:
        if len(pair) != 2 or not all(isinstance(part, str) and part.strip() for part in pair):
            raise ValueError(f"source has {pair!r}; it should be (bibliography key, what it says)")
    return pairs


def _check_source(entry, evidence, supported_if, refuted_if):
    if evidence or supported_if or refuted_if:
        raise ValueError("source goes without evidence and rules; the registry gives its verdict")
    if entry.kind != "sourced":
        raise ValueError(f"claim {entry.id}: it has a source; the registry says {entry.kind}")


def _check(entry, evidence, sides, words):
    for name, value in evidence.items():
        if not isinstance(value, Evidence):
            raise ValueError(
                f"evidence[{name!r}] is {value!r}; use measured(), exact() or sourced()"
            )
    for side in ("supported", "refuted"):
        if not sides[side]:
            raise ValueError(f"{side}_if is empty; a verdict needs a rule that could go either way")
    for rules in sides.values():
        for name in rules or ():
            if name not in evidence:
                raise ValueError(f"a rule names {name!r}; evidence has {sorted(evidence)}")
    for word, side in (("restated", RESTATED), ("partly", "partly")):
        if bool(words[word]) != bool(sides[side]):
            raise ValueError(f"{word} and {word}_if go together; one of them is missing")
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
