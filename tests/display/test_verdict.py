import pytest

from moreisdifferent.display import claims, verdict
from moreisdifferent.display.verdict import VerdictError, judge
from moreisdifferent.evaluation.evidence import above, below, equals, exact, measured, sourced

REGISTRY = """
claims:
- {id: good, statement: It is so., source: [a], chapter: "01", kind: measured, verdict: supported}
- {id: wrong, statement: It is so., source: [a], chapter: "01", kind: measured, verdict: corrected}
- {id: counted, statement: Seven., source: [a], chapter: "01", kind: exact, verdict: supported}
- {id: old, statement: In 1847., source: [a], chapter: "01", kind: sourced, verdict: supported}
- {id: open, statement: It is so., source: [a], chapter: "01", kind: measured, verdict: undecided}
- {id: later, statement: Some day., source: [a], chapter: "02", kind: measured, status: planned}
- {id: big, statement: Too big., source: [a], chapter: "01", kind: measured, verdict: not testable here}
"""
LOW, HIGH, WIDE = (measured(m, m - w, m + w, 10, "seed") for m, w in ((1, 0.1), (3, 0.1), (2, 2)))
RULES = {"supported_if": {"x": below(2)}, "refuted_if": {"x": above(2)}}


@pytest.fixture(autouse=True)
def registry(tmp_path, monkeypatch):
    path = tmp_path / "claims.yml"
    path.write_text(REGISTRY)
    monkeypatch.setattr(claims, "registry_path", lambda: path)
    return path


@pytest.mark.parametrize(
    ("evidence", "restated_if", "found"),
    [
        (LOW, {}, "supported"),
        (HIGH, {}, "refuted"),
        (WIDE, {}, "partly"),
        (HIGH, {"x": below(4)}, "corrected"),
        (HIGH, {"x": below(1)}, "refuted"),
        (WIDE, {"x": below(9)}, "partly"),
    ],
)
def test_the_rule_decides(evidence, restated_if, found):
    rules = RULES["supported_if"], RULES["refuted_if"], restated_if
    assert judge({"x": evidence}, *rules, remainder="partly") == found


def test_agreement_shows_claim_numbers_and_rule():
    text = repr(verdict("good", {"x": LOW}, **RULES))
    assert text.startswith("good: supported")
    assert "x: ≈ 1.00 (95 % interval ≈ 0.90 to ≈ 1.10; n = 10, seed)" in text
    assert "supported if x < 2" in text


def test_the_page_carries_a_record_for_the_ledger():
    data, metadata = verdict("good", {"x": LOW}, **RULES)._repr_mimebundle_()
    assert "Supported." in data["text/html"]
    assert metadata["moreisdifferent"]["verdict"] == "supported"


def test_disagreement_raises_with_claim_both_verdicts_and_numbers():
    with pytest.raises(VerdictError, match=r"(?s)good: expected supported, found refuted.*≈ 3"):
        verdict("good", {"x": HIGH}, **RULES)


def test_a_planned_claim_cannot_be_judged():
    with pytest.raises(VerdictError, match="later: expected planned, found supported"):
        verdict("later", {"x": LOW}, **RULES)


def test_corrected_needs_the_restated_claim_to_hold():
    found = verdict(
        "wrong", {"x": HIGH}, **RULES, restated="It is three.", restated_if={"x": above(2.5)}
    )
    assert found.found == "corrected"
    assert "Restated: It is three." in repr(found)


PARTS = {"a": measured(1, 0.8, 1.2, 5, "seed"), "b": measured(-1, -1.2, -0.8, 5, "seed")}


def test_partly_needs_a_rule_of_its_own_and_comes_before_refuted():
    rules = ({"a": above(0), "b": above(0)}, {"b": below(0)}, {})
    assert judge(PARTS, *rules) == "refuted"
    assert judge(PARTS, *rules, {"a": above(0), "b": below(0)}) == "partly"
    assert judge(PARTS, *rules, {"a": above(2), "b": below(0)}) == "refuted"


def test_what_meets_no_rule_is_undecided_in_the_new_form():
    found = verdict(
        "open", {"x": WIDE}, **RULES, finding="Nobody knows.", undecided="ten times the seeds"
    )
    assert found.found == "undecided"
    assert "What would decide it: ten times the seeds" in repr(found)
    assert "found: Nobody knows." in repr(found)
    with pytest.raises(VerdictError, match="open: expected undecided, found partly"):
        verdict("open", {"x": WIDE}, **RULES)  # a call without a finding keeps its remainder


@pytest.mark.parametrize("difference", [0.0, -0.0])
@pytest.mark.parametrize("bound", [0, 0.02])
def test_identical_arms_decide_nothing(difference, bound):
    same = {"x": measured(difference, difference, difference, 5, "seed")}
    rules = {"x": above(bound)}, {"x": below(-bound)}
    assert judge(same, *rules, {"x": below(-bound)}) == "undecided"
    assert judge(same, *rules, {}, {"x": above(bound)}) == "undecided"


