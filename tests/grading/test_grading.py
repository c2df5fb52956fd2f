"""A graded exercise end to end: the solution gets full marks, the stub none, a wrong answer less."""

import os
import re
from pathlib import Path

import nbformat
import pytest

from tools import grading
from tools.run import read_source

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.md"))
SOLUTION = re.compile(r"(?s)### BEGIN SOLUTION\n(.*?) *### END SOLUTION")


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def course(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("grading")
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), before]))
    assignment = grading.add_assignment(folder, request.param)
    api = grading.course_api(folder)
    made = api.generate_assignment(assignment)
    assert made["success"], made["log"]
    yield folder, assignment, api, request.param
    os.environ["PYTHONPATH"] = before


def released(course) -> nbformat.NotebookNode:
    folder, assignment, *_ = course
    return nbformat.read(folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)


def graded(course, student: str, notebook: nbformat.NotebookNode) -> tuple[float, float]:
    folder, assignment, api, _ = course
    grading.submit(folder, assignment, student, notebook)
    done = api.autograde(assignment, student, force=True, create=True)
    assert done["success"], done["log"]
    with api.gradebook as book:
        found = book.find_submission(assignment, student)
        return found.score, found.max_score


def test_the_student_version_holds_no_solution_and_no_hidden_test(course):
    text = "\n".join(cell.source for cell in released(course).cells)
    assert "BEGIN SOLUTION" not in text
    assert "HIDDEN TESTS" not in text
    assert "NotImplementedError" in text
    for cell in read_source(course[3]).cells:
        for answer in SOLUTION.findall(cell.source):
            assert answer.strip() not in text


def test_the_solution_gets_full_marks(course):
    score, most = graded(course, "solution", read_source(course[3]))
    assert score == most > 0


def test_the_untouched_stub_gets_none(course):
    assert graded(course, "stub", released(course))[0] == 0


@pytest.mark.parametrize("answer", ["return 0.0", "return None", "pass"])
def test_a_wrong_answer_gets_less_than_full(course, answer):
    notebook = released(course)
    for cell in notebook.cells:
        cell.source = cell.source.replace("raise NotImplementedError()", answer)
    score, most = graded(course, f"wrong-{answer[:8].strip().replace(' ', '-')}", notebook)
    assert score < most
