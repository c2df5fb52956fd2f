"""Notebooks with one exercise that needs nothing: what goes wrong in a class, in a second each."""

import pytest

from tools.teaching.student import write_notebook

ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TESTS = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS"
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


def small_chapter() -> dict:
    test = {**MARK, "grade_id": "double-test", "grade": True, "solution": False, "locked": True, "points": 2}  # fmt: skip
    cells = [
        code("import math", tags=["setup"]),
        code("raise RuntimeError('not needed for grading')"),
        {"cell_type": "markdown", "source": TEXT, "metadata": {}},
        code(ANSWER, nbgrader=MARK),
        code(TESTS, nbgrader=test),
    ]
    cells = [{**cell, "id": f"01-{number}"} for number, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.fixture
def chapter():
    return small_chapter()


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """Return a folder with ``chapters/01_small.ipynb`` and its ``assignments/``."""
    from tools.teaching.assign import build

    folder = tmp_path_factory.mktemp("small")
    write_notebook(folder / "chapters" / "01_small.ipynb", small_chapter())
    build([folder / "chapters" / "01_small.ipynb"], folder / "assignments")
    return folder
