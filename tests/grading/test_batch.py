"""A class hands in: odd files, odd names, a batch that is killed, tests that are private."""

import csv
import html
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from tools.reading.page import page_version
from tools.teaching import sandbox
from tools.teaching.assign import build
from tools.teaching.grade import as_name, find_submissions, grade_all
from tools.teaching.grading import course_api, fill_in
from tools.teaching.student import (
    ROOT,
    read_notebook,
    student_version,
    without_folds,
    write_notebook,
)

GOOD, BAD = "return 2 * x", "return x + 2"  # the bad one passes the visible test


def answered(chapter: dict, text: str) -> dict:
    new = student_version(chapter)
    new["cells"][3]["source"] = new["cells"][3]["source"].replace(
        "raise NotImplementedError()", text
    )
    return new


def hand_in(folder: Path, chapter: dict, answers: dict[str, str]) -> Path:
    for student, text in answers.items():
        write_notebook(folder / student / "01_small.ipynb", answered(chapter, text))
    return folder


def graded(small_course, folder: Path, seconds=20, megabytes=2000) -> dict[str, dict]:
    rows, _ = grade_all(
        folder, small_course / "assignments", folder.parent / "grades", seconds, megabytes
    )
    return {row["student"]: row for row in rows}


def test_without_nbgrader_the_student_versions_are_made(chapter, tmp_path):
    write_notebook(tmp_path / "chapters" / "01_small.ipynb", chapter)
    program = "import sys, runpy; sys.modules['nbgrader'] = None; runpy.run_module('tools.teaching.student', run_name='__main__')"
    arguments = [str(tmp_path / "student"), "--chapters", str(tmp_path / "chapters")]
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True)
    made = read_notebook(tmp_path / "student" / "01_small.ipynb")
    assert made == student_version(chapter)
    text = made["cells"][2]["source"]
    assert "Hint 1" in text and "A sum of two." in text and "This stays." in text
    assert "Twice" not in text and text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a <details><summary>Solution</summary>\n\nb\n\n</details>\n\nc", "a c"),
        (
            "<details><summary>Hint</summary>b</details>c",
            "<details><summary>Hint</summary>b</details>c",
        ),
        (
            "<details><summary>Hint 1</summary>b<details><summary>Solution</summary>c</details>d</details>e",
            "<details><summary>Hint 1</summary>bd</details>e",
        ),
        (
            "<details><summary>Solution</summary>b<details><summary>Hint</summary>c</details>d</details>e",
            "e",
        ),
    ],
)
def test_hints_stay_and_solutions_go_however_they_are_nested(written, kept):
    assert without_folds(written) == kept


@pytest.mark.parametrize("broken", ["<details><summary>Hint</summary>", "a</details>"])
def test_a_fold_that_does_not_end_is_an_error(broken):
    with pytest.raises(ValueError, match=r"begun|without an end"):
        without_folds(broken)


def test_the_page_has_the_solution_behind_a_button_or_not_at_all(chapter):
    stub, solution, tests = page_version(chapter)["cells"][3:]
    assert "NotImplementedError" in stub["source"] and GOOD not in stub["source"]
    assert GOOD in solution["source"] and "hide-input" in solution["metadata"]["tags"]
    assert solution["metadata"]["mystnb"]["code_prompt_show"] == "Show the solution"
    assert "double(3)" not in tests["source"]
    bare = str(page_version(chapter, solutions=False))
    assert GOOD not in bare and "Twice" not in bare and "Hint" in bare


def test_a_region_without_an_end_is_an_error(chapter):
    chapter["cells"][3]["source"] = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x"
    with pytest.raises(ValueError, match="it should have an END SOLUTION"):
        student_version(chapter)


def test_only_the_answer_is_taken_from_a_student(chapter):
    submitted = answered(chapter, GOOD)
    submitted["cells"][4]["source"] = "pass"
    submitted["cells"].append(submitted["cells"][3] | {"source": "def double(x): return 7"})
    filled, notes = fill_in(chapter, submitted)
    assert notes == ["cell double is there 2 times; the last was graded"]
    assert [cell.source for cell in filled.cells[-2:]] == [
        "def double(x): return 7",
        chapter["cells"][4]["source"],
    ]


