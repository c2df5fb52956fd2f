"""Verdicts can fail: sabotages that they notice, placebos that do not fool them."""

import json
import subprocess
import sys

import pytest

from moreisdifferent.display.claims import load_claims
from sample import chapter
from tools.chapters.run import ROOT, notebook_of
from tools.trust import entries, sabotage
from tools.trust.recorded import Recorded

SOURCES = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.md"))
EVERY = [entry for source in SOURCES for entry in entries.load(source)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_measured_claim_has_a_sabotage(source):
    home = [claim for claim in load_claims().values() if claim.chapter == source.stem[:2]]
    decided = [c for c in home if c.verdict and c.verdict != "not testable here"]
    claims = {e.claim for e in entries.load(source) if e.kind == "sabotage"}
    assert claims >= {claim.id for claim in decided if claim.kind == "measured"}
    assert {claim for claim, _ in entries.read_entries(source)} <= {claim.id for claim in decided}


@pytest.mark.parametrize("entry", EVERY, ids=str)
def test_a_sabotage_changes_code_and_no_rule(entry):
    before, after = entry.source.read_text("utf-8"), entry.text()
    code = [
        [c.source for c in notebook_of(text).cells if c.cell_type == "code"]
        for text in (before, after)
    ]
    assert code[0] != code[1], "nothing changes in the code"
    assert sabotage.rules(before) == sabotage.rules(after), "a sabotage leaves the verdict alone"


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_sabotage_bites(source):
    outcomes = list(sabotage.noted(source, sabotage.attempt_apart(source)))
    assert len(outcomes) == len(entries.load(source)) + 1
    assert not [outcome for outcome in outcomes if sabotage.survived(outcome)]


def found(verdict, expected="supported", *sides):
    return {
        "found": verdict,
        "expected": expected,
        "stored": {"rules": dict.fromkeys(("supported", "refuted", *sides))},
    }


@pytest.mark.parametrize(
    ("verdicts", "error", "bites"),
    [
        ({"c": found("refuted")}, "", True),
        ({"c": found("supported")}, "", False),
        ({}, "ValueError: values is not finite at [0, 1]; drop or mend those", True),
        ({}, "ValueError: estimate is nan; it should be a finite number", True),
        ({}, "NameError: name 'x' is not defined", False),
        ({}, "ValueError: shapes do not match", False),
        ({}, "", False),
    ],
)
def test_only_a_changed_verdict_or_lost_evidence_is_a_bite(verdicts, error, bites):
    entry = entries.Sabotage("", "c", "", "", "")
    assert sabotage.judge(Recorded(verdicts, error), entry)[0] == bites


@pytest.mark.parametrize("kind", ["placebo", "nothing"])
@pytest.mark.parametrize(
    ("verdict", "allowed", "bites"),
    [
        (found("undecided"), entries.NO_DIFFERENCE, True),
        (found("refuted"), entries.NO_DIFFERENCE, True),
        (found("refuted", "refuted"), entries.NO_DIFFERENCE, True),
        (found("refuted", "refuted"), ("undecided",), False),
        (found("supported", "refuted"), entries.NO_DIFFERENCE, False),  # another, yet in favour
        (found("corrected", "supported"), entries.NO_DIFFERENCE, False),
        (found("partly", "supported", "partly"), entries.NO_DIFFERENCE, False),
        (found("partly", "supported"), entries.NO_DIFFERENCE, True),  # the old remainder
        (found("partly", "partly"), entries.NO_DIFFERENCE, False),  # stays as registered
        (found("supported", "supported"), ("supported",), True),  # a claim of no difference
    ],
)
def test_where_nothing_is_another_verdict_is_not_enough(kind, verdict, allowed, bites):
    entry = entries.Sabotage("", "c", "", "", "", kind, allowed)
    assert sabotage.judge(Recorded({"c": verdict}, ""), entry)[0] == bites


@pytest.mark.parametrize(
    ("outcome", "fails"),
    [
        ({"claim": "c", "bites": True, "known": ""}, False),
        ({"claim": "c", "bites": False, "known": ""}, True),
        ({"claim": "c", "bites": False, "known": "issue 17"}, False),
        ({"claim": "c", "bites": True, "known": "issue 17"}, True),  # the mark must go
        ({"claim": "", "bites": False}, False),
        ({"claim": "", "bites": True}, True),
    ],
)
def test_a_known_failure_may_only_disappear(outcome, fails):
    assert sabotage.survived(outcome) == fails


def test_known_failures_only_get_fewer():
    assert sum(bool(entry.known) for entry in EVERY) <= 7
    new_form = ("01", "03", "07")
    assert not [str(e) for e in EVERY if e.known and e.source.stem[:2] in new_form]


CHAPTER = chapter(
    """
from moreisdifferent.display import verdict
from moreisdifferent.evaluation.evidence import above, below, measured
effect = 2.0
""",
    """
verdict("auto-features", {"e": measured(effect, 0, 3, 9, "seed")}, {"e": above(2.5)}, {"e": below(1)})
verdict("vanishing-slow", {"e": measured(effect, effect, effect, 9, "seed")}, {"e": above(9)}, {"e": below(1)})
""",
)


ENTRY = """
vanishing-slow:
- {{why: cause, replace: effect = 2.0, with: {by}}}
"""


@pytest.mark.parametrize(
    ("by", "bites", "words"),
    [
        ("effect = 0.5", True, "refuted"),
        ("effect = 2.5", False, "partly"),
        ("effect = float('nan')", True, "finite"),
        ("effect = missing", False, "broken in code cell 0: NameError"),
    ],
)
def test_a_chapter_is_run_to_the_verdict_of_the_claim(tmp_path, by, bites, words):
    source = tmp_path / "03_x.md"
    source.write_text(CHAPTER)
    (tmp_path / "03_x.yml").write_text(ENTRY.format(by=by))
    loaded = entries.load(source, tmp_path)
    code = (
        "from tools.trust import entries, sabotage; from pathlib import Path; import json\n"
        f"source = Path({str(source)!r})\n"
        "for o in sabotage.attempt(source, entries.load(source, source.parent)): print(json.dumps(o))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    first, last = map(json.loads, done.stdout.splitlines())
    assert (first["claim"], first["bites"]) == (loaded[0].claim, bites)
    assert words in first["found"]
    assert last["found"] == "all agree"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{why: x, replace: a}", "fields are why, replace; they should be why, replace, with"),
        ("{why: x, replace: a, with: b, seed: 1}", "fields are .*seed; they should be"),
        ("{replace: a, with: b}", "fields are replace, with; they should be"),
        (
            "{why: x, replace: a, with: b, kind: none}",
            "kind is 'none'; it should be one of sabotage",
        ),
        ("{why: x, kind: nothing, allowed: [refuted]}", "without replace it should be a placebo"),
        ("{why: x, kind: placebo}", "without replace it should be a placebo that says"),
        (
            "{why: x, replace: a, with: b, allowed: [refuted]}",
            "allowed is .*of a placebo or nothing",
        ),
        ("{why: x, kind: placebo, allowed: [fine]}", "allowed is .*it should list verdicts"),
    ],
)
def test_an_entry_is_checked(tmp_path, entry, words):
    (tmp_path / "03_x.yml").write_text(f"c: {entry}")
    with pytest.raises(ValueError, match=words):
        entries.load(tmp_path / "03_x.md", tmp_path)


def test_the_text_to_replace_occurs_once(tmp_path):
    source = tmp_path / "03_x.md"
    source.write_text("one one")
    with pytest.raises(ValueError, match="occurs 2 times"):
        entries.Sabotage(source, "c", "x", "one", "two").text()
