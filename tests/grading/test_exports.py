"""Whose is what: four export forms, a roster, and everything that students hand in.

Nothing is executed here: who is who and which notebook counts is settled before grading.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest
from small_course import (
    GOOD,
    STUB,
    answered,
    as_bytes,
    build_small,
    cell_answer,
    small_chapter,
)

from tools.teaching.answers import read_chapters, recognised, take_answers
from tools.teaching.class_list import opened, read_class
from tools.teaching.exports import Listed, Person, fits, form_of, read_export, read_roster
from tools.teaching.handed_in import MOST_BYTES, as_notebook, contents
from tools.teaching.kept import as_name
from tools.teaching.student import student_version

NOTEBOOK = as_bytes(answered(GOOD))


@pytest.fixture(scope="module")
def chapters(small_course):
    return read_chapters(small_course / "assignments" / "nbgrader")


def put(folder: Path, *names: str, data: bytes = NOTEBOOK) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def who(folder: Path, chapters, roster: Path | None = None) -> dict:
    """Return (student, id) → file or why there is none."""
    group = read_class(folder, chapters, roster, "")
    found = {(s.student, s.id): s.file for s in group.submissions}
    rows = {(row["student"], row["id"]): row["note"] for row in group.others}
    assert not set(found) & set(rows) and len(found) == len(group.submissions)
    return found | rows


# --- four forms


@pytest.mark.parametrize("wrapper", ["", "CS101-Week 4/", "export/CS101-Week 4/"])
@pytest.mark.parametrize("tail", ["_/01_small.ipynb", "/01_small.ipynb", "_01_small.ipynb"])
def test_moodle_gives_one_row_for_each_person(tmp_path, chapters, wrapper, tail):
    names = [f"{wrapper}Student {k}_{98760 + k}_assignsubmission_file{tail}" for k in range(5)]
    put(tmp_path, *names, f"{wrapper}Student 0_98765_assignsubmission_file{tail}")
    assert set(who(tmp_path, chapters)) == {
        *((f"Student {k}", str(98760 + k)) for k in range(5)),
        ("Student 0", "98765"),  # another person of the same name
    }


def test_moodle_with_one_number_for_all_still_merges_nobody(tmp_path, chapters):
    names = [f"Student {k}_98765_assignsubmission_file_/04_x.ipynb" for k in range(5)]
    assert len(who(put(tmp_path, *names), chapters)) == 5


def test_what_moodle_has_of_a_person_in_two_folders_is_one_person(tmp_path, chapters):
    put(tmp_path, "Ann Lee_7_assignsubmission_file_/01_small.ipynb")
    put(tmp_path, "Ann Lee_7_assignsubmission_onlinetext_/onlinetext.html", data=b"<p>hello</p>")
    put(tmp_path, "Bob_8_assignsubmission_onlinetext_/onlinetext.html", data=b"<p>hello</p>")
    assert who(tmp_path, chapters) == {
        ("Ann Lee", "7"): "01_small.ipynb",
        ("Bob", "8"): "not graded: no notebook, but onlinetext.html",
    }


def test_canvas_takes_the_newest_attempt_and_says_late(tmp_path, chapters):
    put(tmp_path, "leeann_1234_50001_01_small.ipynb", "leeann_1234_50009_01_small-2.ipynb")
    put(tmp_path, "leeann_1234_50005_01_small-1.ipynb", "leeann_1299_50002_01_small.ipynb")
    put(tmp_path, "coxbob_LATE_1300_50003_homework.ipynb")
    os.utime(tmp_path / "leeann_1234_50001_01_small.ipynb", (2e9, 2e9))  # when it was unpacked
    group = read_class(tmp_path, chapters, None, "")
    found = {(s.student, s.id): (s.file, s.notes) for s in group.submissions}
    assert found["leeann", "1234"][0] == "leeann_1234_50009_01_small-2.ipynb"
    assert "2 more files of this chapter" in found["leeann", "1234"][1][0]
    assert found["leeann", "1299"] == ("leeann_1299_50002_01_small.ipynb", [])
    assert found["coxbob", "1300"][1] == ["late"]


def test_classroom_clones_are_named_by_login_and_bring_untouched_chapters(tmp_path, small_course):
    two = read_chapters(build_small(tmp_path / "two", 1, 2) / "assignments" / "nbgrader")
    top = tmp_path / "week-4-submissions"
    for login in ("ann-lee", "bob"):
        put(top, f"week-4-{login}/student/01_small.ipynb")
        put(
            top,
            f"week-4-{login}/student/02_other.ipynb",
            data=as_bytes(student_version(small_chapter(2))),
        )
        put(top, f"week-4-{login}/01_small.ipynb", data=as_bytes(answered(STUB)))
        put(top, f"week-4-{login}/.git/HEAD", data=b"ref: x")
    (top / "week-4-eve" / ".git").mkdir(parents=True)
    put(tmp_path / "wrapped" / "export", "x.csv", data=b"")
    top.rename(tmp_path / "wrapped" / "export" / top.name)
    for folder in (tmp_path / "wrapped" / "export" / top.name, tmp_path / "wrapped"):
        group = read_class(folder, two, None, "")
        assert {(s.student, s.id, s.chapter, s.file) for s in group.submissions} == {
            (login, login, "01_small", "student/01_small.ipynb") for login in ("ann-lee", "bob")
        }
        assert group.left_out == ["02_other"]
        assert [(row["student"], row["note"]) for row in group.others] == [
            ("eve", "handed in nothing")
        ]


def test_clones_without_their_folder_keep_their_whole_names(tmp_path, chapters):
    for name in ("hw-mary-a", "hw-mary-b"):
        put(tmp_path, f"{name}/01_small.ipynb", f"{name}/.git/HEAD")
    assert set(who(tmp_path, chapters)) == {("hw-mary-a", ""), ("hw-mary-b", "")}
    (tmp_path / "class.csv").write_text("name,github_username\nMary A,mary-a\nMary B,mary-b\n")
    assert set(who(tmp_path, chapters, tmp_path / "class.csv")) == {
        ("Mary A", "mary-a"),
        ("Mary B", "mary-b"),
    }


def test_flat_files_and_folders(tmp_path, chapters):
    put(tmp_path, "ann_01_small.ipynb", "ann_01_small (1).ipynb", "carol_123_01_small-2.ipynb")
    put(tmp_path, "dan/Homework 2 final.ipynb", "eve.ipynb", "week/frank/01_small.ipynb")
    assert who(tmp_path, chapters) == {
        ("ann", ""): "ann_01_small (1).ipynb",
        ("carol_123", ""): "carol_123_01_small-2.ipynb",
        ("dan", ""): "Homework 2 final.ipynb",
        ("eve", ""): "eve.ipynb",
        ("week", ""): "frank/01_small.ipynb",
    }


def test_a_folder_that_only_wraps_is_looked_through(tmp_path, chapters):
    put(tmp_path, "week/ann/01_small.ipynb", "week/bob/01_small.ipynb")
    assert set(who(tmp_path, chapters)) == {("ann", ""), ("bob", "")}
    put(tmp_path / "one", "ann/01_small.ipynb")
    assert set(who(tmp_path / "one", chapters)) == {("ann", "")}


def test_an_export_is_taken_as_the_zip_that_it_is(tmp_path, chapters):
    data = zipped(**{"Ann_1_assignsubmission_file_/01_small.ipynb": NOTEBOOK, "../../out": b"x"})
    put(tmp_path, "export.zip", data=data)
    with opened(tmp_path / "export.zip") as folder:
        assert ("Ann", "1") in who(folder, chapters)
        assert not (folder.parent.parent / "out").exists()
    put(tmp_path, "export.rar", data=b"x")
    with (
        pytest.raises(SystemExit, match="it should be a folder or a zip file"),
        opened(tmp_path / "export.rar"),
    ):
        pass


# --- nobody vanishes


def test_whatever_was_handed_in_there_is_a_row(tmp_path, chapters):
    put(tmp_path, "zip/work.zip", data=zipped(**{"a/01_small.ipynb": NOTEBOOK}))
    put(tmp_path, "upper/WORK.IPYNB", ".dot/01_small.ipynb", "renamed/Homework 2 final.ipynb")
    put(tmp_path, "script/answer.py", data=b"def double(x): return 2 * x")
    put(tmp_path, "pdf/answer.pdf", data=b"%PDF")
    put(tmp_path, "text/01_small.ipynb.txt")
    put(tmp_path, "page/01_small.ipynb", data=b"<!DOCTYPE html><html>")
    put(tmp_path, "torn/01_small.ipynb", data=b'{"cells": [')
    put(tmp_path, "zero/01_small.ipynb", data=b"")
    put(tmp_path, "list/01_small.ipynb", data=b"[1]")
    put(tmp_path, "deep/01_small.ipynb", data=b"[" * 10**6)
    put(tmp_path, "other/diary.ipynb", data=as_bytes({"cells": []}))
    put(tmp_path, "system/.DS_Store", "system/__MACOSX/._01_small.ipynb", data=b"x")
    put(tmp_path, ".DS_Store", "grades.csv", "README.txt", data=b"the instructor's")
    (tmp_path / "nothing").mkdir()
    (tmp_path / "folder" / "01_small.ipynb").mkdir(parents=True)
    (tmp_path / "dangling").mkdir()
    (tmp_path / "dangling" / "01_small.ipynb").symlink_to("nowhere")
    found = {student: why for (student, _), why in who(tmp_path, chapters).items()}
    assert found == {
        "zip": "work.zip/a/01_small.ipynb",
        "upper": "WORK.IPYNB",
        ".dot": "01_small.ipynb",
        "renamed": "Homework 2 final.ipynb",
        "text": "01_small.ipynb.txt",
        "script": "not graded: no notebook, but answer.py",
        "pdf": "not graded: no notebook, but answer.pdf",
        "page": "not graded: 01_small.ipynb: this is no notebook: it is a web page",
        "torn": found["torn"],
        "zero": "not graded: 01_small.ipynb: this is no notebook: it is empty",
        "list": "not graded: 01_small.ipynb: this is no notebook: it has no cells",
        "deep": "not graded: 01_small.ipynb: this is no notebook: it is nested too deeply",
        "other": "not graded: diary.ipynb holds no exercise of the course",
        "system": "handed in nothing",
        "nothing": "handed in nothing",
        "folder": "handed in nothing",
        "dangling": "not graded: 01_small.ipynb is a link to nothing",
    }
    assert "this is no notebook" in found["torn"]


def test_links_out_of_a_hand_in_are_refused(tmp_path, chapters):
    put(tmp_path, "class/ann/01_small.ipynb", "instructor/01_small.ipynb")
    for name in ("copy", "whole"):
        (tmp_path / "class" / name).mkdir()
    (tmp_path / "class/copy/01_small.ipynb").symlink_to("../ann/01_small.ipynb")
    (tmp_path / "class/whole/work").symlink_to(tmp_path / "instructor")
    (tmp_path / "class/linked").symlink_to(tmp_path / "instructor")
    (tmp_path / "class/flat_01_small.ipynb").symlink_to(tmp_path / "instructor/01_small.ipynb")
    put(tmp_path, "class/honest/work/01_small.ipynb")
    (tmp_path / "class/honest/latest.ipynb").symlink_to("work/01_small.ipynb")
    found = {student: why for (student, _), why in who(tmp_path / "class", chapters).items()}
    for name in ("copy", "whole", "linked", "flat"):
        assert "link out of the folder and was not followed" in found[name], name
    assert found["ann"] == "01_small.ipynb" and found["honest"].endswith(".ipynb")


def test_zip_files_are_opened_safely(tmp_path, chapters):
    out = {
        "../01_small.ipynb": NOTEBOOK,
        "/etc/01_small.ipynb": NOTEBOOK,
        "C:/01_small.ipynb": NOTEBOOK,
    }
    put(tmp_path, "out/work.zip", data=zipped(**out))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01_small.ipynb", bytes(MOST_BYTES + 1))
    put(tmp_path, "bomb/work.zip", data=bomb.getvalue())
    put(tmp_path, "many/work.zip", data=zipped(**{f"{n}.ipynb": b"" for n in range(2001)}))
    put(tmp_path, "torn/work.zip", data=b"PK\x03\x04 and no more")
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        info = zipfile.ZipInfo("01_small.ipynb")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    put(tmp_path, "link/work.zip", data=link.getvalue())
    put(tmp_path, "nested/work.zip", data=zipped(inner=zipped(**{"01_small.ipynb": NOTEBOOK})))
    found = {student: why for (student, _), why in who(tmp_path, chapters).items()}
    assert found["out"].count("a name that leads out of the zip file") == 3
    assert "holds more than 100 MB" in found["bomb"]
    assert "holds 2001 files; at most 2000 are read" in found["many"]
    assert "no zip file that can be opened" in found["torn"]
    assert "is a link and was left out" in found["link"]
    assert found["nested"] == "work.zip/inner/01_small.ipynb"
    assert sorted(path.name for path in tmp_path.rglob("*.ipynb")) == [], "nothing was unpacked"


def test_a_roster_has_everybody_once_with_the_id_of_the_platform(tmp_path, chapters):
    put(tmp_path, "in/Ann Lee_11_assignsubmission_file_/01_small.ipynb")
    put(tmp_path, "in/Bob Cox_12_assignsubmission_file_/01_small.ipynb")
    put(tmp_path, "in/Bob Cox_13_assignsubmission_file_/01_small.ipynb")
    put(tmp_path, "in/Guest_19_assignsubmission_file_/01_small.ipynb")
    roster = "Identifier,Full name,ID number\nParticipant 11,Ann Lee,s-1\nParticipant 12,Bob Cox,s-2\nParticipant 13,Bob Cox,s-3\nParticipant 14,Zoë Ray,s-4\n"
    (tmp_path / "class.csv").write_text(roster, "utf-8-sig")
    group = read_class(tmp_path / "in", chapters, tmp_path / "class.csv", "")
    rows = {(s.student, s.id): s.notes for s in group.submissions}
    assert rows == {
        ("Ann Lee", "s-1"): [], ("Bob Cox", "s-2"): [], ("Bob Cox", "s-3"): [],
        ("Guest", "19"): ["not on the roster"],
    }  # fmt: skip
    assert [(row["student"], row["id"], row["note"], row["chapter"]) for row in group.others] == [
        ("Zoë Ray", "s-4", "handed in nothing", "01_small")
    ]
    (tmp_path / "names.csv").write_text("name;mail\nBob Cox;x\n")
    group = read_class(tmp_path / "in", chapters, tmp_path / "names.csv", "")
    bobs = [s for s in group.submissions if s.student == "Bob Cox"]
    assert len(bobs) == 2 and all("not told apart on the roster" in s.notes[0] for s in bobs)
    assert any(row["student"] == "Bob Cox" for row in group.others), "the line of the roster stays"


@pytest.mark.parametrize(
    ("name", "listed", "same"),
    [
        ("leeann", "Ann Lee", True),
        ("Lee, Ann", "Ann Lee", True),
        ("Zoe Ray", "Zoë Ray", True),
        ("oneilsean", "Sean O'Neil", True),
        ("ann", "Ann Lee", False),
        ("leeanna", "Ann Lee", False),
    ],
)
def test_names_are_compared_as_platforms_write_them(name, listed, same):
    assert fits(Person(name), Listed(listed, "", frozenset())) == same


def test_a_roster_without_a_column_of_names_or_ids_is_an_error(tmp_path):
    (tmp_path / "class.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SystemExit, match="its first line should name a column"):
        read_roster(tmp_path / "class.csv")


# --- which chapter, and which cell


def without_marks(notebook: dict) -> dict:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def test_notebooks_are_recognised_by_what_they_hold(chapters):
    anonymous = without_marks(answered(GOOD))
    for cell in anonymous["cells"]:
        cell["id"] = "x" + cell["id"]
    for notebook in (answered(GOOD), without_marks(answered(GOOD)), anonymous):
        assert recognised(notebook, "Homework 2 final.ipynb", chapters) == ["01_small"]
    assert recognised({"cells": []}, "x_01_small.ipynb", chapters) == ["01_small"]
    assert recognised({"cells": []}, "x.ipynb", chapters) == []


def test_answers_survive_without_their_marks_and_that_is_said(chapters):
    by_id = without_marks(answered(GOOD))
    found, notes = take_answers(as_notebook(as_bytes(by_id)), chapters["01_small"])
    assert GOOD in found["double"] and "cell double is missing; it was found by its id" in notes
    for cell in by_id["cells"]:
        cell["id"] = "new" + cell["id"]
    found, notes = take_answers(as_notebook(as_bytes(by_id)), chapters["01_small"])
    assert GOOD in found["double"]
    assert "cell double is missing; it was found by what it defines" in notes


def cut(marked: bool) -> dict:
    """Return a notebook whose answer was cut in two within the function."""
    notebook = cell_answer("def double(x):\n    y = x + x")
    second = dict(notebook["cells"][3], id="new", source="    return y")
    if not marked:
        second["metadata"] = {}
    notebook["cells"].insert(4, second)
    return notebook


@pytest.mark.parametrize("marked", [True, False])
def test_a_cell_that_was_cut_in_two_is_put_together_and_named(chapters, marked):
    found, notes = take_answers(as_notebook(as_bytes(cut(marked))), chapters["01_small"])
    assert found["double"] == "def double(x):\n    y = x + x\n    return y"
    assert notes == [
        "cell double is there 2 times"
        if marked
        else "cell double was cut in 2; they were put together"
    ]


def test_an_untouched_copy_below_a_good_answer_is_left_out(chapters):
    notebook = answered(GOOD)
    notebook["cells"].insert(4, dict(answered(STUB)["cells"][3], id="copy"))
    found, notes = take_answers(as_notebook(as_bytes(notebook)), chapters["01_small"])
    assert GOOD in found["double"] and STUB not in found["double"]
    assert notes == ["cell double is there 2 times; 1 untouched or empty left out"]


def test_of_two_answers_the_later_counts_and_a_broken_one_does_not(chapters):
    def two(first, second):
        notebook = cell_answer(first)
        notebook["cells"].insert(4, dict(notebook["cells"][3], id="b", source=second))
        return take_answers(as_notebook(as_bytes(notebook)), chapters["01_small"])[0]["double"]

    good, other = "def double(x):\n    return 2 * x", "def double(x):\n    return 7"
    assert two(other, good).endswith("return 2 * x") and two(good, other).endswith("return 7")
    assert two(good, "def double(x:\n    return") == good
    assert two(good, "def double(x):\n    y = 1\n    raise NotImplementedError()") == good


def test_odd_cells_do_not_stop_a_notebook(chapters):
    notebook = answered(GOOD)
    notebook["cells"][0]["metadata"] = None
    notebook["cells"][1] = 7
    notebook["cells"][2]["metadata"] = {"tags": None, "nbgrader": "x"}
    notebook["cells"][3]["source"] = [notebook["cells"][3]["source"]]
    found, _ = take_answers(as_notebook(b"\xef\xbb\xbf" + as_bytes(notebook)), chapters["01_small"])
    assert GOOD in found["double"]


def test_of_several_copies_the_answered_one_counts(tmp_path, chapters):
    put(tmp_path, "ann/01_small.ipynb")
    put(tmp_path, "ann/01_small (1).ipynb", data=as_bytes(answered(STUB)))
    assert who(tmp_path, chapters) == {("ann", ""): "01_small.ipynb"}


def test_names_become_folders_that_are_safe():
    assert as_name("Zoë [2]") == "Zoë %5B2%5D" and as_name("..") == "%2E%2E"
    assert as_name("a/b") == "a%2Fb" and as_name(".ann") == "%2Eann"


def test_forms_are_not_mixed_up(tmp_path):
    assert form_of(put(tmp_path / "a", "jane_12345_01_small.ipynb")) == ""
    assert form_of(put(tmp_path / "b", "leejane_12345_678_x.ipynb")) == "Canvas"
    assert form_of(put(tmp_path / "c", "Jane_1_assignsubmission_file_/x.ipynb")) == "Moodle"
    assert form_of(put(tmp_path / "hw-submissions", "hw-jane/x.ipynb")) == "GitHub Classroom"
    assert [h.form for h in read_export(tmp_path / "a")] == ["flat"]
    assert contents(read_export(tmp_path / "a")[0]).notebooks[0].name == "jane_12345_01_small.ipynb"
