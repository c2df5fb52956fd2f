"""The tools of the long runs, on small cases: margins by hand, reports that say what is missing."""

import json
import math

import nbformat
import pytest

from tools.trust import portable, report, seeds
from tools.trust.margins import margin, standard_error, to_fail, to_hold


def about(estimate, half, n=10):
    """Measured evidence with a Student interval of half-width ``half``."""
    ends = {"estimate": estimate, "low": estimate - half, "high": estimate + half}
    return {"kind": "measured", "n": n, **ends}


def count(value):
    return {"kind": "exact", "n": 0, "estimate": value, "low": value, "high": value}


ABOVE_1, BELOW_0 = [1, math.inf], [-math.inf, 0]
T9 = 2.2621571627  # Student's 97.5 % point with nine degrees of freedom


def test_a_standard_error_comes_from_its_interval():
    assert standard_error(about(3, T9)) == pytest.approx(1)
    assert standard_error(count(3)) == 0
    lopsided = {"kind": "measured", "n": 10, "estimate": 0, "low": -1, "high": 2.919928}
    assert standard_error(lopsided) == pytest.approx(1, abs=1e-6)  # 3.919928 = 2 · 1.959964


def test_how_far_a_rule_is_from_holding_and_from_failing():
    assert to_fail(about(1 + 3 * T9, T9), ABOVE_1) == pytest.approx(2 * T9)
    assert to_hold(about(1 + 3 * T9, T9), ABOVE_1) == 0
    assert to_hold(about(1, T9), ABOVE_1) == pytest.approx(T9)
    assert to_fail(about(1, T9), ABOVE_1) == 0
    assert to_hold(about(0, T9), [-1, 1]) == math.inf  # wider than the bounds
    assert to_fail(count(3), ABOVE_1) == math.inf  # nothing measured can move


@pytest.mark.parametrize(
    ("found", "a", "b", "distance"),
    [
        ("supported", 1 + 3 * T9, 1 + 2 * T9, T9),  # the nearer one decides
        ("partly", 1, 1 + 2 * T9, T9),  # one more rule must hold
        ("partly", 1 - T9, 1, 2 * T9),  # two more rules must hold: the farther decides
        ("refuted", -2 * T9, -3 * T9, 2 * T9),  # neither may refute any more
        ("corrected", -2 * T9, 1 + 2 * T9, T9),
    ],
)
def test_margin_of_each_verdict(found, a, b, distance):
    evidence = {"a": about(a, T9), "b": about(b, T9)}
    rules = {"supported": {"a": ABOVE_1, "b": ABOVE_1}, "refuted": {"a": BELOW_0, "b": BELOW_0}}
    rules |= {"restated claim holds": {"b": ABOVE_1}} if found == "corrected" else {}
    rules |= {"refuted": {"a": [-math.inf, -99]}} if found == "partly" else {}
    assert margin(found, evidence, rules) == pytest.approx(distance)


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


def test_a_record_of_an_earlier_text_is_dropped(project):
    source = project / "chapters" / "01_x.md"
    report.note("seeds", source, {"0": run()}, 60, project)
    source.write_text("another text")
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
