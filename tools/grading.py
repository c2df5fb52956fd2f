"""From a chapter's source to an nbgrader assignment.

The source format is nbgrader's own: a solution cell between ``### BEGIN SOLUTION`` and
``### END SOLUTION``, a test cell whose hidden part lies between ``### BEGIN HIDDEN TESTS``
and ``### END HIDDEN TESTS``, and their ``nbgrader`` metadata. A graded exercise uses only
what the cells tagged ``setup`` define, so grading runs those and not the whole chapter.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from tools.run import read_source


def is_needed(cell: nbformat.NotebookNode) -> bool:
    """Return whether grading needs a cell: text, a cell tagged setup, or nbgrader's own."""
    return (
        cell.cell_type == "markdown"
        or "nbgrader" in cell.metadata
        or "setup" in cell.metadata.get("tags", [])
    )


def graded_part(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy of a chapter with only the code that its graded exercises need."""
    part = nbformat.from_dict(notebook)
    part.cells = [cell for cell in notebook.cells if is_needed(cell)]
    return part


def course_api(folder: Path) -> NbGraderAPI:
    """Return nbgrader's interface to a course folder; cells may take a minute each."""
    beside = str(Path(sys.executable).parent)  # nbgrader calls alembic by name
    if beside not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = beside + os.pathsep + os.environ["PATH"]
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = "more-is-different"
    config.ExecutePreprocessor.timeout = 60
    config.ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
    return NbGraderAPI(config=config)


def add_assignment(folder: Path, chapter: Path) -> str:
    """Put a chapter's graded part where nbgrader looks for it; return the assignment's name."""
    place = folder / "source" / chapter.stem
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(graded_part(read_source(chapter)), place / f"{chapter.stem}.ipynb")
    return chapter.stem


def submit(folder: Path, assignment: str, student: str, notebook: nbformat.NotebookNode) -> None:
    """Put a student's notebook where nbgrader looks for it, reduced to its graded part."""
    place = folder / "submitted" / student / assignment
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(graded_part(notebook), place / f"{assignment}.ipynb")
