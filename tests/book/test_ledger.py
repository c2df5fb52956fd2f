"""The ledger's lines and the boxes that the build draws again, without a build."""

import hashlib
import json
import sys
from pathlib import Path

import pytest

from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.evaluation.evidence import above, below, measured
from tools.trust import report

sys.path.insert(0, str(Path(__file__).parents[2] / "book" / "_ext"))

from reader import ledger, verdicts

REGISTRY = """
parts:
- {title: First, chapters: {"01": A question}}
claims:
- {id: small, statement: The gap is <small>., source: [], chapter: "01", kind: measured, verdict: undecided%s}
- {id: later, statement: Some day., source: [], chapter: "02", kind: exact, status: planned}
"""
BIBLIOGRAPHY = "@article{chow1962, author = {Chow, C. K.}, title = {T}, year = {1962}}\n"


def record(estimate=0.0, found="undecided", **more):
    gap = measured(estimate, estimate - 1, estimate + 1, 5, "seed")
    rules = {"supported": {"gap": above(2)}, "refuted": {"gap": below(-2)}}
    return {
        "claim": "small",
        "verdict": found,
        "kind": "measured",
        "statement": "The gap is <small>.",
        "finding": "Nobody knows.",
        "source": [],
        "evidence": [evidence_record("gap", gap)],
        "rules": {s: {n: rule_record(r) for n, r in e.items()} for s, e in rules.items()},
    } | more


@pytest.fixture
def root(tmp_path):
    for folder in ("book", "chapters", "reports"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text("01_question.ipynb")
    (tmp_path / "book" / "references.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "chapters" / "01_question.md").write_text("# A question\n")
    write(tmp_path, record())
    return tmp_path


def write(root, kept, registry="", more=None, text=None):
    (root / "book" / "claims.yml").write_text(REGISTRY % registry)
    output = {
        "metadata": {"moreisdifferent": kept},
        "data": {"text/html": "<p>as it was</p>", "text/plain": "small: undecided"},
    }
    cells = [
        {"cell_type": "markdown", "source": "# A question"},
        {"cell_type": "code", "source": "", "outputs": [output]},
    ]
    (root / "chapters" / "01_question.ipynb").write_text(json.dumps({"cells": cells}))
    if more:
        source = root / "chapters" / "01_question.md"
        hashed = report.fingerprint("more", source, root) if text is None else text
        runs = {"16": {"verdicts": {"small": more}}}
        stored = {"01_question": {"source": hashed, "results": runs}}
        (root / "reports" / "more.json").write_text(json.dumps(stored))


def page(root):
    path = root / "chapters" / "01_question.ipynb"
    notebook = json.loads(verdicts.redrawn(path.read_text(), root, path))
    (output,) = notebook["cells"][1]["outputs"]
    assert output["data"]["text/plain"] == "small: undecided"
    return output["data"]["text/html"]


def test_a_line_has_the_verdict_the_claim_and_its_picture_and_opens_to_the_box(root):
    text = ledger.ledger(root)
    line = next(line for line in text.splitlines() if "mid-claim mid-part-1" in line)
    assert line.startswith('<details class="mid-claim mid-part-1 mid-undecided" id="small">')
    summary, _, rest = line.partition("</summary>")
    assert "The gap is &lt;small&gt;." in summary and "<svg" in summary and ">gap<" in summary
    assert "mid-verdict mid-undecided" in rest and "Nobody knows." in rest
    assert 'href="../chapters/01_question.html#claim-small"' in rest
    assert "\n" not in line  # a blank line would end the HTML
    assert "Of 2 claims, 1 are decided" in text


def test_with_more_the_ledger_shows_the_verdict_that_stands_first(root):
    write(root, record(), ", more: supported", record(5, "supported"))
    line = next(line for line in ledger.ledger(root).splitlines() if 'id="small"' in line)
    assert "mid-part-1 mid-supported" in line and "×16: this page: undecided" in line
    assert "Supported, with more." in line
    claim = {"id": "small", "chapter": "01", "verdict": "undecided", "more": "supported"}
    found = ledger.found_verdicts(root)
    assert ledger.problems(root, claim, found["small"], True) == []
    assert ledger.verdict_counts([claim], found) == {"supported": 1}


def test_a_revised_rule_is_marked(root):
    write(root, record(), ", revised: The bound moved.")
    line = next(line for line in ledger.ledger(root).splitlines() if 'id="small"' in line)
    assert line.count("rule revised") == 2 and "The bound moved." in line
    assert "The bound moved." in page(root)


def test_what_disagrees_is_said(root):
    claim = {"id": "small", "chapter": "01", "verdict": "supported"}
    write(root, record(source=[["nobody1900", "So it is."]]), "", record(5, "refuted"))
    found = ledger.found_verdicts(root)["small"]
    assert ledger.problems(root, claim, found, True) == [
        "registry supported, notebook undecided",
        "registry supported with more, report refuted",
        "no entry of book/references.bib is nobody1900",
    ]
    assert ledger.problems(root, claim, None, True) == ["its chapter 01 gives no verdict"]
    assert ledger.problems(root, claim, None, False) == []


def test_the_build_draws_the_box_again_with_more(root):
    assert "Nobody knows." in page(root) and "×16" not in page(root)
    write(root, record(), "", record(5, "supported"))
    assert "Supported, with more." in page(root) and ">×16</text>" in page(root)


def test_a_report_for_another_text_is_not_a_result(root):
    write(root, record(), "", record(5, "supported"), text=hashlib.sha256(b"old").hexdigest()[:12])
    assert "not yet measured for this text" in page(root)
    assert "Supported" not in page(root)
    line = next(line for line in ledger.ledger(root).splitlines() if 'id="small"' in line)
    assert "mid-undecided" in line and "×16" not in line


def test_an_output_of_an_earlier_form_stays_as_it_is(root):
    kept = {k: v for k, v in record().items() if k != "rules"}
    write(root, kept)
    assert page(root) == "<p>as it was</p>"
    assert "gap" in ledger.ledger(root)


def test_a_source_leads_to_its_entry(root):
    write(root, record(source=[["chow1962", "Chow says so."]], kind="sourced"))
    assert '(<a href="../book/bibliography.html#chow1962">Chow 1962</a>)' in page(root)
    assert '<a href="bibliography.html#chow1962">Chow 1962</a>' in ledger.ledger(root)
