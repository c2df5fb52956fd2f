"""Every graded exercise of every chapter: who should get the marks gets them, and nobody else.

All submissions of all chapters go through the grader in one batch. ``wrong/NN_slug.yml`` holds,
for each graded exercise, three edits of the solution that a student could plausibly hand in.
"""

import copy
import os
from pathlib import Path

import pytest
import yaml

from tools.teaching.answers import Chapter, read_chapter
from tools.teaching.assign import build
from tools.teaching.grade import grade_all
from tools.teaching.grading import ids
from tools.teaching.student import (
    ROOT,
    find_notebooks,
    mark,
    read_notebook,
    without,
    write_notebook,
)

CHAPTERS = [path for path in find_notebooks(ROOT / "chapters") if ids(read_notebook(path))]
WRONG = Path(__file__).with_name("wrong")
STUB = "raise NotImplementedError()"
CRASH = "import ctypes; ctypes.string_at(0)"
LOOP = "while True: pass"

each_chapter = pytest.mark.parametrize("name", [path.stem for path in CHAPTERS])


NOTHING = {  # what a careless test might take for a right answer
    "nothing": "import numpy\n    return numpy.empty(0)",
    "nan": "return float('nan')",
    "true": "return True",
}


def solutions(notebook: dict) -> dict[str, str]:
    """Return answer id → the chapter's own solution."""
    cells = [cell for cell in notebook["cells"] if mark(cell, "solution")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in cells}


def wrong_answers(name: str) -> dict[str, list[dict]]:
    path = WRONG / f"{name}.yml"
    if not path.exists():
        return {}
    return yaml.safe_load(path.read_text("utf-8"))


def with_answer(notebook: dict, before: str, after: str) -> dict:
    new = copy.deepcopy(notebook)
    for cell in new["cells"]:
        if mark(cell, "solution"):
            cell["source"] = cell["source"].replace(before, after)
    return new


def mangled(notebook: dict) -> dict:
    """Return a notebook whose answers have another id and whose test cells are gone."""
    new = copy.deepcopy(notebook)
    new["cells"] = [cell for cell in new["cells"] if not mark(cell, "grade")]
    for cell in new["cells"]:
        if mark(cell, "solution"):
            cell["metadata"]["nbgrader"]["grade_id"] += "-mine"
    return new


def submissions(made: Path, name: str):
    """Yield student and notebook: everybody who hands in this chapter."""
    solution = read_notebook(made / "instructor" / f"{name}.ipynb")
    stub = read_notebook(made / "student" / f"{name}.ipynb")
    yield "solution", solution
    yield "untouched", stub
    yield "crash", with_answer(stub, STUB, CRASH)
    for kind, answer in NOTHING.items():
        yield kind, with_answer(stub, STUB, answer)
    yield "mangled", mangled(solution)
    for number in range(3):
        edited = solution
        for edits in wrong_answers(name).values():
            if number < len(edits):
                edit = edits[number]
                edited = with_answer(edited, edit["replace"], edit["with"])
        yield f"wrong {number}", edited


@pytest.fixture(scope="module")
def class_(tmp_path_factory):
    """Return the folder of the class and its table, (student, chapter) → row."""
    folder, made = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("made") / "all"
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), before]))
    build(CHAPTERS, made)
    for path in CHAPTERS:
        for student, notebook in submissions(made, path.stem):
            write_notebook(folder / "first" / student / path.name, notebook)
        stub = read_notebook(made / "student" / path.name)
        looping = with_answer(stub, STUB, LOOP)
        write_notebook(folder / "second" / "loop" / path.name, looping)
    rows = grade_all(folder / "first", made, folder / "grades")
    rows += grade_all(folder / "second", made, folder / "looping", seconds=2)
    os.environ["PYTHONPATH"] = before
    return folder, made, {(row["student"], row["chapter"]): row for row in rows}


