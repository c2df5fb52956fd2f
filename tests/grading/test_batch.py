"""A class hands in: right answers that are loud, answers that loop or crash, odd files, two graders.

What can be graded in one batch is: the fixture ``class_`` grades it, and each test looks at a row.
"""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from small_course import (
    BAD,
    GOOD,
    STUB,
    answered,
    cell_answer,
    code,
    hand_in,
    page,
)

from tools.teaching import kept, sandbox
from tools.teaching.grade import grade_all
from tools.teaching.grading import course_api
from tools.teaching.kept import locked
from tools.teaching.student import ROOT, write_notebook
from tools.teaching.tables import COLUMNS, as_csv, one_line

SECRET = "double(3)"  # stands in the hidden tests only

LOUD = {
    "numpy warning": "import numpy as np; np.float64(1) / 0; return 2 * x",
    "warns": "import warnings; warnings.warn('mind', stacklevel=2); return 2 * x",
    "prints to stderr": "import sys; print('hello', file=sys.stderr); return 2 * x",
    "progress bar": "from tqdm import tqdm\n    return sum(x for _ in tqdm(range(2)))",
    "prints a lot": "print('x' * 10**6); return 2 * x",
}
FAULTS = {
    "stubborn": (
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "TooLong: stopped after 2 seconds",
    ),
    "forks": (
        "import os\n    for _ in range(300):\n        if os.fork() == 0: break\n    while True: pass",
        "TooLong: stopped after 2 seconds",
    ),
    "sleeps": ("import time; time.sleep(600)", "TooLong: stopped after 2 seconds"),
    "hungry": ("return bytearray(4 * 10**9)", "MemoryError"),
    "quits": ("import os; os._exit(0)", "Died: it crashed"),
    "exits": ("raise SystemExit(0)", "SystemExit"),
    "interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "Died: it crashed"),
    "kills all": ("import os; os.kill(-1, 9)", ""),
    "long words": ("raise ValueError('x' * 10**8)", "ValueError: xxx"),
    "two lines": ("raise ValueError('a\\r\\nb;=c')", "ValueError: a b;=c"),
    "wordless": (
        "class Odd(Exception):\n        def __str__(self): raise self\n    raise Odd",
        "Odd: (its message could not be had",
    ),
    "huge": ("return 'x' * (3 * 10**8)", "NotPlain: it has more than 256 MB"),
    "object": ("return object()", "something of type object cannot be handed over"),
    "endless": ("def more():\n        while True: yield x\n    return more()", "NotPlain"),
    "deep": ("y = []\n    for _ in range(10**5): y = [y]\n    return y", "NotPlain: it is nested"),
    "online": (
        "import socket; return socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "unreachable" if sandbox.LINUX else "",
    ),
}
WHOLE = {  # student → the whole cell
    "begins tests": "def double(x):\n    ### BEGIN HIDDEN TESTS\n    return 2 * x",
    "ends tests": "### END HIDDEN TESTS\ndef double(x):\n    return 2 * x\n### BEGIN SOLUTION",
    "magic": "%matplotlib inline\n!true\ndef double(x):\n    return 2 * x",
    "displays": "from IPython.display import display\ndisplay(7)\ndef double(x): return 2 * x",
    "needs a file": "open('notes.txt', 'w').write('2')\ndef double(x):\n    return int(open('notes.txt').read()) * x",
    "loops at once": "while True: pass",
    "helper elsewhere": "def double(x):\n    return helper(x)",
    "broken": "def double(x:\n    return 2 * x",
    "shows its cell": "def double(x):\n    raise ValueError(str(get_ipython().get_parent()))",
    "quotes its caller": "import traceback\ndef double(x):\n    raise ValueError(''.join(traceback.format_stack()) + repr(traceback.sys._getframe(1).f_globals.keys()))",
}


def graded(small_course, folder: Path, seconds=20, megabytes=2000, **more) -> dict[str, dict]:
    made, grades = small_course / "assignments", folder.parent / "grades"
    rows = grade_all(folder, made, grades, seconds, megabytes, **more)
    return {row["student"]: row for row in rows}


@pytest.fixture(scope="module")
def class_(small_course, tmp_path_factory):
    """Return a folder with the class and its grades, and student → row."""
    folder = tmp_path_factory.mktemp("class")
    answers = {
        "good": GOOD,
        "Zoë [2]": GOOD,
        "wrong": BAD,
        "stub": STUB,
        "half": "return x * x + x if x else 0",
    }
    answers |= LOUD | {name: answer for name, (answer, _) in FAULTS.items()}
    answers |= {name: cell_answer(source) for name, source in WHOLE.items()}
    answers["split"] = cell_answer("def double(x):\n    y = x + x")
    answers["split"]["cells"].insert(4, code("    return y") | {"id": "new"})
    answers["copied stub"] = answered(GOOD)
    answers["copied stub"]["cells"].insert(4, answered(STUB)["cells"][3] | {"id": "copy"})
    answers["no tests"] = answered(GOOD)
    del answers["no tests"]["cells"][4:]
    hand_in(folder / "in", answers)
    (folder / "in" / "torn").mkdir()
    (folder / "in" / "torn" / "01_small.ipynb").write_text('{"cells": [')
    (folder / "in" / "empty").mkdir()
    return folder, graded(small_course, folder / "in", seconds=2)


