"""Grade a folder of submissions: ``python -m tools.teaching.grade FOLDER``.

The folder is what Moodle, Canvas or GitHub Classroom exports, or has a folder or a file for each
student; a zip file of it will do. ``_build/grades`` gets ``grades.csv``, ``overview.html`` and a
page of feedback for everyone. Each result is kept when it is there: started again, the program
goes on where it was stopped.
"""

import argparse
import contextlib
import csv
import hashlib
import importlib.metadata
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tools.chapters.pins import pin

pin()

from tqdm import tqdm  # noqa: E402

from tools.files import write_whole  # noqa: E402
from tools.teaching import exports, handed_in, sandbox  # noqa: E402
from tools.teaching.answering import Limits  # noqa: E402
from tools.teaching.answers import (  # noqa: E402
    Chapter,
    is_answered,
    parsed,
    read_chapters,
    recognised,
    take_answers,
)
from tools.teaching.feedback import empty_page, short_reason, student_page  # noqa: E402
from tools.teaching.grading import record  # noqa: E402
from tools.teaching.judging import Fault, examine  # noqa: E402
from tools.teaching.overview import Outcome, overview  # noqa: E402
from tools.teaching.student import ROOT, read_notebook, write_notebook  # noqa: E402

GRADES = ROOT / "_build" / "grades"
ASSIGNMENTS = ROOT / "_build" / "assignments"
COLUMNS = ("student", "id", "chapter", "score", "max_score", "note", "file")
LIBRARIES = ["IPython.core.interactiveshell", "IPython.core.completer", "torch", "matplotlib.pyplot", "pandas", "scipy.optimize", "scipy.stats", "sklearn.ensemble", "moreisdifferent.display", "tools.teaching.judging", "tools.teaching.grade"]  # fmt: skip
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


# --- who handed in what


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


def as_name(student: str) -> str:
    """Return a student's name as a folder that nbgrader takes; ``unquote`` gives the name back."""
    return re.sub(
        r"[^\w .@-]|^\.|[. ]$", lambda m: quote(m[0], safe="").replace(".", "%2E"), student
    )


# --- results that are kept


def digest(*texts: str | bytes) -> str:
    whole = hashlib.sha256()
    for text in texts:
        whole.update(
            hashlib.sha256(
                text.encode(errors="surrogatepass") if isinstance(text, str) else text
            ).digest()
        )
    return whole.hexdigest()


def surroundings() -> str:
    """Return a digest of all that a result depends on beside the answer: code and packages."""
    files = [*Path(__file__).parent.glob("*.py"), *(ROOT / "src").rglob("*.py")]
    packages = sorted(f"{d.name}=={d.version}" for d in importlib.metadata.distributions())
    return digest(sys.version, *packages, *(path.read_bytes() for path in sorted(files)))


def prepare(assignments: Path, grades: Path) -> Path:
    """Copy the course folder to where grades are kept, once; return it.

    Raises:
        SystemExit: if there are no assignments, or others than the grades were made with.
    """
    source, mine = assignments / "nbgrader", grades / "course"
    if not source.exists():
        sys.exit(f"{source} is not there: `make assignments` first")
    if not mine.exists():
        shutil.rmtree(grades / "course.new", ignore_errors=True)
        shutil.copytree(source, grades / "course.new")
        (grades / "course.new").rename(mine)
    there, here = (
        [digest(path.read_bytes()) for path in sorted(folder.glob("source/*/*.ipynb"))]
        for folder in (source, mine)
    )
    if there != here:
        sys.exit(
            f"the assignments have changed since {grades} was begun; "
            "name another folder with GRADES=, or remove this one"
        )
    return mine


@contextlib.contextmanager
def locked(grades: Path):
    """Let nobody else grade into the same folder meanwhile.

    Raises:
        SystemExit: if somebody does.
    """
    grades.mkdir(parents=True, exist_ok=True)
    with (grades / "lock").open("a+", encoding="utf-8") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            sys.exit(
                f"another grader is at work in {grades} ({file.read().strip()}); wait for it, "
                "or name another folder with GRADES="
            )
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        file.flush()
        yield


def state_of(submission: Submission, chapter: Chapter, limits: Limits, around: str) -> str:
    """Return a digest of everything that a result depends on."""
    depends = [submission.answers, chapter.task, chapter.points, limits.seconds, limits.megabytes]
    return digest(json.dumps([*depends, limits.how]), around)


