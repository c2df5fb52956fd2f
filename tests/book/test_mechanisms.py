"""Every guard of the notebooks bites: small chapters in a temporary folder, nbval in a subprocess."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def nbval(course: Path, *arguments: str, cwd: str = ".") -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(course / "src"), "PY_COLORS": "0"}
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", *arguments]
    return subprocess.run(
        command, cwd=course / cwd, env=environment, capture_output=True, text=True
    )


def edit(course: Path, before: str, after: str) -> None:
    path = course / "chapters" / "01_question.ipynb"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.parametrize(
    ("cwd", "arguments"),
    [(".", ("-n", "2", "--dist", "loadfile")), ("chapters", ("01_question.ipynb",))],
    ids=["side by side", "one file inside"],
)
def test_a_true_chapter_passes_from_anywhere(course, cwd, arguments):
    done = nbval(course, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_edited_outputs_fail(course):
    """A text, a figure and a verdict, each in a cell of its own."""
    edit(course, "Exactly 12 nights", "Exactly 13 nights")
    edit(course, "n=3: (≈", "n=4: (≈")
    edit(course, "small: supported", "small: refuted")
    done = nbval(course)
    assert done.returncode == 1
    assert "3 failed" in done.stdout and done.stdout.count("mismatch") >= 3


def test_a_moved_number_and_a_changed_picture_fail(course):
    edit(course, "off by ≈ 1.25°", "off by ≈ 1.45°")
    edit(course, "[1, 4, 9]", "[1, 4, 12]")
    done = nbval(course)
    assert done.returncode == 1
    assert "2 failed" in done.stdout
    assert "the run gave ≈ 1.25" in done.stdout and done.stdout.count("the run gave ≈") >= 2


def test_an_inverted_expectation_fails(course):
    registry = course / "book" / "claims.yml"
    registry.write_text(registry.read_text().replace("verdict: supported", "verdict: refuted"))
    done = nbval(course)
    assert done.returncode == 1
    assert "expected refuted, found supported" in done.stdout


def test_a_cell_that_was_never_run_fails(course):
    path = course / "chapters" / "01_question.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][2].update(outputs=[], execution_count=None)
    path.write_text(json.dumps(notebook))
    done = nbval(course)
    assert done.returncode == 1
    assert "never run" in done.stdout


def test_seconds_over_budget_are_named_and_pass(course):
    """A machine may be slow or busy."""
    path = course / "tools" / "chapters" / "usage.py"
    path.write_text(path.read_text().replace('"cpu_seconds": 90', '"cpu_seconds": 0.1'))
    path.write_text(path.read_text().replace("RUNAWAY = 6", "RUNAWAY = 6000"))
    done = nbval(course)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("CPU seconds so far, more than a quiet machine needs") == 1


def test_a_runaway_and_too_much_memory_fail(course):
    path = course / "tools" / "chapters" / "usage.py"
    text = path.read_text().replace('"cpu_seconds": 90', '"cpu_seconds": 0.01')
    path.write_text(text.replace('"peak_mb": 1500', '"peak_mb": 1'))
    done = nbval(course)
    assert done.returncode == 1
    assert "it may use {'cpu_seconds': 0.06, 'peak_mb': 1}" in done.stdout
