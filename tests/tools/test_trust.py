"""The tools of the long runs, on small cases: margins by hand, reports that say what is missing."""

import json
import math

import nbformat
import pytest

from moreisdifferent.display.record import evidence_record, rule_record
from moreisdifferent.evaluation.evidence import above, at_least, at_most, below, exact, measured
from moreisdifferent.evaluation.margins import count_that
from tools.trust import portable, report, seeds
from tools.trust.margins import margin, outcome, read


def about(estimate, half, n=10):
    """Measured evidence with a Student interval of half-width ``half``."""
    return measured(estimate, estimate - half, estimate + half, n, "seed")


T9 = 2.2621571627  # Student's 97.5 % point with nine degrees of freedom
BESIDE_2 = {"supported": {"a": above(2)}, "refuted": {"a": below(0)}}


@pytest.mark.parametrize(
    ("found", "a", "b", "distance"),
    [
        ("supported", 1 + 3 * T9, 1 + 2 * T9, T9),  # the nearer one decides
        ("undecided", 1, 1 + 2 * T9, T9),  # one more rule must hold
        ("undecided", 1 - T9, 1, 2 * T9),  # two more rules must hold: the farther decides
        ("refuted", -2 * T9, -3 * T9, 2 * T9),  # neither may refute any more
        ("corrected", -2 * T9, 1 + 2 * T9, T9),
    ],
)
def test_margin_of_each_verdict(found, a, b, distance):
    evidence = {"a": about(a, T9), "b": about(b, T9)}
    rules = {side: dict.fromkeys("ab", rule) for side, rule in SIDES.items()}
    rules |= {"restated claim holds": {"b": above(1)}} if found == "corrected" else {}
    rules |= {"refuted": {"a": below(-99)}} if found == "undecided" else {}
    assert outcome(evidence, rules) == found
    assert margin(found, evidence, rules, "undecided") == pytest.approx(distance)


SIDES = {"supported": above(1), "refuted": below(0)}


def test_the_margin_of_undecided_is_the_distance_to_any_decision():
    undecided = {"a": about(0.5, T9 / 10)}
    assert margin("undecided", undecided, BESIDE_2, "undecided") == pytest.approx(5 + T9)
    wide = {"a": about(1, 9 * T9)}
    assert margin("undecided", wide, BESIDE_2, "undecided") == pytest.approx(T9 + 1 / 9)


def test_partly_has_a_margin_of_its_own():
    evidence = {"a": about(5, T9), "b": about(1, T9 / 10)}
    rules = {"supported": {"a": above(0), "b": above(2)}, "refuted": {"a": below(0)}}
    rules |= {"partly": {"a": above(0), "b": below(2)}}
    assert outcome(evidence, rules) == "partly"
    assert margin("partly", evidence, rules, "undecided") == pytest.approx(min(5 - T9, 10 - T9))


def test_a_strict_bound_is_as_near_as_one_that_is_not():
    strict, loose = ({"supported": {"a": r}, "refuted": {}} for r in (above(1), at_least(1)))
    for rules in (strict, loose):
        found = margin("supported", {"a": about(1 + 2 * T9, T9)}, rules, "undecided")
        assert found == pytest.approx(T9)
    touching = {"a": measured(2, 1, 3, 10, "seed")}
    assert outcome(touching, strict) == "undecided"
    assert margin("undecided", touching, strict, "undecided") == pytest.approx(0, abs=1e-9)


def test_what_was_not_measured_cannot_move():
    rules = {"supported": {"n": at_least(3)}, "refuted": {"n": below(1)}}
    assert margin("supported", {"n": exact(3, "counted")}, rules, "undecided") == math.inf
    assert margin("supported", {}, {}, "undecided") == math.inf