def test_a_source_needs_no_rule_and_the_registry_gives_its_verdict():
    found = verdict("old", finding="It is as old.", source=("cauchy1847", "Cauchy, 1847."))
    assert found.found == "supported"
    assert "cauchy1847: Cauchy, 1847." in repr(found)
    assert found.record()["source"] == [["cauchy1847", "Cauchy, 1847."]]
    assert found.record()["rules"] == {} and found.record()["evidence"] == []
    two = verdict("old", source=[("a", "So it was."), ("b", "It was.")])
    assert len(two.record()["source"]) == 2


def test_the_record_holds_all_that_the_box_shows():
    evidence = {"x": measured(1, 0.9, 1.1, 3, "seed", "points", [0.9, 1, 1.1])}
    rules = {"supported_if": {"x": below(2, "small")}, "refuted_if": {"x": above(2)}}
    record = verdict("good", evidence, **rules, finding="It is.", with_more="It stays.").record()
    assert (record["finding"], record["with_more"]) == ("It is.", "It stays.")
    assert record["evidence"][0]["values"] == [0.9, 1, 1.1]
    assert record["rules"]["supported"]["x"]["words"] == "small"


def test_exact_and_sourced_kinds():
    rule = {"supported_if": {"n": equals(7)}, "refuted_if": {"n": above(8)}}
    assert verdict("counted", {"n": exact(7, "counted")}, **rule).found == "supported"
    years = {"supported_if": {"year": equals(1847)}, "refuted_if": {"year": above(1848)}}
    assert verdict("old", {"year": sourced(1847, "cauchy1847")}, **years).found == "supported"
    with pytest.raises(ValueError, match="evidence is sourced; the registry says exact"):
        verdict("counted", {"n": sourced(7, "key")}, **rule)


def test_a_count_of_measured_outcomes_is_marked_as_one_that_moves():
    rule = {"supported_if": {"n": equals(7)}, "refuted_if": {"n": below(3)}}
    counted, moving = (
        verdict("counted", {"n": exact(7, "of ten", moves=moves)}, **rule)
        for moves in (False, True)
    )
    assert "n: 7 (exact: of ten)" in repr(counted)
    assert "n: ≈ 7 (exact: of ten)" in repr(moving)


def test_not_testable_is_a_verdict_too():
    assert (
        verdict("big", not_testable="It needs 540 billion parameters.").found == "not testable here"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"claim": "goood"}, "did you mean good"),
        ({"refuted_if": {}}, "refuted_if is empty"),
        ({"supported_if": {"y": below(2)}}, "a rule names 'y'"),
        ({"evidence": {"x": 0.3}}, "evidence\\['x'\\] is 0.3"),
        ({"restated": "It is three."}, "restated and restated_if"),
        ({"partly": "The first half."}, "partly and partly_if"),
        ({"partly_if": {"x": below(2)}}, "partly and partly_if"),
        ({"finding": 3}, "finding is 3"),
        ({"source": ("a", "b")}, "source goes without evidence"),
        ({"evidence": {}}, "a rule names 'x'"),
        ({"supported_if": {"x": below(9)}, "refuted_if": {"x": below(5)}}, "exclude each other"),
    ],
)
def test_bad_input(arguments, message):
    defaults = {"claim": "good", "evidence": {"x": LOW}, **RULES}
    with pytest.raises(ValueError, match=message):
        verdict(**{**defaults, **arguments})


@pytest.mark.parametrize(
    ("claim", "source", "message"),
    [
        ("good", ("a", "b"), "claim good: it has a source; the registry says measured"),
        ("old", ("a", ""), "source has"),
        ("old", [("a", "b", "c")], "source has"),
    ],
)
def test_a_bad_source(claim, source, message):
    with pytest.raises(ValueError, match=message):
        verdict(claim, source=source)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{id: good, statement: s, source: [], chapter: '01', kind: measured, status: planned}",
            "twice",
        ),
        (
            "{id: n, statement: s, source: [], chapter: '01', kind: guessed, status: planned}",
            "kind",
        ),
        (
            "{id: n, statement: s, source: [], chapter: '01', kind: exact, verdict: maybe}",
            "verdict",
        ),
        ("{id: n, statement: s, source: [], chapter: '01', kind: exact}", "verdict"),
        ("{id: n, statement: s, source: [], chapter: '01', kind: exact, colour: red}", "colour"),
        ("{id: n, chapter: '01', kind: exact, verdict: partly}", "statement"),
        (
            "{id: n, statement: s, source: [], chapter: '01', kind: exact, verdict: partly, more: partly}",
            "more is 'partly'; it should be another verdict",
        ),
        (
            "{id: n, statement: s, source: [], chapter: '01', kind: exact, verdict: partly, more: much}",
            "more is 'much'",
        ),
    ],
)
def test_a_registry_with_a_fault_is_refused(registry, entry, message):
    registry.write_text(REGISTRY + f"- {entry}\n")
    with pytest.raises(ValueError, match=message):
        claims.load_claims(registry)