@pytest.mark.parametrize(
    "student",
    [*LOUD, "good", "Zoë [2]", "begins tests", "ends tests", "magic", "displays", "needs a file"],
)
def test_a_right_answer_gets_full_marks_whatever_it_writes(class_, student):
    row = class_[1][student]
    assert (row["score"], row["max_score"], row["note"]) == (3, 3, "")


@pytest.mark.parametrize("student", ["split", "copied stub", "no tests"])
def test_a_right_answer_in_a_mangled_notebook_gets_them_too_and_it_is_named(class_, student):
    row = class_[1][student]
    assert row["score"] == 3 and "cell double" in row["note"]


def test_half_an_answer_earns_half_the_marks(class_):
    row = class_[1]["half"]
    assert row["score"] == 1
    text = page(class_[0], "half")
    assert (
        "Score: 1 / 3" in text and "double-test: 0 of 2" in text and "double-zero: 1 of 1" in text
    )
    assert "This did not hold" in text and "double(2) gave 6" in text


@pytest.mark.parametrize("student", FAULTS)
def test_a_fault_costs_its_exercise_and_is_said(class_, student):
    row = class_[1][student]
    assert row["score"] == 0 and FAULTS[student][1] in row["note"]
    assert "double-test: 0 of 2" in page(class_[0], student)


@pytest.mark.parametrize(
    ("student", "why"),
    [
        ("stub", "double-test: no answer"),
        ("wrong", "double-test: AssertionError in a test that is not shown"),
        ("loops at once", "double: TooLong: stopped after 2 seconds"),
        ("helper elsewhere", "NameError: name 'helper' is not defined"),
        ("broken", "double: SyntaxError"),
    ],
)
def test_the_reason_is_in_the_table(class_, student, why):
    assert class_[1][student]["score"] in (0, 1) and why in class_[1][student]["note"]


def test_the_page_says_why_in_words(class_):
    assert "A test that is not shown failed, with other inputs" in page(class_[0], "wrong")
    assert "Helpers and imports must stand in the cell" in page(class_[0], "helper elsewhere")
    assert "Does a loop never end" in page(class_[0], "stubborn")
    assert "line 3: raise ValueError('x' * 10**8)" in page(class_[0], "long words")


@pytest.mark.parametrize(
    "student", [*LOUD, *FAULTS, "wrong", "shows its cell", "quotes its caller"]
)
def test_hidden_tests_are_not_shown_by_accident(class_, student):
    text = page(class_[0], student)
    assert SECRET not in text and "HIDDEN" not in text and SECRET not in class_[1][student]["note"]


def test_no_process_is_left(class_):
    mine = psutil.Process().children(recursive=True)
    names = [" ".join(process.cmdline()) for process in mine if process.is_running()]
    assert len([name for name in names if "forkserver" in name]) <= 2, (
        names
    )  # itself, and none of its own