def test_files_are_found_as_classrooms_deliver_them(chapter, tmp_path):
    for name in (
        "ann/01_small.ipynb",
        "repo-bob/chapters/01_small.ipynb",
        "repo-bob/student/01_small.ipynb",
        "carol_123_01_small-2.ipynb",
        "ann/.ipynb_checkpoints/01_small-checkpoint.ipynb",
        "dan/homework.ipynb",
    ):
        write_notebook(tmp_path / name, chapter)
    found, strays = find_submissions(tmp_path, ["01_small"])
    assert {(s.student, str(s.path.relative_to(tmp_path)), s.others) for s in found} == {
        ("ann", "ann/01_small.ipynb", 0),
        ("repo-bob", "repo-bob/student/01_small.ipynb", 1),
        ("carol_123", "carol_123_01_small-2.ipynb", 0),
    }
    assert strays == ["dan/homework.ipynb"]
    assert as_name("Zoë [2]") == "Zoë %5B2%5D" and as_name("..") == "%2E."


def test_odd_submissions_are_reported_and_stop_nobody(small_course, chapter, tmp_path):
    folder = hand_in(
        tmp_path / "in",
        chapter,
        {
            "Zoë [2]": GOOD,
            "wrong": BAD,
            "stubborn": "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
            "hungry": "return bytearray(10**9 * 4)",
            "online": "import socket; return socket.create_connection(('127.0.0.1', 9), timeout=1)",
            "quits": "import os; os._exit(0)",
        },
    )
    (folder / "torn").mkdir()
    (folder / "torn" / "01_small.ipynb").write_text('{"cells": [')
    rows = graded(small_course, folder, seconds=3)
    assert {name: row["score"] for name, row in rows.items()} == {
        "Zoë [2]": 2, "wrong": 0, "stubborn": 0, "hungry": 0, "online": 0, "quits": 0, "torn": ""
    }  # fmt: skip
    assert rows["Zoë [2]"]["note"] == ""
    assert "stopped after 3 seconds" in rows["stubborn"]["note"]
    assert "Died" in rows["quits"]["note"]
    assert "not graded, this is no notebook" in rows["torn"]["note"]
    if sandbox.LINUX:
        assert "MemoryError" in rows["hungry"]["note"]
    if sandbox.network_can_be_cut():
        assert "Network is unreachable" in rows["online"]["note"]


