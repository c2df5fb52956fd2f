"""What an instructor hands out and grades with: ``python -m tools.teaching.assign``.

``_build/assignments/`` gets ``student/``, ``instructor/``, ``template/``, a repository for students
with nothing in it that quotes a solution, and ``nbgrader/``, a course folder whose assignments
are the graded parts of the chapters. With ``--private FOLDER`` the file
``GRADE_ID.py`` in it replaces the hidden tests of the cell with that id.
"""

import argparse
import copy
import shutil
import sys
from pathlib import Path

from tools.chapters.pins import pin

pin()

from tools.reading.links import repository_files, travelling  # noqa: E402
from tools.teaching.grading import course_api, graded_part, ids  # noqa: E402
from tools.teaching.student import (  # noqa: E402
    ROOT,
    find_notebooks,
    mark,
    read_notebook,
    student_version,
    without,
    write_notebook,
)

FOLDER = ROOT / "_build" / "assignments"
TEMPLATE = ("src", "book/claims.yml", "_config.yml", "pyproject.toml", "requirements.lock", "environment.yml", "LICENSE")  # fmt: skip
TEMPLATE_README = """# Assignments of *More Is Different*

Open a notebook in `student/`, write your answers in the cells that say so, save and push.
With Python 3.11 to 3.13, `pip install -r requirements.lock -e . jupyterlab` installs what they need.
"""


def read_private(folder: Path | None, known: set[str]) -> dict[str, str]:
    """Return grade id → private tests; a file that belongs to no cell ends the program."""
    if folder is None:
        return {}
    found = {path.stem: path.read_text("utf-8").strip("\n") for path in folder.glob("*.py")}
    if not found or set(found) - known:
        wrong = ", ".join(sorted(set(found) - known)) or "no file"
        sys.exit(
            f"PRIVATE has {wrong}; it should have GRADE_ID.py files, of {', '.join(sorted(known))}"
        )
    return found


def with_private_tests(notebook: dict, private: dict[str, str]) -> dict:
    """Return a chapter whose hidden tests are the private ones, where there are some."""
    new = copy.deepcopy(notebook)
    for cell in new["cells"]:
        tests = private.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if tests is not None:
            begin, end = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
            visible = without(cell["source"], "HIDDEN TESTS")
            cell["source"] = "\n".join([visible, begin, tests, end])
    return new


def test_cells(notebook: dict) -> list[str]:
    return ids({"cells": [cell for cell in notebook["cells"] if mark(cell, "grade")]})


def make_template(folder: Path) -> None:
    """Make a repository for students from ``student/`` beside it and what that needs to run."""
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in TEMPLATE:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=ignore)
        else:
            shutil.copy(ROOT / name, target)
    shutil.copytree(folder.parent / "student", folder / "student")
    (folder / "README.md").write_text(TEMPLATE_README, "utf-8")


def build(chapters: list[Path], folder: Path, private: Path | None = None) -> None:
    """Make all that is handed out or graded with, aside, then put it in place."""
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    notebooks = {path.stem: read_notebook(path) for path in chapters}
    known = {name for notebook in notebooks.values() for name in test_cells(notebook)}
    private_tests = read_private(private, known)
    api = course_api(new / "nbgrader")
    for name, notebook in notebooks.items():
        notebook = with_private_tests(notebook, private_tests)
        student = travelling(student_version(notebook), repository_files(ROOT))
        write_notebook(new / "student" / f"{name}.ipynb", student)
        write_notebook(new / "instructor" / f"{name}.ipynb", notebook)
        if ids(notebook):
            source = new / "nbgrader" / "source" / name / f"{name}.ipynb"
            write_notebook(source, graded_part(notebook))
            made = api.generate_assignment(name)
            if not made["success"]:
                sys.exit(f"{name}: nbgrader made no assignment\n{made['log']}")
    make_template(new / "template")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--private", type=Path, help="folder of GRADE_ID.py with hidden tests")
    parser.add_argument("--chapters", type=Path, default=ROOT / "chapters")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they go")
    options = parser.parse_args()
    chapters = find_notebooks(options.chapters)
    build(chapters, options.folder, options.private)
    print(
        f"{len(chapters)} chapters in {options.folder}: student/, template/, instructor/, nbgrader/"
    )


if __name__ == "__main__":
    main()
