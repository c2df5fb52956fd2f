"""Everybody in a class: whose notebook of which chapter is graded, and who has none."""

import contextlib
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tools.teaching import exports, handed_in
from tools.teaching.answers import Chapter, is_answered, recognised, take_answers
from tools.teaching.tables import one_line

MOST_UNZIPPED = 2 * 10**9


class Submission(NamedTuple):
    """Whose notebook of which chapter is graded; ``answers``: id → source."""

    key: str
    student: str
    id: str
    chapter: str
    file: str
    answers: dict[str, str]
    notes: list[str]


class Class(NamedTuple):
    """Everybody: who can be graded, and a row of the table for who cannot."""

    submissions: list[Submission]
    others: list[dict]
    forms: list[str]
    left_out: list[str]


def choose(notebooks: list, chapter: Chapter) -> tuple[handed_in.Notebook, dict, list[str]]:
    """Return which of a person's notebooks of a chapter counts, its answers and what was odd.

    The newest by the platform's date or number; then one with answers; then the highest copy.
    """
    taken = [(book, *take_answers(book.content, chapter)) for book in notebooks]

    def rank(found):
        book, answers, _ = found
        in_student = "student" in book.name.split("/")
        answered = is_answered(answers, chapter)
        return handed_in.order(book.name), answered, in_student, handed_in.copy_number(book.name)

    book, answers, notes = max(taken, key=rank)
    others = [other.name for other in notebooks if other is not book]
    if others:
        files = "file" if len(others) == 1 else "files"
        notes = [f"{len(others)} more {files} of this chapter: {', '.join(others[:3])}", *notes]
    return book, answers, notes


def read_class(folder: Path, chapters: dict[str, Chapter], roster: Path | None, only: str) -> Class:
    """Return everybody who handed in or stands on the roster, once for each chapter."""
    hand_ins = exports.read_export(folder, list(chapters))
    people = [hand_in.person for hand_in in hand_ins]
    lines = exports.read_roster(roster) if roster else []
    listed = exports.on_roster(people, lines) if roster else {}
    submissions, others = [], []
    for hand_in in hand_ins:
        person, line = hand_in.person, listed.get(hand_in.person)
        known = line if isinstance(line, exports.Listed) else None
        student, number = (known.name, known.id or person.id) if known else person
        said = [x for x in (hand_in.note, line if isinstance(line, str) else "") if x]
        contents = handed_in.contents(hand_in)
        of_chapter: dict[str, list] = {}
        for book in contents.notebooks:
            for name in recognised(book.content, book.name, chapters):
                if only in name:
                    of_chapter.setdefault(name, []).append(book)
        for name, books in of_chapter.items():
            book, answers, notes = choose(books, chapters[name])
            notes = [*said, *contents.odd[:3], *notes]
            submissions.append(
                Submission(person.key, student, number, name, book.name, answers, notes)
            )
        if not of_chapter:
            row = {"student": student, "id": number, "key": person.key, "chapter": ""}
            others.append(
                {**row, "note": "; ".join([*said, without_notebook(contents)]), "file": ""}
            )
    seen = {line for line in listed.values() if isinstance(line, exports.Listed)}
    for line in lines:
        if line not in seen:
            row = {"student": line.name, "id": line.id, "key": f"{line.name}_{line.id}".strip("_")}
            others.append({**row, "chapter": "", "note": "handed in nothing", "file": ""})
    kept, left_out = touched(submissions, chapters)
    present = {submission.chapter for submission in kept}
    for row in others:
        row.update(chapter=min(present) if len(present) == 1 else "", score="", max_score="")
    return Class(kept, others, sorted({h.form for h in hand_ins}), left_out)


def without_notebook(contents: handed_in.Contents) -> str:
    """Return what to say of a hand-in without a notebook of a chapter."""
    if contents.odd:
        return "not graded: " + "; ".join(contents.odd[:3])
    if contents.notebooks:
        return f"not graded: {contents.notebooks[0].name} holds no exercise of the course"
    if contents.others:
        return f"not graded: no notebook, but {', '.join(contents.others[:5])}"
    return "handed in nothing"


def touched(submissions: list[Submission], chapters) -> tuple[list[Submission], list[str]]:
    """Leave out chapters that nobody touched, as whole copies of the course bring them along."""
    worked = {s.chapter for s in submissions if is_answered(s.answers, chapters[s.chapter])}
    names = {s.chapter for s in submissions}
    if not worked or worked == names:
        return submissions, []
    busy = {s.key for s in submissions if s.chapter in worked}
    kept = [s for s in submissions if s.chapter in worked or s.key not in busy]
    return kept, sorted(names - {s.chapter for s in kept})


@contextlib.contextmanager
def opened(submissions: Path):
    """Give a folder of submissions; a zip file of one is unpacked beside nothing else.

    Raises:
        SystemExit: if it is neither, or a zip file that leads out of its folder or is too large.
    """
    if submissions.is_dir():
        yield submissions
        return
    if not zipfile.is_zipfile(submissions):
        sys.exit(f"SUBMISSIONS is {submissions}; it should be a folder or a zip file of one")
    with (
        tempfile.TemporaryDirectory(prefix="mid") as folder,
        zipfile.ZipFile(submissions) as archive,
    ):
        if sum(info.file_size for info in archive.infolist()) > MOST_UNZIPPED:
            sys.exit(f"{submissions} holds more than {MOST_UNZIPPED // 10**9} GB")
        archive.extractall(folder)  # Python leaves out what leads out of the folder
        yield Path(folder)


def say_who(group: Class) -> None:
    """Show who is who, before anything is graded."""
    print(f"{', '.join(group.forms)}: {len(group.submissions)} notebooks to grade")
    for s in group.submissions:
        notes = f"  ({'; '.join(s.notes)})" if s.notes else ""
        print(one_line(f"{s.student} {s.id}: {s.file}, {s.chapter}{notes}"))
    for row in group.others:
        print(one_line(f"{row['student']} {row['id']}: {row['note']}"))
    for name in group.left_out:
        print(f"{name}: nobody touched it, so it is left out")
    twice = Counter((s.student, s.chapter) for s in group.submissions)
    for (student, _), number in twice.items():
        if number > 1:
            print(one_line(f"{student}: {number} people have this name; they are told apart by id"))
