"""nbgrader for this course: what it is told, and what it gets to see.

A graded exercise uses only what the cells tagged ``setup`` define, so grading runs those, the
answer and its tests, and not the whole chapter. From a student's notebook only the answers are
taken; everything else comes from the instructor's.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient.exceptions import DeadKernelError
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback, generate_feedback
from nbgrader.preprocessors import ClearHiddenTests, Execute
from traitlets.config import Config

from tools.teaching import sandbox
from tools.teaching.student import STUB, mark

SETUP_SECONDS = 300
TEMPLATES = [  # ours has one file, which is found before the one that nbgrader takes
    Path(__file__).with_name("templates"),
    Path(generate_feedback.__file__).parents[1] / "server_extensions/formgrader/templates",
]


class ExecuteAll(Execute):
    """nbgrader's execution, in which a dead kernel fails its cell and not the submission."""

    def preprocess_cell(self, cell, resources, index):
        try:
            return super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            why = "it crashed, or it used more processor time or memory than it may"
            text = f"The program died while this cell ran: {why}"
            cell.outputs = [nbformat.v4.new_output("error", ename="Died", evalue=why)]
            cell.outputs[0].traceback = [text]
            return cell, resources


class HideTests(ClearHiddenTests):
    """Leave hidden tests out of the feedback: their text, and the lines that a traceback quotes.

    What failed is still said: the error and its message, and the student's own lines.
    """

    def preprocess_cell(self, cell, resources, index):
        if self.begin_test_delimeter in cell.source:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [unquoted(text, cell) for text in output.traceback]
        return super().preprocess_cell(cell, resources, index)


def unquoted(text: str, cell: dict) -> str:
    """Return a part of a traceback, without the lines it quotes if they are of this cell."""
    first = text.split("\n")[0]
    plain = re.sub(r"\x1b\[[\d;]*m", "", first)
    return first if f"In[{cell['execution_count']}]" in plain else text


def settings(folder: Path, seconds: int, megabytes: int, sockets: Path) -> Config:
    """Return nbgrader's configuration for the course in ``folder``."""
    config, late = Config(), f"stopped after {seconds} seconds"
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = "more-is-different"
    config.ClearSolutions.code_stub = {"python": STUB}
    config.Autograde.autograde_preprocessors = [
        ExecuteAll if step is Execute else step
        for step in Autograde.autograde_preprocessors.default()
    ]
    config.GenerateFeedback.preprocessors = [
        HideTests,
        *GenerateFeedback.preprocessors.default(),
    ]
    config.HTMLExporter.extra_template_basedirs = [str(path) for path in TEMPLATES]
    config.Execute.timeout_func = lambda cell: (
        seconds if "nbgrader" in cell.metadata else SETUP_SECONDS
    )
    config.Execute.error_on_timeout = {
        "ename": "TooLong",
        "evalue": late,
        "traceback": [f"The program was {late}."],
    }
    config.Limited.megabytes = megabytes
    if sandbox.LINUX:  # sockets in a folder reach a kernel that has no network
        config.KernelManager.transport, config.KernelManager.ip = "ipc", str(sockets / "kernel")
    return config


def course_api(
    folder: Path, seconds: int = 60, megabytes: int = 2000, sockets: Path | None = None
) -> NbGraderAPI:
    """Return nbgrader's interface to a course folder.

    ``seconds``: what an answer and its tests may take, each; ``megabytes``: what they may write
    to; ``sockets``: an empty folder with a short name.
    """
    beside = str(Path(sys.executable).parent)  # nbgrader calls alembic by name
    if beside not in os.environ["PATH"].split(os.pathsep):
        os.environ["PATH"] = beside + os.pathsep + os.environ["PATH"]
    return NbGraderAPI(config=settings(folder, seconds, megabytes, sockets or folder))


def is_needed(cell: dict) -> bool:
    """Return whether grading needs a cell: one tagged setup, or nbgrader's own."""
    return "nbgrader" in cell["metadata"] or "setup" in cell["metadata"].get("tags", [])


def graded_part(notebook: dict) -> dict:
    """Return a chapter with only the cells that its graded exercises need."""
    return {**notebook, "cells": [cell for cell in notebook["cells"] if is_needed(cell)]}


def answers(notebook: dict) -> dict[str, list[str]]:
    """Return grade id → the texts of the solution cells with that id, in order."""
    found = {}
    for cell in notebook["cells"]:
        if mark(cell, "solution"):
            found.setdefault(cell["metadata"]["nbgrader"].get("grade_id"), []).append(
                cell["source"]
            )
    return found


def ids(notebook: dict) -> list[str]:
    """Return the grade ids of a notebook, in order."""
    marks = (cell["metadata"].get("nbgrader") for cell in notebook["cells"])
    return [found.get("grade_id") for found in marks if found]


def fill_in(released: dict, submitted: dict) -> tuple[dict, list[str]]:
    """Put a student's answers into the released notebook; return it with what was not in order."""
    given, mine, notes = answers(submitted), ids(released), []
    theirs = ids(submitted)
    for name in mine:
        if name not in theirs:
            notes.append(f"cell {name} is missing")
        elif theirs.count(name) > 1:
            notes.append(f"cell {name} is there {theirs.count(name)} times; the last was graded")
    notes += [f"cell {name} is not of this exercise" for name in theirs if name not in mine]
    new = nbformat.from_dict(released)
    for cell in new.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if mark(cell, "solution") and name in given:
            cell.source = given[name][-1]
    if notes:
        text = "**Note.** " + "; ".join(notes) + "."
        new.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="note"))
    return new, notes
