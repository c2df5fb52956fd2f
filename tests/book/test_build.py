"""The pages follow the registry and the notebooks, and what leads nowhere fails the build."""

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
    assert '"mid-claim-verdict">supported<' in ledger(book)
    assert "A question" in (book / "_build" / "html" / "book" / "index.html").read_text("utf-8")

    change(book / "book" / "claims.yml", "verdict: supported", "verdict: refuted")
    assert build(book).returncode != 0, "registry and notebook disagree"

    notebook = book / "chapters" / "01_question.ipynb"
    change(notebook, '"verdict": "supported"', '"verdict": "refuted"')
    again = build(book)
    assert again.returncode == 0, again.stdout + again.stderr
    assert '"mid-claim-verdict">refuted<' in ledger(book)
    assert '"mid-claim-verdict">supported<' not in ledger(book)


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


def test_whatever_leads_nowhere_fails_the_build(book):
    index = book / "book" / "index.md"
    index.write_text(
        index.read_text()
        + "\n[gone](gone.md) and [Nobody 1900](bibliography.md) and [Kepler 1609](bibliography.md)\n"
    )
    (book / "book" / "lonely.md").write_text("# Lonely\n\nNo table of contents names this page.\n")
    (book / "book" / "bibliography.md").write_text("# Sources\n\n```{bibliography}\n:all:\n```\n")
    (book / "_toc.yml").write_text(TOC + "- file: book/bibliography\n")
    change(book / "chapters" / "01_question.ipynb", "Figure 1.1 shows it.", "Figure 1.2 shows it.")
    change(book / "book" / "claims.yml", "source: []", "source: [nowhere1900]")
    done = build(book)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    for problem in (
        "'gone.md'",
        "no entry of book/references.bib is [Nobody 1900]",
        "Figure 1.1 is never mentioned",
        "Figure 1.2 is mentioned and not drawn",
        "its source nowhere1900 is not in book/references.bib",
        "lonely.md",
    ):
        assert problem in said, problem
    assert "[Kepler 1609]" not in said
    page = (book / "_build" / "html" / "book" / "index.html").read_text("utf-8")
    assert 'href="bibliography.html#kepler1609"' in page
    assert 'id="kepler1609"' in (book / "_build" / "html" / "book" / "bibliography.html").read_text(
        "utf-8"
    )