def test_a_killed_batch_goes_on_where_it_was(small_course, chapter, tmp_path):
    class_ = {f"student {n:02d}": GOOD if n % 3 else BAD for n in range(9)}
    folder, grades = hand_in(tmp_path / "in", chapter, class_), tmp_path / "grades"
    command = [sys.executable, "-m", "tools.teaching.grade", str(folder), "--grades", str(grades)]
    command += ["--assignments", str(small_course / "assignments")]

    first = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    while len(list(grades.glob("records/*/*.json"))) < 3:
        assert first.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    kept = {path: path.stat().st_mtime_ns for path in grades.glob("records/*/*.json")}
    assert 3 <= len(kept) < 9 and not (grades / "grades.csv").exists()

    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "9/9" in again.stderr, "the progress bar"
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "graded twice"
    with (grades / "grades.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == sorted(class_)
    assert {row["student"]: float(row["score"]) for row in rows} == {
        student: 2 if answer == GOOD else 0 for student, answer in class_.items()
    }
    assert len(list(grades.glob("course/feedback/*/*/*.html"))) == 9


def test_a_new_submission_is_graded_again_and_an_old_one_is_not(small_course, chapter, tmp_path):
    folder = hand_in(tmp_path / "in", chapter, {"ann": BAD, "bob": GOOD})
    assert graded(small_course, folder)["ann"]["score"] == 0
    record = tmp_path / "grades" / "records" / "bob" / "01_small.json"
    before = record.stat().st_mtime_ns
    hand_in(folder, chapter, {"ann": GOOD})
    assert graded(small_course, folder)["ann"]["score"] == 2
    assert record.stat().st_mtime_ns == before
    page = tmp_path / "grades" / "course" / "feedback" / "ann" / "01_small" / "01_small.html"
    assert "Score: 2.0 / 2.0" in page.read_text("utf-8"), "the feedback is the new one"

    with course_api(tmp_path / "grades" / "course").gradebook as book:
        book.find_grade("double-test", "01_small", "01_small", "bob").manual_score = 1
        book.db.commit()
    assert graded(small_course, folder)["bob"]["score"] == 1, "a mark given by hand counts"


def test_private_tests_replace_the_hidden_ones(small_course, chapter, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "double-test.py").write_text("assert double(5) == 10, 'five'\n")
    chapters = [small_course / "chapters" / "01_small.ipynb"]
    build(chapters, tmp_path / "made", tmp_path / "private")
    for kind, there in (("instructor", True), ("student", False)):
        text = (tmp_path / "made" / kind / "01_small.ipynb").read_text("utf-8")
        assert ("double(5)" in text) == there and "double(3)" not in text
    folder = hand_in(tmp_path / "in", chapter, {"ann": "return {2: 4, 3: 6}[x]", "bob": GOOD})
    rows, _ = grade_all(folder, tmp_path / "made", tmp_path / "grades", 20, 2000)
    assert [row["score"] for row in rows] == [0, 2]

    (tmp_path / "private" / "triple-test.py").write_text("assert False\n")
    with pytest.raises(SystemExit, match="PRIVATE has triple-test"):
        build(chapters, tmp_path / "made", tmp_path / "private")


def test_feedback_loads_nothing_and_hides_the_hidden_tests(small_course, chapter, tmp_path):
    outside = "https://elsewhere.example/x"
    loud = f"""from IPython.display import HTML, display
display(HTML('<img src="{outside}.png"><script src="{outside}.js"></script>'))
def double(x):
    if x == 2: return 4
    raise ValueError('mine')"""
    answers = {"ann": BAD, "bob": "if x == 3: raise ValueError('mine')\n    return 2 * x"}
    folder = hand_in(tmp_path / "in", chapter, answers)
    submitted = answered(chapter, GOOD)
    submitted["cells"][3]["source"] = loud
    write_notebook(folder / "loud" / "01_small.ipynb", submitted)
    graded(small_course, folder)
    for student, error in (("ann", "AssertionError"), ("bob", "mine"), ("loud", "mine")):
        page = tmp_path / "grades/course/feedback" / student / "01_small/01_small.html"
        text = page.read_text("utf-8")
        plain = html.unescape(re.sub("<[^>]*>", "", text))
        assert "double(2) == 4" in plain and "double(3)" not in plain and error in plain
        assert "HIDDEN TESTS" not in plain
        own = "raise ValueError('mine')"
        assert plain.count(own) == (0 if student == "ann" else 2), "in the answer and the traceback"
        assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
        loads = re.findall(
            r"""(?:src|href)=["']?([^\s"'>]+)|url\(["']?(http[^)]*)|@import (\S+)""", text
        )
        foreign = {name for found in loads for name in found if "//" in name}
        assert foreign == ({outside + ".png", outside + ".js"} if student == "loud" else set())
        assert ("<script" in text) == (student == "loud")


def test_changed_assignments_do_not_mix_with_old_grades(small_course, chapter, tmp_path):
    folder = hand_in(tmp_path / "in", chapter, {"ann": GOOD})
    graded(small_course, folder)
    chapter["cells"][4]["source"] = "assert double(2) == 4"
    write_notebook(tmp_path / "chapters" / "01_small.ipynb", chapter)
    build([tmp_path / "chapters" / "01_small.ipynb"], tmp_path / "made")
    with pytest.raises(SystemExit, match="the assignments have changed"):
        grade_all(folder, tmp_path / "made", tmp_path / "grades", 20, 2000)
    with pytest.raises(SystemExit, match="`make assignments` first"):
        grade_all(folder, tmp_path / "nowhere", tmp_path / "grades", 20, 2000)


def test_kernels_of_the_chapters_are_not_limited(small_course, chapter, tmp_path):
    graded(small_course, hand_in(tmp_path / "in", chapter, {"ann": GOOD}))
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    try:
        assert type(manager.provisioner) is LocalProvisioner
    finally:
        manager.shutdown_kernel(now=True)