def test_a_count_is_no_safer_than_what_was_counted():
    leads = [about(far, T9) for far in (3 * T9, 9 * T9, 5 * T9, 0)]
    evidence = {"n": count_that(leads, above(0))}
    rules = {"supported": {"n": at_least(2)}, "refuted": {"n": at_most(1)}}
    assert evidence["n"].estimate == 3
    # two of three must fall; the one that is nearest to the line is 1 T9 from it, the next 2 T9
    assert margin("supported", evidence, rules, "undecided") == pytest.approx(2 * T9)


def test_a_record_gives_back_what_it_was_made_from():
    evidence, rule = about(2.5, 1), above(0, "a gain")
    record = {
        "evidence": [evidence_record("a", evidence)],
        "rules": {"supported": {"a": rule_record(rule)}},
        "finding": "",
    }
    assert read(record) == ({"a": evidence}, {"supported": {"a": rule}}, "partly")
    assert read(record | {"finding": "It gains."})[2] == "undecided"


@pytest.fixture
def project(tmp_path):
    """A project of two chapters with an empty README section."""
    (tmp_path / "chapters").mkdir()
    for number in ("01", "02"):
        (tmp_path / "chapters" / f"{number}_x.md").write_text("text")
    (tmp_path / "README.md").write_text("before\n<!-- trust:start -->\n<!-- trust:end -->\nafter\n")
    return tmp_path


def run(found="supported", margin=3.0, error=""):
    verdict = {"found": found, "expected": "supported", "kind": "measured", "margin": margin}
    return {"error": error, "verdicts": {"claim-a": verdict}}


def test_the_readme_says_what_was_run_and_what_not(project):
    source = project / "chapters" / "01_x.md"
    report.note("seeds", source, {"0": run()}, 60, project)
    report.note("seeds", source, {"1": run("refuted", 1.0)}, 60, project)
    text = (project / "README.md").read_text()
    assert text.startswith("before\n") and text.endswith("after\n")
    assert "1 of 2 measured verdicts agree (seeds 0, 1)" in text
    assert "1 of 2; not run on the present text: 02" in text
    assert "| 2 |" in text
    source.write_text("another text")
    report.update_readme(project)
    assert "not run on the present text: 01, 02" in (project / "README.md").read_text()


def test_a_record_of_earlier_code_is_dropped(project):
    source = project / "chapters" / "01_x.md"
    report.note("seeds", source, {"0": run()}, 60, project)
    source.write_text("another text")
    assert report.current("seeds", [source], project)  # prose changes no result
    source.write_text("```{code-cell} ipython3\nx = 1\n```\n")
    report.note("seeds", source, {"1": run()}, 60, project)
    records = json.loads((project / "reports" / "seeds.json").read_text())
    assert list(records["01_x"]["results"]) == ["1"]
    assert records["01_x"]["cpu_seconds"] == 60


def test_every_trouble_of_a_seed_is_named():
    record = {
        "results": {"0": run(margin=9.0), "1": run("partly", 1.5), "2": run(error="ValueError: no")}
    }
    assert seeds.troubles(record) == [
        "seed 1: claim-a is partly; the registry says supported",
        "seed 2: ValueError: no",
    ]
    thin = {"results": {"0": run(margin=1.4), "1": run(margin=1.6), "2": run(margin=2.5)}}
    assert seeds.troubles(thin) == ["claim-a stands 1.6 standard errors from flipping"]


def cell(text, number="01-003"):
    made = nbformat.v4.new_code_cell("x")
    output = nbformat.v4.new_output("execute_result", {"text/plain": text, "image/png": text})
    made["outputs"], made["id"] = [output], number
    return made


def test_only_marked_numbers_may_move():
    assert not portable.compare([cell("12 nights, ≈ 1.25°")], [cell("12 nights, ≈ 9.99°")])
    line = portable.compare([cell("12 nights, ≈ 1.25°")], [cell("13 nights, ≈ 1.25°")])
    assert line == ["01-003: '12 nights, about #°' became '13 nights, about #°'"]


def test_every_pair_of_settings_occurs_once():
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert len({(c[i], c[j]) for c in portable.CONDITIONS}) == 4