@each_chapter
def test_the_student_version_is_what_nbgrader_makes(class_, name):
    made = class_[1]
    ours = read_notebook(made / "student" / f"{name}.ipynb")["cells"]
    source = read_notebook(ROOT / "chapters" / f"{name}.ipynb")["cells"]
    assert [cell["id"] for cell in ours] == [cell["id"] for cell in source]
    mine = {cell["id"]: cell for cell in ours}
    for cell in read_notebook(made / "nbgrader" / "release" / name / f"{name}.ipynb")["cells"]:
        assert mine[cell["id"]]["source"] == cell["source"]
        for key in ("deletable", "editable"):
            assert mine[cell["id"]]["metadata"].get(key) == cell["metadata"].get(key)


@each_chapter
def test_the_student_version_holds_no_solution_and_no_hidden_test(class_, name):
    text = (class_[1] / "student" / f"{name}.ipynb").read_text("utf-8")
    exercises = text.partition("## Exercises")[2]
    for secret in ("BEGIN SOLUTION", "HIDDEN TESTS", "<summary>Solution"):
        assert secret not in exercises
    assert STUB in text and '"outputs": [\n' not in text


@each_chapter
def test_the_solution_gets_full_marks(class_, name):
    row = class_[2]["solution", name]
    assert row["score"] == row["max_score"] > 0, row["note"]


@each_chapter
@pytest.mark.parametrize("student", ["untouched", "crash", "loop"])
def test_no_answer_no_marks_and_a_reason(class_, name, student):
    row = class_[2][student, name]
    reason = {"untouched": "no answer", "crash": "Died: it crashed", "loop": "stopped after 2 s"}
    assert row["score"] == 0 and row["max_score"] > 0
    assert reason[student] in row["note"]
    grades = "looping" if student == "loop" else "grades"
    assert (class_[0] / grades / "feedback" / student / f"{name}.html").exists()


@each_chapter
@pytest.mark.parametrize("student", NOTHING)
def test_a_value_that_is_nothing_does_not_pass_for_an_answer(class_, name, student):
    row = class_[2][student, name]
    assert row["score"] < row["max_score"] / 2, "which test holds for an empty array, NaN or True?"


@each_chapter
def test_three_plausible_wrong_answers_are_known(name):
    edits, solution = (
        wrong_answers(name),
        solutions(read_notebook(ROOT / "chapters" / f"{name}.ipynb")),
    )
    assert set(edits) == set(solution), (
        f"{WRONG / name}.yml should hold three wrong answers for each of {', '.join(solution)}: "
        "a list of why, replace (text of the solution, once) and with"
    )
    for exercise, text in solution.items():
        assert len(edits[exercise]) >= 3
        for edit in edits[exercise]:
            assert edit["why"] and text.count(edit["replace"]) == 1, edit
            assert edit["replace"] not in without(text, "SOLUTION"), "outside the solution"


@each_chapter
@pytest.mark.parametrize("number", range(3))
def test_a_wrong_answer_gets_less_than_full(class_, name, number):
    row = class_[2][f"wrong {number}", name]
    assert row["score"] < row["max_score"]
    assert "stopped" not in row["note"] and "Died" not in row["note"]


@each_chapter
def test_cells_that_are_gone_or_renamed_are_named_and_right_answers_are_found(class_, name):
    row = class_[2]["mangled", name]
    assert row["score"] == row["max_score"], row["note"]
    notebook = read_notebook(ROOT / "chapters" / f"{name}.ipynb")
    for cell in ids(notebook):
        assert f"cell {cell} is missing" in row["note"]
    for exercise in solutions(notebook):
        assert f"cell {exercise}-mine is not of this exercise" in row["note"]


@each_chapter
def test_no_solution_is_in_what_a_judge_gets(class_, name):
    chapter = read_chapter(class_[1] / "nbgrader", name)
    assert isinstance(chapter, Chapter)
    for text in solutions(read_notebook(ROOT / "chapters" / f"{name}.ipynb")).values():
        own = text.partition("### BEGIN SOLUTION")[2].partition("### END")[0].strip()
        assert own and own not in str(chapter)
