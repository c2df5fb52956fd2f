"""More of what a chapter grows: every verdict recorded, nothing lost, no surprise about memory."""

import argparse
import json
import os
from types import SimpleNamespace

import pytest

from sample import chapter
from tools.trust import memory, more, report

CELLS = (
    """
from moreisdifferent.datasets.scale import grow
from moreisdifferent.display import verdict
from moreisdifferent.evaluation.evidence import above, below
from moreisdifferent.evaluation.intervals import mean_interval
STEPS = grow(80)
""",
    """
lead = mean_interval([STEPS / 1e6 - 0.01234567 * k for k in (1, 2)])
verdict("vanishing-slow", evidence={"lead": mean_interval([STEPS - 160, STEPS - 161])},
        supported_if={"lead": above(2)}, refuted_if={"lead": below(0)})
verdict("auto-features", evidence={"lead": lead}, supported_if={"lead": above(9)}, refuted_if={"lead": below(-9)})
""",
)


@pytest.fixture
def project(tmp_path):
    """A project with one chapter whose verdict depends on its scale."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "03_x.md").write_text(chapter(*CELLS))
    (tmp_path / "README.md").write_text("<!-- trust:start -->\n<!-- trust:end -->\n")
    return tmp_path


def results(project):
    return json.loads((project / "reports" / "more.json").read_text())["03_x"]["results"]


def test_verdicts_are_recorded_at_each_scale_and_none_raises(project):
    source = project / "chapters" / "03_x.md"
    assert more.run_all([(source, 1.0), (source, 4.0)], force=False, root=project) == []
    found = results(project)
    assert {s: r["verdicts"]["vanishing-slow"]["verdict"] for s, r in found.items()} == {
        "1": "refuted",
        "4": "supported",
    }
    entry = found["4"]["verdicts"]["auto-features"]
    assert entry["evidence"][0]["estimate"] == float(f"{0.00032 - 0.01234567 * 1.5:.4g}")
    assert entry["expected"] == "corrected" and "statement" not in entry
    assert found["4"]["cpu_seconds"] > 0 and found["4"]["peak_mb"] > 50
    assert found["4"]["error"] == "" and found["4"]["over"] == []
    assert "MID_SCALE" not in os.environ
    assert more.to_do([source], [1.0, 4.0, 16.0], True, project) == [(source, 16.0)]
    text = (project / "README.md").read_text()
    assert "`vanishing-slow` ×1 (partly → refuted)" in text and "(×1, ×4)" in text


def test_an_error_is_recorded_and_tried_again(project):
    source = project / "chapters" / "03_x.md"
    source.write_text(chapter(*CELLS, "raise RuntimeError(f'at {STEPS}')"))
    more.run_all([(source, 4.0)], force=False, root=project)
    assert results(project)["4"]["error"] == "RuntimeError: at 320"
    assert len(results(project)["4"]["verdicts"]) == 2
    assert more.to_do([source], [4.0], True, project) == [(source, 4.0)]


def test_a_chapter_that_grows_nothing_is_left_out(project):
    source = project / "chapters" / "03_x.md"
    assert more.grows(source)
    source.write_text(chapter("from moreisdifferent.datasets.scale import grow", words="grow(80)"))
    assert not more.grows(source), "neither an import nor a word of the text grows anything"


def test_stopping_keeps_what_was_finished(project, monkeypatch):
    source, ran = project / "chapters" / "03_x.md", []

    def stop_at_second(source, scale):
        ran.append(scale)
        if len(ran) == 2:
            raise KeyboardInterrupt
        return {"error": "", "cpu_seconds": 1, "peak_mb": 90, "over": [], "verdicts": {}}

    monkeypatch.setattr(more, "run_scale", stop_at_second)
    with pytest.raises(KeyboardInterrupt):
        more.run_all([(source, 4.0), (source, 16.0)], force=False, root=project)
    assert list(results(project)) == ["4"]
    assert more.to_do([source], [4.0, 16.0], True, project) == [(source, 16.0)]
    source.write_text("another text")
    assert len(more.to_do([source], [4.0, 16.0], True, project)) == 2


@pytest.mark.parametrize(
    ("known", "scale", "megabytes"),
    [
        ({}, 4, None),
        ({1: 500}, 4, 300 + 200 * 4),
        ({1: 500, 4: 560}, 16, 560 + 20 * 12),
        ({1: 500, 4: 450}, 16, 450),  # memory that does not grow
        ({1: 500, 4: 560, 16: 700}, 64, 700 + 48 * 140 / 12),
        ({1: 500, 4: 560}, 4, 560),
    ],
)
def test_memory_is_told_from_what_was_measured(known, scale, megabytes):
    assert memory.expected_memory(known, scale) == pytest.approx(megabytes)


def test_a_scale_beyond_memory_is_refused_before_it_starts(project, monkeypatch):
    source = project / "chapters" / "03_x.md"
    budget = {"03_x": {"cpu_seconds": 10, "peak_mb": 1300}}
    (project / "chapters" / "budgets.json").write_text(json.dumps(budget))
    monkeypatch.setattr(more, "free_memory", lambda: 5000)
    begun = []

    def begin(source, scale):
        begun.append(scale)
        return {"error": "", "cpu_seconds": 1, "peak_mb": 1400, "over": [], "verdicts": {}}

    monkeypatch.setattr(more, "run_scale", begin)
    (words,) = more.run_all([(source, 16.0)], force=False, root=project)
    assert words.startswith("SCALES has 16; 03_x would take about 16,300 MB") and "FORCE=1" in words
    assert not begun
    assert not more.run_all([(source, 4.0), (source, 16.0)], force=False, root=project)
    assert begun == [4.0, 16.0], "what ×4 took says that ×16 fits"
    more.run_all([(source, 640.0)], force=True, root=project)
    assert begun[-1] == 640.0


def claim(name, verdict, more=""):
    return SimpleNamespace(id=name, verdict=verdict, more=more)


def test_the_registry_is_told_what_to_change():
    claims = [
        claim("stays", "partly"),
        claim("turns", "partly"),
        claim("turned", "partly", "supported"),
        claim("back", "partly", "supported"),
        claim("other", "partly", "supported"),
        claim("lost", "partly"),
    ]
    found = {"stays": "partly", "turns": "refuted", "turned": "supported"}
    found |= {"back": "partly", "other": "refuted"}
    verdicts = {name: {"verdict": word} for name, word in found.items()}
    recorded = {"4": {"verdicts": {}}, "16": {"verdicts": verdicts}}
    assert more.corrections(recorded, {c.id: c for c in claims}) == [
        "turns: set `more: refuted` (×1 finds partly)",
        "back: remove `more: supported`; ×16 finds partly as ×1 does",
        "other: set `more: refuted` (now supported)",
        "lost: no verdict at ×16; the registry says partly",
    ]
    assert not more.corrections({"0.5": {"verdicts": {}}}, {c.id: c for c in claims})


def test_beyond_the_limits_is_a_warning(tmp_path):
    used = {"cpu_seconds": 1300.4, "peak_mb": 900}
    found = more.result(SimpleNamespace(verdicts={}, error="", usage=used))
    assert found["over"] == ["cpu_seconds"]
    assert "BEYOND 1200 cpu_seconds" in more.in_words(tmp_path / "03_x.md", 16, found)


@pytest.mark.parametrize("scale", ["0", "-4", "nan", "inf", "much", ""])
def test_a_scale_is_a_positive_number(scale):
    with pytest.raises(argparse.ArgumentTypeError, match=r"SCALES has .*; it should be positive"):
        more.positive(scale)


def test_the_readme_says_what_turns():
    def run(*verdicts):
        return {"error": "", "verdicts": dict(zip("abc", map(entry, verdicts)))}

    def entry(verdict):
        return {"kind": "measured", "expected": "partly", "verdict": verdict}

    records = {
        "01_x": {"results": {"16": run("partly", "refuted"), "4": run("partly", "supported")}}
    }
    assert report.more_in_words(records) == (
        "1 of 2 measured verdicts stay (×4, ×16); 1 turn: `b` ×4 (partly → supported)"
    )
