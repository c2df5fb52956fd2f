"""Forty mixed submissions in each of the four export forms, timed, and killed at a random moment."""

import csv
import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from small_course import as_bytes
from test_grading import STUB, mangled, with_answer, wrong_answers

from tools.teaching.assign import build
from tools.teaching.student import ROOT, read_notebook

NAME = "04_scenario_a_fitting"
FIRST = ("Ann", "Bob", "Cy", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo")
LAST = ("Lee", "Cox", "Ray", "O'Neil")
PEOPLE = [(f"{first} {last}", 1000 + n) for n, (first, last) in enumerate((f, l) for l in LAST for f in FIRST)]  # fmt: skip
FORMS = ("Moodle", "Canvas", "GitHub Classroom", "flat")

pytestmark = pytest.mark.slow


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


def hand_ins(made: Path) -> list[tuple[str | None, bytes, float | None]]:
    """Return file name, bytes and the score that is due for forty people; None: no score."""
    solution = read_notebook(made / "instructor" / f"{NAME}.ipynb")
    stub = read_notebook(made / "student" / f"{NAME}.ipynb")
    good, file = as_bytes(solution), f"{NAME}.ipynb"
    (edits,) = wrong_answers(NAME).values()
    odd = [
        ("Homework 2 final.ipynb", good, 4),
        ("WORK.IPYNB", good, 4),
        ("work.zip", zipped(file, good), 4),
        (file, as_bytes(mangled(solution)), 4),
        (file, as_bytes(stub), 0),
        (file, as_bytes(with_answer(stub, STUB, "while True: pass")), 0),
        (file, as_bytes(with_answer(stub, STUB, "import os; os._exit(1)")), 0),
        (file, good[:1000], None),
        ("answer.py", b"print(1)", None),
        ("answer.pdf", b"%PDF", None),
        (None, b"", None),
        *(
            (file, as_bytes(with_answer(solution, e["replace"], e["with"])), 2) for e in edits
        ),  # half right
    ]
    return [*odd, *[(file, good, 4)] * (len(PEOPLE) - len(odd))]


def export(top: Path, form: str, files: list) -> Path:
    """Write the forty hand-ins as a platform exports them; return what is given to the grader."""
    for (name, number), (file, data, _) in zip(PEOPLE, files):
        login = "".join(c for c in name.lower() if c.isalpha())
        last_first = "".join(c for c in "".join(reversed(name.split())).lower() if c.isalpha())
        places = {
            "Moodle": f"CS101-Week 4/{name}_{number}_assignsubmission_file_/{file}",
            "Canvas": f"{last_first}_{'LATE_' if number % 7 == 0 else ''}{number}_{50000 + number}_{file}",
            "GitHub Classroom": f"week-4-submissions/week-4-{login}/student/{file}",
            "flat": f"{name}/{file}",
        }
        path = top / places[form]
        if file is None and form != "Canvas":
            path.parent.mkdir(parents=True, exist_ok=True)
        elif file is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return top


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forty") / "made"
    build([ROOT / "chapters" / f"{NAME}.ipynb"], folder)
    return folder


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "class.csv"
    lines = [f"{name},{n},{''.join(c for c in name.lower() if c.isalpha())}" for name, n in PEOPLE]
    path.write_text("\n".join(["name,id,username", *lines]) + "\n")
    return path


def command(made: Path, folder: Path, grades: Path, roster: Path) -> list[str]:
    program = [sys.executable, "-m", "tools.teaching.grade", str(folder), "--roster", str(roster)]
    return [*program, "--assignments", str(made), "--grades", str(grades)]


def table(grades: Path) -> list[dict]:
    with (grades / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", FORMS)
def test_forty_in_every_form_have_a_row_each(made, tmp_path, roster, form, capsys):
    files = hand_ins(made)
    folder = export(tmp_path / "in", form, files)
    begun = time.monotonic()
    subprocess.run(
        command(made, folder, tmp_path / "grades", roster),
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with capsys.disabled():
        print(
            f"\n{form}: forty in {time.monotonic() - begun:.0f} seconds, load {os.getloadavg()[0]:.1f}"
        )
    rows = table(tmp_path / "grades")
    due = {
        name: "" if score is None else float(score)
        for (name, _), (_, _, score) in zip(PEOPLE, files)
    }
    assert {row["student"]: row["score"] and float(row["score"]) for row in rows} == due
    assert len(rows) == 40 and {row["id"] for row in rows} == {str(n) for _, n in PEOPLE}
    assert len(list(tmp_path.glob("grades/feedback/*/*.html"))) == 40


def test_killed_at_a_random_moment_and_run_again_it_is_the_same_table(made, tmp_path, roster):
    folder = export(tmp_path / "in", "Moodle", hand_ins(made))
    first = command(made, folder, tmp_path / "whole", roster)
    begun = time.monotonic()
    subprocess.run(first, cwd=ROOT, check=True, capture_output=True)
    took = time.monotonic() - begun
    second = command(made, folder, tmp_path / "killed", roster)
    for seed in range(3):
        running = subprocess.Popen(
            second, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(random.Random(seed).uniform(0.1, 0.9) * took)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
    subprocess.run(second, cwd=ROOT, check=True, capture_output=True)
    assert table(tmp_path / "killed") == table(tmp_path / "whole")
