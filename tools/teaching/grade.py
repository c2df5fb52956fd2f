"""Grade a folder of submissions with nbgrader: ``python -m tools.teaching.grade FOLDER``.

Looks for notebooks with a chapter's name in theirs, in a folder for each student or named
STUDENT_CHAPTER.ipynb, and leaves ``grades.csv`` and ``course/feedback/`` in ``_build/grades``.
Each result is kept when it is there: started again, the program goes on where it was stopped.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import shutil
import sys
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tools.chapters.pins import pin

pin()

import nbformat  # noqa: E402
from tqdm import tqdm  # noqa: E402

from tools.files import write_whole  # noqa: E402
from tools.teaching import sandbox  # noqa: E402
from tools.teaching.assign import FOLDER as ASSIGNMENTS  # noqa: E402
from tools.teaching.grading import course_api, fill_in  # noqa: E402
from tools.teaching.student import ROOT, read_notebook, write_notebook  # noqa: E402

GRADES = ROOT / "_build" / "grades"
warnings.filterwarnings("ignore", "Object of type .* not in session")  # nbgrader's database layer
COLUMNS = ("student", "chapter", "score", "max_score", "note", "file")


class Submission(NamedTuple):
    """A student's notebook of one chapter; ``others``: more files of the same."""

    student: str
    chapter: str
    path: Path
    others: int


def whose(path: Path, chapter: str) -> str:
    """Return the student: the first folder, or what the file name has before the chapter's."""
    if len(path.parts) > 1:
        return path.parts[0]
    return path.stem.partition(chapter)[0].strip(" _-") or path.stem


def find_submissions(folder: Path, chapters: list[str]) -> tuple[list[Submission], list[str]]:
    """Return what is to be graded, and notebooks that carry no chapter's name.

    Of several files the one in a folder ``student`` is taken, then the newest.
    """
    found, strays = defaultdict(list), []
    for path in sorted(folder.rglob("*.ipynb")):
        here = path.relative_to(folder)
        if any(part.startswith(".") for part in here.parts):
            continue
        chapter = next((name for name in chapters if name in path.stem), None)
        if chapter is None:
            strays.append(str(here))
        else:
            found[whose(here, chapter), chapter].append(path)
    rank = lambda path: ("student" in path.parts, path.stat().st_mtime)  # noqa: E731
    return [Submission(*key, max(p, key=rank), len(p) - 1) for key, p in found.items()], strays


def as_name(student: str) -> str:
    """Return a student's name as a folder that nbgrader takes; ``unquote`` gives the name back."""
    return re.sub(
        r"[^\w .@-]|^\.", lambda match: quote(match[0], safe="").replace(".", "%2E"), student
    )


def digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paths))).hexdigest()


