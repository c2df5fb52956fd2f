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
    [
        (".", ()),
        ("chapters", ()),
        (".", ("chapters/01_question.ipynb",)),
        ("chapters", ("01_question.ipynb",)),
    ],
    ids=["root", "inside", "one file", "one file inside"],
)
def test_a_true_chapter_passes_from_anywhere(course, cwd, arguments):
    done = nbval(course, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("Exactly 12 nights", "Exactly 13 nights", "mismatch"),
        ("line n=3 ≈ 2", "line n=4 ≈ 2", "mismatch"),
        ("off by ≈ 1.25°", "off by ≈ 1.45°", "the run gave ≈ 1.25"),
        ("small: supported", "small: refuted", "mismatch"),
    ],
    ids=["text", "figure", "tolerance", "verdict"],
)
def test_an_edited_output_fails(course, before, after, message):
    edit(course, before, after)
    done = nbval(course)
    assert done.returncode == 1
    assert message in done.stdout


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


def test_a_changed_picture_fails(course):
    edit(course, "[1, 4, 9]", "[1, 4, 12]")
    done = nbval(course)
    assert done.returncode == 1
    assert "the run gave ≈" in done.stdout


def test_seconds_over_budget_are_named_and_pass(course):
    """A machine may be slow or busy."""
    path = course / "tools" / "chapters" / "usage.py"
    path.write_text(path.read_text().replace('"cpu_seconds": 90', '"cpu_seconds": 0.1'))
    path.write_text(path.read_text().replace("RUNAWAY = 6", "RUNAWAY = 6000"))
    done = nbval(course)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("CPU seconds so far, more than a quiet machine needs") == 1


@pytest.mark.parametrize(
    "most", ['"cpu_seconds": 90', '"peak_mb": 1500'], ids=["runaway", "memory"]
)
def test_a_runaway_and_too_much_memory_fail(course, most):
    path = course / "tools" / "chapters" / "usage.py"
    path.write_text(path.read_text().replace(most, most.split(":")[0] + ": 0.01"))
    done = nbval(course)
    assert done.returncode == 1
    assert "it may use" in done.stdout
