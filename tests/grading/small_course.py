"""A chapter with one exercise that needs nothing, and hand-ins of it: a second each."""

import html
import json
import re
from pathlib import Path

from tools.teaching.student import student_version, write_notebook

STUB = "raise NotImplementedError()"
GOOD, BAD = "return 2 * x", "return x + 2"  # the bad one passes the visible test
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TESTS = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS"
HALF = "assert double(0) == 0, 'nothing twice is nothing'"
TEXT = """## Exercises

<details><summary>Hint 1</summary>

Add it to itself.

<details><summary>Hint 2</summary>

A sum of two.

</details></details>

<details><summary>Solution</summary>

Twice.

</details>

## Take-away

<details><summary>Aside</summary>

This stays.

</details>"""
MARK = {"grade": False, "grade_id": "double", "locked": False, "schema_version": 3, "solution": True, "task": False}  # fmt: skip


def code(source, **metadata):
    cell = {"cell_type": "code", "source": source, "metadata": metadata}
    return {**cell, "outputs": [], "execution_count": None}


def test_cell(source, grade_id, points):
    mark = {**MARK, "grade_id": grade_id, "grade": True, "solution": False, "locked": True}
    return code(source, nbgrader={**mark, "points": points})


def small_chapter(number: int = 1) -> dict:
    """Return a chapter whose exercise has two test cells, of 2 points and of 1."""
    name = "double" if number == 1 else f"double{number}"
    cells = [
        code("import math", tags=["setup"]),
        code("raise RuntimeError('not needed for grading')"),
        {"cell_type": "markdown", "source": TEXT, "metadata": {}},
        code(ANSWER, nbgrader={**MARK, "grade_id": name}),
        test_cell(TESTS, f"{name}-test", 2),
        test_cell(HALF, f"{name}-zero", 1),
    ]
    cells = [{**cell, "id": f"{number:02d}-{n}"} for n, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def answered(text: str, chapter: dict | None = None) -> dict:
    """Return the student version of the small chapter with ``text`` in place of the stub's end."""
    new = student_version(chapter or small_chapter())
    new["cells"][3]["source"] = new["cells"][3]["source"].replace(STUB, text)
    return new


def cell_answer(source: str) -> dict:
    """Return the student version with ``source`` as the whole cell of the answer."""
    new = answered(GOOD)
    new["cells"][3]["source"] = source
    return new


def hand_in(folder: Path, answers: dict[str, str | dict]) -> Path:
    """Write a folder for each student, with an answer or a whole notebook."""
    for student, answer in answers.items():
        notebook = answered(answer) if isinstance(answer, str) else answer
        write_notebook(folder / student / "01_small.ipynb", notebook)
    return folder


def as_bytes(notebook: dict) -> bytes:
    return json.dumps(notebook).encode()


def build_small(folder: Path, *numbers: int) -> Path:
    from tools.teaching.assign import build

    paths = []
    for number in numbers:
        name = "01_small.ipynb" if number == 1 else f"{number:02d}_other.ipynb"
        paths.append(folder / "chapters" / name)
        write_notebook(paths[-1], small_chapter(number))
    build(paths, folder / "assignments")
    return folder


def page(folder: Path, student: str) -> str:
    """Return a student's page as text, as a reader sees it."""
    from tools.teaching.kept import as_name

    (path,) = (folder / "grades" / "feedback" / as_name(student)).glob("*.html")
    return html.unescape(re.sub("<[^>]*>", "", path.read_text("utf-8")))