def kept_result(path: Path, state: str) -> list[dict] | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return kept["results"] if kept["state"] == state else None


def examine_all(
    submissions: list[Submission],
    chapters: dict[str, Chapter],
    records: Path,
    limits: Limits,
    regrade: str = "",
    jobs: int | None = None,
) -> dict[tuple[str, str], list[dict] | str]:
    """Return (key, chapter) → results, or words if the grader failed; keep what is done."""
    around, found, waiting = surroundings(), {}, []
    for submission in submissions:
        path = records / as_name(submission.key) / f"{submission.chapter}.json"
        state = state_of(submission, chapters[submission.chapter], limits, around)
        again = regrade and regrade in ("all", submission.key, submission.student, submission.id)
        kept = None if again else kept_result(path, state)
        if kept is None:
            waiting.append((submission, path, state))
        found[submission.key, submission.chapter] = kept

    def one(submission: Submission, path: Path, state: str):
        try:
            results = examine(chapters[submission.chapter].task, submission.answers, limits)
        except Fault as fault:
            path.unlink(missing_ok=True)
            return submission, f"not graded, and it is not the student's fault: {fault}"
        write_whole(path, json.dumps({"state": state, "results": results}, indent=1) + "\n")
        return submission, results

    bar = tqdm(total=len(submissions), initial=len(submissions) - len(waiting), unit="notebook", desc="grading")  # fmt: skip
    pool = ThreadPoolExecutor(jobs or cores())
    try:
        for done in as_completed([pool.submit(one, *work) for work in waiting]):
            submission, results = done.result()
            found[submission.key, submission.chapter] = results
            bar.update()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        bar.close()
    return found


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def preload(chapters: dict[str, Chapter]) -> None:
    """Let every process begin as a copy of one that has loaded what set-up cells import."""
    import ast

    names = []
    for chapter in chapters.values():
        for kind, _, source in chapter.task.cells:
            for node in ast.walk(parsed(source)) if kind == "setup" else ():
                if isinstance(node, ast.Import):
                    names += [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.append(node.module)
    sandbox.context.set_forkserver_preload([*LIBRARIES, *dict.fromkeys(names)])


# --- what comes out


def points_of(results: list[dict], chapter: Chapter) -> dict[str, float]:
    tests = [result for result in results if result["kind"] == "test"]
    return {r["id"]: 0.0 if r["error"] else chapter.points[r["id"]] for r in tests}


def reasons(results: list[dict]) -> list[str]:
    """Return what went wrong, a line for each cell; what an answer cost is said once."""
    return [f"{r['id']}: {short_reason(r['error'])}" for r in results if r["error"]]


def one_line(text: str) -> str:
    """Return text for a cell of a table: on one line, without signs that a program would obey."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_csv(rows: list[dict]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n", extrasaction="ignore")
    table.writeheader()
    for row in rows:
        numbers = ("score", "max_score")
        table.writerow({k: v if k in numbers else one_line(v) for k, v in row.items()})
    return text.getvalue()


def keep_for_nbgrader(course: Path, submission: Submission, results: list[dict]) -> None:
    """Write the notebook that nbgrader shows for marking by hand."""
    name = submission.chapter
    notebook = read_notebook(course / "source" / name / f"{name}.ipynb")
    errors = {result["id"]: result["error"] for result in results}
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in submission.answers:
            cell["source"] = submission.answers[grade_id]
        error = errors.get(grade_id)
        if cell["cell_type"] == "code":
            words = short_reason(error) if error else ""
            cell["outputs"] = [{"output_type": "error", "ename": error["name"], "evalue": words, "traceback": [words]}] if error else []  # fmt: skip
            cell["execution_count"] = None
    folder = course / "autograded" / as_name(submission.key) / name
    write_notebook(folder / f"{name}.ipynb", notebook)


def write_all(group: Class, found: dict, chapters: dict[str, Chapter], grades: Path) -> list[dict]:
    """Write the gradebook, the table and all pages; return the rows of the table."""
    course, outcomes, rows = grades / "course", [], list(group.others)
    graded = [s for s in group.submissions if isinstance(found[s.key, s.chapter], list)]
    points = {
        (as_name(s.key), s.chapter): points_of(found[s.key, s.chapter], chapters[s.chapter])
        for s in graded
    }
    marks = record(course, points)
    fresh = grades / "feedback.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for s in group.submissions:
        results = found[s.key, s.chapter]
        row = {"student": s.student, "id": s.id, "key": s.key, "chapter": s.chapter, "file": s.file}
        place = fresh / as_name(s.key) / f"{s.chapter}.html"
        who = f"{s.student} {s.id}".strip()
        if isinstance(results, str):
            rows.append({**row, "score": "", "max_score": "", "note": results})
            write_whole(place, empty_page(who, s.chapter, results))
            continue
        mark = marks[as_name(s.key), s.chapter]
        note = "; ".join([*s.notes, *reasons(results)])
        rows.append({**row, "score": mark.score, "max_score": mark.max_score, "note": note})
        outcomes.append(Outcome(who, s.chapter, mark.score, mark.max_score, s.answers, results))
        write_whole(
            place, student_page(who, chapters[s.chapter], s.answers, results, mark, s.notes)
        )
        keep_for_nbgrader(course, s, results)
    for row in group.others:
        place = fresh / as_name(row["key"]) / f"{row['chapter'] or 'hand-in'}.html"
        write_whole(place, empty_page(f"{row['student']} {row['id']}", row["chapter"], row["note"]))
    rows.sort(key=lambda row: (row["chapter"], row["student"], row["id"]))
    shutil.rmtree(grades / "feedback", ignore_errors=True)
    if fresh.exists():
        fresh.rename(grades / "feedback")
    write_whole(grades / "overview.html", overview(outcomes, chapters, rows))
    write_whole(grades / "grades.csv", as_csv(rows))
    return rows


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


def grade_all(
    folder: Path,
    assignments: Path,
    grades: Path,
    seconds: int = Limits().seconds,
    megabytes: int = Limits().megabytes,
    *,
    roster: Path | None = None,
    regrade: str = "",
    only: str = "",
    look: bool = False,
    jobs: int | None = None,
    how: str | None = None,
) -> list[dict]:
    """Grade every submission in ``folder``; return the rows of the table."""
    with locked(grades), opened(folder) as submissions:
        course = prepare(assignments, grades)
        chapters = read_chapters(course)
        group = read_class(submissions, chapters, roster, only)
        say_who(group)
        if look:
            return []
        preload(chapters)
        how = how or sandbox.strongest()
        print(sandbox.WORDS[how], flush=True)
        private = (ROOT, assignments, grades, folder, submissions)
        hidden = tuple(str(path.resolve()) for path in private)
        limits = Limits(seconds, megabytes, how, hidden)
        found = examine_all(group.submissions, chapters, grades / "records", limits, regrade, jobs)
        return write_all(group, found, chapters, grades)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("submissions", type=Path)
    parser.add_argument("--assignments", type=Path, default=ASSIGNMENTS)
    parser.add_argument("--grades", type=Path, default=GRADES, help="where results are kept")
    parser.add_argument("--roster", type=Path, help="CSV with names and ids of the class")
    parser.add_argument("--chapter", default="", help="grade only chapters with this in their name")
    parser.add_argument("--regrade", default="", help="a student's name or id, or all")
    parser.add_argument("--look", action="store_true", help="only show who handed in what")
    parser.add_argument("--seconds", type=int, default=Limits().seconds, help="for an exercise")
    parser.add_argument("--megabytes", type=int, default=Limits().megabytes)
    parser.add_argument("--jobs", type=int, help="submissions side by side; all cores if not given")
    options = parser.parse_args()
    if not options.submissions.exists():
        parser.error(f"SUBMISSIONS is {options.submissions}; it should be a folder of notebooks")
    rows = grade_all(
        options.submissions,
        options.assignments,
        options.grades,
        options.seconds,
        options.megabytes,
        roster=options.roster,
        regrade=options.regrade,
        only=options.chapter,
        look=options.look,
        jobs=options.jobs,
    )
    for row in rows:
        if row["score"] == "":
            print(one_line(f"{row['student']} {row['id']}: {row['note']}"))
    if not options.look:
        print(
            f"{len(rows)} rows: {options.grades / 'grades.csv'}, overview.html and feedback/ beside"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
