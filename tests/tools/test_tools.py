import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from sample import chapter
from tools.chapters import parts, pins, run, usage
from tools.files import write_whole

SOURCE = chapter(
    """
---
tags: [hide-input]
---
import ipywidgets
ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.HTML("x")])
""",
    words="# A question",
)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "note.txt"
    write_whole(path, "old")
    monkeypatch.setattr(
        "tools.files.os.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["note.txt"]


def test_running_twice_gives_the_same_bytes(tmp_path):
    source = tmp_path / "01_question.md"
    source.write_text(SOURCE)
    runs = []
    for _ in range(2):
        run.run_chapter(source)
        runs.append(source.with_suffix(".ipynb").read_bytes())
    assert runs[0] == runs[1]
    notebook = json.loads(runs[0])
    assert notebook["cells"][1]["id"] == "01-001"
    states = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert sorted(states) == [f"{number:032x}" for number in range(len(states))]
    assert json.loads((tmp_path / "budgets.json").read_text())["01_question"]["cpu_seconds"] >= 10


def test_a_failing_chapter_leaves_the_last_good_notebook(tmp_path):
    source = tmp_path / "01_question.md"
    source.write_text(SOURCE.replace("import ipywidgets", "raise ValueError('no')"))
    source.with_suffix(".ipynb").write_text("last good")
    with pytest.raises(run.CellExecutionError):
        run.run_chapter(source)
    assert source.with_suffix(".ipynb").read_text() == "last good"


@pytest.mark.parametrize(("name", "value"), [("MID_SEED", "1"), ("MID_SCALE", "4")])
def test_another_seed_or_scale_is_run_and_not_stored(tmp_path, monkeypatch, name, value):
    source = tmp_path / "01_question.md"
    source.write_text(SOURCE)
    source.with_suffix(".ipynb").write_text("as published")
    monkeypatch.setenv(name, value)
    assert run.run_chapter(source)["cpu_seconds"] > 0 and run.shifted() == f"{name}={value}"
    assert source.with_suffix(".ipynb").read_text() == "as published"
    assert not (tmp_path / "budgets.json").exists()


def test_an_unknown_chapter_names_those_there_are(tmp_path):
    (tmp_path / "01_question.md").write_text(SOURCE)
    with pytest.raises(SystemExit, match="CHAPTER is 7; it should be one of 01"):
        run.find_chapters(tmp_path, ["7"])


def test_small_changes_leave_the_budget_alone(tmp_path):
    path = tmp_path / "budgets.json"
    for seconds, noted in ((41, 50), (58, 60), (81, 90)):
        run.save_budget(path, "01_question", {"cpu_seconds": seconds, "peak_mb": 450})
        found = json.loads(path.read_text())["01_question"]["cpu_seconds"]
        assert found == (50 if noted == 60 else noted)


def test_budgets_follow_the_design():
    assert usage.MOST == {"cpu_seconds": 90, "peak_mb": 1500}
    quiet = {"cpu_seconds": 89, "peak_mb": 1400}
    assert usage.over(quiet) == usage.over(quiet, slow=True) == {}
    busy = {"cpu_seconds": 200, "peak_mb": 1400}
    assert usage.over(busy) == {"cpu_seconds": 90}
    assert usage.over(busy, slow=True) == {}
    runaway = {"cpu_seconds": 90 * usage.RUNAWAY + 1, "peak_mb": 1600}
    assert set(usage.over(runaway, slow=True)) == {"cpu_seconds", "peak_mb"}


def test_a_chapter_over_its_budget_is_not_stored_unless_the_machine_is_slow(tmp_path, monkeypatch):
    source = tmp_path / "01_question.md"
    source.write_text(SOURCE)
    stored = source.with_suffix(".ipynb")
    used = {"cpu_seconds": 200.0, "peak_mb": 400.0}
    monkeypatch.setattr(run, "kernel_usage", lambda pid: used)
    with pytest.raises(run.OverBudget, match=r"200 CPU seconds.* 90.*make run CHAPTER=01 SLOW=1"):
        run.run_chapter(source)
    assert not stored.exists() and not (tmp_path / "budgets.json").exists()
    run.save_budget(tmp_path / "budgets.json", "01_question", {"cpu_seconds": 31, "peak_mb": 350})
    run.run_chapter(source, slow=True)
    assert stored.exists()
    assert json.loads((tmp_path / "budgets.json").read_text())["01_question"]["cpu_seconds"] == 40
    used["peak_mb"] = 1600.0
    with pytest.raises(run.OverBudget, match="1600 MB"):
        run.run_chapter(source, slow=True)


def test_the_pins_hold_in_this_process_too():
    """With several workers each of them is pinned before it starts a kernel."""
    assert {name: os.environ.get(name) for name in pins.PINS} == pins.PINS


ESTIMATED = re.compile(
    r"(?<!np)(?<!math)\.sqrt_?\(|optim\.AdamW?\((?![^()]*(\([^()]*\)[^()]*)*fused=True)"
)


def test_no_square_root_begins_with_the_processors_own_estimate():
    """``Tensor.sqrt`` and the Adam that calls it differ from one processor to the next (pins.py)."""
    root = Path(pins.__file__).parents[2]
    texts = [*(root / "src").rglob("*.py"), *(root / "chapters").glob("*.md")]
    found = [f"{p.name}: {m[0]}" for p in texts for m in ESTIMATED.finditer(p.read_text("utf-8"))]
    assert found == []
    assert ESTIMATED.search("x.sqrt()") and ESTIMATED.search("optim.Adam(f(x), lr=0.1)")


def test_a_run_ends_with_its_slowest_parts():
    timed = [
        ("a.ipynb::Cell 0", 2.0),
        ("a.ipynb::Cell 1", 3.5),
        ("b.py::test", 70.0),
        ("c.py::t", 1),
    ]
    assert parts.slowest(timed, most=2) == ["  70.0 s  b.py", "   5.5 s  a.ipynb"]
    assert parts.spent(225.4) == "3 min 45 s"


def test_workers_follow_cores_and_memory(monkeypatch):
    monkeypatch.setattr(parts.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    for memory, most in ((64e9, 8), (8e9, 3), (1e9, 1)):
        monkeypatch.setattr(
            parts.psutil, "virtual_memory", lambda m=memory: SimpleNamespace(total=m)
        )
        assert parts.workers() == most
