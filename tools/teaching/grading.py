"""nbgrader for this course: it makes the assignments and keeps the gradebook.

A graded exercise uses only what the cells tagged ``setup`` define, so grading runs those, the
answer and its tests, and not the whole chapter.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from tools.teaching.student import STUB


class Mark(NamedTuple):
    """What the gradebook holds of a submission: marks given by hand count, and so do words."""

    score: float
    max_score: float
    points: dict[str, float]
    comments: dict[str, str]


def course_api(folder: Path):
    """Return nbgrader's interface to a course folder."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    beside = str(Path(sys.executable).parent)  # nbgrader calls alembic by name
    if beside not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = beside + os.pathsep + os.environ["PATH"]
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = "more-is-different"
    config.ClearSolutions.code_stub = {"python": STUB}
    return NbGraderAPI(config=config)


def is_needed(cell: dict) -> bool:
    """Return whether grading needs a cell: one tagged setup, or nbgrader's own."""
    return "nbgrader" in cell["metadata"] or "setup" in cell["metadata"].get("tags", [])


def graded_part(notebook: dict) -> dict:
    """Return a chapter with only the cells that its graded exercises need."""
    return {**notebook, "cells": [cell for cell in notebook["cells"] if is_needed(cell)]}


def ids(notebook: dict) -> list[str]:
    """Return the grade ids of a notebook, in order."""
    marks = (cell["metadata"].get("nbgrader") for cell in notebook["cells"])
    return [found.get("grade_id") for found in marks if found]


def record(course: Path, graded: dict[tuple[str, str], dict[str, float]]) -> dict[tuple, Mark]:
    """Write points into the gradebook, (student, chapter) → test id → points; return the marks."""
    import warnings

    from nbgrader.api import Gradebook

    marks = {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Object of type .* not in session")
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "more-is-different") as book:
            for (student, chapter), points in graded.items():
                book.update_or_create_student(student)
                submission = book.update_or_create_submission(chapter, student)
                grades = [grade for part in submission.notebooks for grade in part.grades]
                for grade in grades:
                    if grade.name in points:
                        grade.auto_score, grade.needs_manual_grade = points[grade.name], False
                book.db.commit()
                comments = [c for part in submission.notebooks for c in part.comments if c.comment]
                marks[student, chapter] = Mark(
                    submission.score,
                    submission.max_score,
                    {grade.name: grade.score for grade in grades},
                    {comment.name: comment.comment for comment in comments},
                )
    return marks
