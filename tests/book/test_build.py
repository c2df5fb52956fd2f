"""The ledger follows the registry and the notebooks, also in an incremental build."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOC = "format: jb-book\nroot: book/index\nchapters:\n- file: chapters/01_question.ipynb\n- file: book/ledger\n"
PARTS = "parts:\n- title: Predicting\n  chapters: {'01': A question}\n"


@pytest.fixture
def book(course):
    """The small checkout with what a build needs: settings, a title page, style sheets."""
    for name in ("_ext", "_static"):
        ignore = shutil.ignore_patterns("vendor*", "__pycache__")
        shutil.copytree(ROOT / "book" / name, course / "book" / name, ignore=ignore)
    shutil.copy(ROOT / "_config.yml", course)
    shutil.copy(ROOT / "book" / "references.bib", course / "book")
    (course / "_toc.yml").write_text(TOC)
    (course / "book" / "index.md").write_text("# A book\n\n<!-- map -->\n")
    registry = course / "book" / "claims.yml"
    registry.write_text(registry.read_text().replace("parts: []\n", PARTS))
    return course


def build(book: Path) -> subprocess.CompletedProcess:
    command = [
        str(Path(sys.executable).with_name("jupyter-book")),
        "build",
        ".",
        "-W",
        "-n",
        "--keep-going",
    ]
    environment = {**os.environ, "PYTHONPATH": str(book / "src")}
    return subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True)


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def ledger(book: Path) -> str:
    return (book / "_build" / "html" / "book" / "ledger.html").read_text("utf-8")


def test_changing_one_verdict_updates_the_ledger_in_an_incremental_build(book):
    first = build(book)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "<strong>supported</strong>" in ledger(book)
    assert "A question" in (book / "_build" / "html" / "book" / "index.html").read_text("utf-8")

    change(book / "book" / "claims.yml", "verdict: supported", "verdict: refuted")
    assert build(book).returncode != 0, "registry and notebook disagree"

    notebook = book / "chapters" / "01_question.ipynb"
    change(notebook, '"verdict": "supported"', '"verdict": "refuted"')
    again = build(book)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "<strong>refuted</strong>" in ledger(book)
    assert "<strong>supported</strong>" not in ledger(book)


def test_a_chapter_without_a_verdict_fails_the_build(book):
    notebook = book / "chapters" / "01_question.ipynb"
    change(notebook, '"moreisdifferent": {', '"other": {')
    done = build(book)
    assert done.returncode != 0
    assert "claim small: its chapter 01 gives no verdict" in done.stdout + done.stderr


EXERCISE = """def double(x):
    ### BEGIN SOLUTION
    return 2 * x  # SECRET
    ### END SOLUTION"""


def with_exercise(book: Path) -> None:
    path = book / "chapters" / "01_question.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    mark = {"grade_id": "double", "solution": True, "grade": False}
    text = "## Exercises\n\n<details><summary>Solution</summary>\n\nSECRET\n\n</details>"
    code = {"cell_type": "code", "source": EXERCISE, "outputs": [], "execution_count": 9}
    notebook["cells"] += [
        {"cell_type": "markdown", "id": "text", "metadata": {}, "source": text},
        {**code, "id": "code", "metadata": {"nbgrader": mark}},
    ]
    path.write_text(json.dumps(notebook), "utf-8")


def test_a_book_without_solutions_holds_none_of_them(book, monkeypatch):
    with_exercise(book)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    page = book / "_build" / "html" / "chapters" / "01_question.html"
    assert "SECRET" in page.read_text("utf-8") and "Show the solution" in page.read_text("utf-8")

    monkeypatch.setenv("SOLUTIONS", "none")
    done = build(book)  # incremental: the change of the setting must reach every page
    assert done.returncode == 0, done.stdout + done.stderr
    files = [path for path in (book / "_build" / "html").rglob("*") if path.is_file()]
    assert [path for path in files if b"SECRET" in path.read_bytes()] == []
    assert "NotImplementedError" in page.read_text("utf-8")