def prepare(assignments: Path, grades: Path) -> None:
    """Copy the course folder to where grades are kept, once.

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
    if digest(*source.glob("source/*/*.ipynb")) != digest(*mine.glob("source/*/*.ipynb")):
        sys.exit(
            f"the assignments have changed since {grades} was begun; "
            "name another folder with GRADES=, or remove this one"
        )


def reasons(notebook: dict) -> list[str]:
    """Return what went wrong in an executed submission: cell, error and message."""
    found = []
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "setup")
        for output in cell.get("outputs", []):
            if output["output_type"] == "error" and output["ename"] == "NotImplementedError":
                found.append(f"{name}: no answer")
            elif output["output_type"] == "error" and output["ename"] != "KeyboardInterrupt":
                message = f": {output['evalue']}" if output["evalue"] else ""
                found.append(f"{name}: {output['ename']}{message}".split("\n")[0][:200])
            elif output.get("name") == "stderr" and name != "setup":
                found.append(f"{name}: it wrote to stderr, which nbgrader counts as an error")
    return found


def grade(api, submission: Submission) -> dict:
    """Let nbgrader grade one submission; return a row of the table."""
    root, chapter, name = Path(api.coursedir.root), submission.chapter, as_name(submission.student)
    row = {"student": submission.student, "chapter": chapter, "score": "", "max_score": ""}
    notes = [f"{submission.others} more files of this chapter"] if submission.others else []
    file = f"{chapter}.ipynb"
    try:
        submitted = read_notebook(submission.path)
        filled, wrong = fill_in(read_notebook(root / "release" / chapter / file), submitted)
    except Exception as error:  # whatever it is, it must not stop the others
        return {**row, "note": f"not graded, this is no notebook: {error}".split("\n")[0][:200]}
    write_notebook(root / "submitted" / name / chapter / file, filled)
    shutil.rmtree(root / "feedback" / name / chapter, ignore_errors=True)
    done = api.autograde(chapter, name, force=True, create=True)
    if not done["success"]:
        said = [line for line in done["log"].splitlines() if not line.startswith("[")]
        return {**row, "note": f"not graded: {said[-1] if said else done['error']}"}
    executed = nbformat.read(root / "autograded" / name / chapter / file, as_version=4)
    return {**row, "score": 0, "note": "; ".join([*notes, *wrong, *reasons(executed)])}


def add_scores(api, rows: list[dict]) -> None:
    """Fill in the scores of what was graded, in place; marks given by hand count."""
    with api.gradebook as book:
        for row in rows:
            if row["score"] != "":
                found = book.find_submission(row["chapter"], as_name(row["student"]))
                row.update(score=found.score, max_score=found.max_score)


def grade_once(api, submission: Submission, records: Path) -> dict:
    """Return the row of a submission; grade it unless this very file has been graded."""
    record = records / as_name(submission.student) / f"{submission.chapter}.json"
    state = [digest(submission.path), submission.others]
    if record.exists():
        kept = json.loads(record.read_text("utf-8"))
        if kept["state"] == state:
            return kept["row"]
    row = grade(api, submission) | {"file": str(submission.path)}
    write_whole(record, json.dumps({"state": state, "row": row}, indent=1) + "\n")
    return row


def as_csv(rows: list[dict]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def grade_all(folder: Path, assignments: Path, grades: Path, seconds: int, megabytes: int):
    """Grade every submission in ``folder``; return the rows and the notebooks of no chapter."""
    prepare(assignments, grades)
    unfinished = grades / "unfinished"
    stopped = unfinished.exists()  # half a page of feedback may be there
    unfinished.touch()
    chapters = sorted(path.name for path in (grades / "course" / "release").iterdir())
    submissions, strays = find_submissions(folder, chapters)
    with tempfile.TemporaryDirectory(prefix="mid") as sockets:
        api = course_api(grades / "course", seconds, megabytes, Path(sockets))
        bar = tqdm(submissions, unit="notebook", desc="grading")
        with sandbox.limited_kernels():
            rows = [grade_once(api, submission, grades / "records") for submission in bar]
        add_scores(api, rows)
        write_whole(grades / "grades.csv", as_csv(rows))
        for chapter in tqdm(
            sorted({row["chapter"] for row in rows}), unit="chapter", desc="feedback"
        ):
            api.generate_feedback(chapter, force=stopped)
    unfinished.unlink()
    return rows, strays


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("submissions", type=Path)
    parser.add_argument("--assignments", type=Path, default=ASSIGNMENTS)
    parser.add_argument("--grades", type=Path, default=GRADES, help="where results are kept")
    parser.add_argument("--seconds", type=int, default=60, help="for an answer and for its tests")
    parser.add_argument("--megabytes", type=int, default=2000)
    options = parser.parse_args()
    if not options.submissions.is_dir():
        parser.error(f"SUBMISSIONS is {options.submissions}; it should be a folder of notebooks")
    if not sandbox.network_can_be_cut():
        print("The answers can reach the network: this system does not let it be cut off.")
    rows, strays = grade_all(
        options.submissions,
        options.assignments,
        options.grades,
        options.seconds,
        options.megabytes,
    )
    for stray in strays:
        print(f"{stray}: has no chapter's name in its own, so it was not graded")
    for row in rows:
        if row["score"] == "":
            print(f"{row['file']}: {row['note']}")
    print(
        f"{len(rows)} submissions: {options.grades / 'grades.csv'}, and course/feedback/ beside it"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