def test_everybody_has_a_row_and_a_page(class_):
    folder, rows = class_
    assert len(rows) == len(list((folder / "in").iterdir()))
    assert "this is no notebook" in rows["torn"]["note"] and rows["torn"]["score"] == ""
    assert rows["empty"]["note"] == "handed in nothing" and rows["empty"]["chapter"] == "01_small"
    assert "This was not graded: handed in nothing" in page(folder, "empty")
    with (folder / "grades" / "grades.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["student"] for row in table] == sorted(rows)
    assert not any("\r" in value or "\n" in value for row in table for value in row.values())
    assert all(len(row["note"]) < 1000 for row in table)


def test_pages_load_nothing(class_):
    for path in (class_[0] / "grades").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'; style-src 'unsafe-inline'" in text
        assert not re.findall(r"""<script|(?:src|href)=|url\(|@import""", text)


def test_the_overview_puts_the_same_wrong_answers_together(small_course, tmp_path):
    answers = {
        "ann": "y = x + 2  # a guess\n    return y",
        "bob": "z = x + 2\n    return z",
        "cy": BAD,
        "dan": GOOD,
    }
    graded(small_course, hand_in(tmp_path / "in", answers))
    text = (tmp_path / "grades" / "overview.html").read_text("utf-8")
    assert "<summary>2: ann, bob</summary>" in text and "<summary>1: cy</summary>" in text
    assert "dan" not in text and "double-test</td><td>2</td><td>3 of 4</td>" in text
    assert "01_small: 4 graded" in text and "AssertionError in a test that is not shown (3)" in text


# --- results that are kept


def records(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.glob("grades/records/*/*.json")}


def test_only_what_changed_is_graded_again(small_course, tmp_path, monkeypatch):
    folder = hand_in(tmp_path / "in", {"ann": BAD, "bob": GOOD})
    assert graded(small_course, folder)["ann"]["score"] == 0
    first = records(tmp_path)
    bob = tmp_path / "grades" / "records" / "bob" / "01_small.json"

    hand_in(folder, {"ann": GOOD})
    assert graded(small_course, folder)["ann"]["score"] == 3
    second = records(tmp_path)
    assert [path for path in first if first[path] != second[path]] == [
        path for path in first if path != bob
    ]
    assert "Score: 3 / 3" in page(tmp_path, "ann"), "the feedback is the new one"

    graded(small_course, folder, regrade="bob")
    assert records(tmp_path)[bob] != first[bob]
    for change in ({"seconds": 21}, {"megabytes": 1999}):  # a limit that was raised
        before = records(tmp_path)
        graded(small_course, folder, **change)
        assert all(before[path] != now for path, now in records(tmp_path).items())
    before = records(tmp_path)
    monkeypatch.setattr(kept, "surroundings", lambda: "a package was installed")
    graded(small_course, folder, megabytes=1999)
    assert all(before[path] != now for path, now in records(tmp_path).items())

    with course_api(tmp_path / "grades" / "course").gradebook as book:
        book.find_grade("double-test", "01_small", "01_small", "bob").manual_score = 1
        book.db.commit()
    assert graded(small_course, folder, megabytes=1999)["bob"]["score"] == 2, (
        "a mark by hand counts"
    )
    assert "changed by hand" in page(tmp_path, "bob")

    (folder / "ann" / "01_small.ipynb").write_text("{")
    assert graded(small_course, folder, megabytes=1999)["ann"]["score"] == ""
    assert "Score" not in page(tmp_path, "ann"), "the old page is gone"


def test_a_result_depends_on_code_and_packages(monkeypatch):
    before = kept.surroundings()
    assert before == kept.surroundings()
    monkeypatch.setattr(kept.importlib.metadata, "distributions", list)
    assert before != kept.surroundings()


def test_what_the_grader_did_wrong_is_not_kept(small_course, tmp_path, monkeypatch):
    folder = hand_in(tmp_path / "in", {"ann": GOOD})

    def broken(*_):
        raise kept.Fault("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(kept, "examine", broken)
        row = graded(small_course, folder)["ann"]
    assert row["score"] == "" and "not the student's fault: the disk is full" in row["note"]
    assert graded(small_course, folder)["ann"]["score"] == 3


def test_two_graders_do_not_share_a_folder(small_course, tmp_path):
    folder = hand_in(tmp_path / "in", {"ann": GOOD})
    with (
        locked(tmp_path / "grades"),
        pytest.raises(SystemExit, match=rf"another grader .* \(process {os.getpid()}"),
    ):
        graded(small_course, folder)
    assert graded(small_course, folder)["ann"]["score"] == 3


def test_changed_assignments_do_not_mix_with_old_grades(small_course, chapter, tmp_path):
    folder = hand_in(tmp_path / "in", {"ann": GOOD})
    graded(small_course, folder)
    (tmp_path / "made" / "nbgrader" / "source" / "01_small").mkdir(parents=True)
    write_notebook(tmp_path / "made/nbgrader/source/01_small/01_small.ipynb", chapter)
    with pytest.raises(SystemExit, match="the assignments have changed"):
        grade_all(folder, tmp_path / "made", tmp_path / "grades", 20, 2000)
    with pytest.raises(SystemExit, match="`make assignments` first"):
        grade_all(folder, tmp_path / "nowhere", tmp_path / "grades", 20, 2000)


def test_who_is_who_is_shown_and_nothing_graded_when_asked(small_course, tmp_path, capsys):
    folder = hand_in(tmp_path / "in", {"Ann_7_assignsubmission_file_": GOOD})
    assert graded(small_course, folder, look=True) == {}
    assert "Moodle: 1 notebooks" in capsys.readouterr().out and not records(tmp_path)


def test_a_table_is_safe_to_open():
    assert one_line("=1+1") == "'=1+1" and one_line("a\r\nb\x00\x1b[31mc") == "a b [31mc"
    assert as_csv([dict.fromkeys(COLUMNS, "-a\rb")]).count("\n") == 2


COMMAND = [sys.executable, "-m", "tools.teaching.grade"]


def start_grading(small_course, folder: Path, grades: Path) -> list[str]:
    return [
        *COMMAND,
        str(folder),
        "--grades",
        str(grades),
        "--assignments",
        str(small_course / "assignments"),
    ]


def test_a_killed_batch_goes_on_where_it_was(small_course, tmp_path):
    class_ = {f"student {n:02d}": GOOD if n % 3 else BAD for n in range(9)}
    folder, grades = hand_in(tmp_path / "in", class_), tmp_path / "grades"
    command = start_grading(small_course, folder, grades)

    first = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while len(records(tmp_path)) < 3:
        assert first.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    done = records(tmp_path)
    assert 3 <= len(done) < 9 and not (grades / "grades.csv").exists()

    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "9/9" in again.stderr, "the progress bar"
    assert {path: path.stat().st_mtime_ns for path in done} == done, "graded twice"
    with (grades / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == sorted(class_)
    assert {row["student"]: float(row["score"]) for row in rows} == {
        student: 3 if answer == GOOD else 0 for student, answer in class_.items()
    }
    assert len(list(grades.glob("feedback/*/*.html"))) == 9
