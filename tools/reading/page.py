"""The page of the book, derived from a chapter's notebook, with or without the solutions."""

import copy
import re

from tools.reading.cells import SOLUTION, TESTS, fold, laid_out
from tools.teaching.student import mark, remove_written_solutions, without_answers


def page_version(notebook: dict, solutions: bool = True) -> dict:
    """Return a chapter as the book shows it: a stub, and the solution behind a button or nowhere."""
    new = copy.deepcopy(notebook)
    if not solutions:
        remove_written_solutions(new["cells"])
    cells = []
    for cell in new["cells"]:
        if mark(cell, "solution"):
            cells += exercise(cell, solutions)
        elif mark(cell, "grade"):
            cells.append(tests(cell))
        else:
            cells.append(laid_out(cell) if cell["cell_type"] == "code" else cell)
    return {**new, "cells": cells}


def tests(cell: dict) -> dict:
    """Return the tests that a student sees, folded, with the points that they are worth."""
    points = cell["metadata"]["nbgrader"].get("points", 0)
    worth = f" ({points:g} point{'s' * (points != 1)})" if points else ""
    shown = {**cell, "source": without_answers(cell)}
    return fold(shown, f"Show {TESTS}{worth}", f"Hide {TESTS}")


def exercise(cell: dict, solutions: bool) -> list[dict]:
    """Return the stub of an exercise and, if wanted, the folded solution."""
    kept = [tag for tag in cell["metadata"].get("tags", []) if tag != "hide-input"]
    stub = {**cell, "source": without_answers(cell), "id": f"{cell['id']}-stub", "outputs": []}
    stub["metadata"] = {**cell["metadata"], "tags": kept}
    if not solutions:
        return [stub]
    cell["source"] = re.sub(r"(?m)^ *### (BEGIN|END) SOLUTION\n?", "", cell["source"])
    return [stub, fold(cell, f"Show {SOLUTION}", f"Hide {SOLUTION}")]
