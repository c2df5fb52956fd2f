"""What a rule says where there is nothing to find: on small records, and on those of the notebooks."""

import nbformat
import pytest

from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.evaluation.evidence import (
    above,
    at_least,
    at_most,
    below,
    between,
    exact,
    measured,
)
from tools.chapters.run import ROOT
from tools.trust import placebo, sabotage

SOURCES = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.md"))
LEAD = measured(0.3, 0.2, 0.4, 9, "seed")


def record(evidence, finding="It leads.", **rules):
    sides = {side.replace("_", " "): entries for side, entries in rules.items()}
    return {
        "claim": "c",
        "kind": "measured",
        "finding": finding,
        "evidence": [evidence_record(name, e) for name, e in evidence.items()],
        "rules": {
            side: {name: rule_record(rule) for name, rule in entries.items()}
            for side, entries in sides.items()
        },
    }


@pytest.mark.parametrize(
    ("name", "unit", "rules", "null"),
    [
        ("a minus b", "", [above(0.1)], 0),
        ("a − b, moved", "", [above(0.1)], 0),
        ("gain from 200 to 2,000", "points", [above(2)], 0),
        ("gap between best and worst over what was learned", "", [below(0.25)], 0),
        ("error over Ptolemy's", "", [below(0.5)], 1),
        ("Google, error ÷ no change", "", [below(0.95)], 1),
        ("Mars", "", [below(0.8), above(1)], 1),
        ("error 1640–1660", "°", [below(0.5), above(1)], None),
        ("anything", "", [above(0)], 0),
        ("a over b minus c over d", "", [above(0.1)], 0),
        ("price by exponent over price paid", "", [between(0.5, 2)], None),  # asks for no side
        ("right after 1,000 bits", "", [above(0.9)], None),
    ],
)
def test_names_and_bounds_say_what_is_compared(name, unit, rules, null):
    evidence = measured(3, 2, 4, 9, "seed", unit)
    assert placebo.null_value(name, evidence, rules) == null
    assert placebo.null_value(name, exact(3, "counted", unit), rules) is None


def test_a_strict_rule_says_nothing_at_no_difference():
    found = placebo.at_null(
        record({"lead": LEAD}, supported={"lead": above(0)}, refuted={"lead": below(0)})
    )
    assert (found.found, found.wide, found.new_form) == ("undecided", "undecided", True)


def test_a_rule_that_zero_passes_is_seen():
    touching = record({"lead": LEAD}, supported={"lead": at_least(0)}, refuted={"lead": below(-1)})
    assert placebo.at_null(touching).found == "supported"
    harmless = record({"lead": LEAD}, supported={"lead": above(-0.5)}, refuted={"lead": below(-1)})
    assert placebo.at_null(harmless).verdicts == {"supported"}
    narrow = record({"lead": LEAD}, supported={"lead": above(-0.05)}, refuted={"lead": below(-1)})
    assert (placebo.at_null(narrow).found, placebo.at_null(narrow).wide) == (
        "supported",
        "undecided",
    )


def test_all_that_compares_is_replaced_at_once_and_nothing_else():
    evidence = {"a minus b": LEAD, "c over d": LEAD, "accuracy": measured(0.9, 0.8, 1, 9, "seed")}
    rules = {"a minus b": at_most(0.5), "c over d": at_most(2), "accuracy": above(0.7)}
    found = placebo.at_null(record(evidence, supported=rules, refuted={"a minus b": below(-1)}))
    assert found.names == ("a minus b", "c over d")
    assert found.verdicts == {"supported"}, "no comparison bears on this verdict"


def test_corrected_and_partly_are_in_favour_too():
    rules = {"supported": {"a minus b": above(2)}, "refuted": {"a minus b": below(1)}}
    restated = record({"a minus b": LEAD}, **rules, restated_claim_holds={"a minus b": above(-1)})
    assert placebo.at_null(restated).found == "corrected"
    partly = record({"a minus b": LEAD}, **rules, partly={"a minus b": below(0.5)})
    assert placebo.at_null(partly).found == "partly"


def test_what_compares_nothing_is_left_out():
    rules = {"supported": {"share": above(0.5)}, "refuted": {"share": below(0.2)}}
    assert placebo.at_null(record({"share": LEAD}, **rules)) is None


@pytest.fixture
def project(tmp_path):
    def store(*records):
        cell = nbformat.v4.new_code_cell("x")
        cell["outputs"] = [
            nbformat.v4.new_output("display_data", metadata={"moreisdifferent": r}) for r in records
        ]
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "03_x.ipynb")
        return tmp_path / "03_x.md"

    return store


def test_a_claim_of_no_difference_may_say_so(project, tmp_path):
    rules = {"supported": {"a minus b": above(-0.5)}, "refuted": {"a minus b": below(-1)}}
    source = project(record({"a minus b": LEAD}, **rules), {"claim": "d", "kind": "exact"}, {})
    ((null, right),) = placebo.nulls(source, tmp_path)
    assert (null.claim, right) == ("c", False)
    entry = "c: {kind: placebo, why: it says that nothing changes, allowed: [supported]}"
    (tmp_path / "03_x.yml").write_text(entry)
    ((null, right),) = placebo.nulls(source, tmp_path)
    assert right and not sabotage.load(source, tmp_path)


def known() -> set[str]:
    lines = (sabotage.FOLDER / "fooled_rules.txt").read_text("utf-8").splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_rule_finds_a_difference_where_none_is(source):
    nulls = placebo.nulls(source)
    fooled = {null.claim: null for null, right in nulls if not right}
    new = {claim for claim, null in fooled.items() if null.new_form or claim not in known()}
    assert not new, f"passes at no difference: {new}; give its rule a smallest effect"
    mended = {null.claim for null, right in nulls if right} & known()
    assert not mended, f"take out of tests/sabotage/fooled_rules.txt: {mended}"


def test_the_list_of_fooled_rules_only_gets_shorter():
    assert len(known()) <= 8


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_comparison_of_the_new_form_has_a_placebo_run(source):
    measured_ones = placebo.records(source)
    if not measured_ones or not all(r["finding"] for r in measured_ones):
        pytest.skip("the form before `finding`")
    compared = {null.claim for null, _ in placebo.nulls(source)}
    tried = {e.claim for e in sabotage.load(source) if e.kind != "sabotage"}
    assert compared <= tried, f"no placebo and no do-nothing run: {compared - tried}"
