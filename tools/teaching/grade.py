"""Grade a folder of submissions: ``python -m tools.teaching.grade FOLDER``.

The folder is what Moodle, Canvas or GitHub Classroom exports, or has a folder or a file for each
student; a zip file of it will do. ``_build/grades`` gets ``grades.csv``, ``overview.html`` and a
page of feedback for everyone. Each result is kept when it is there: started again, the program
goes on where it was stopped.
"""

import argparse
import sys
from pathlib import Path

from tools.chapters.pins import pin

pin()

from tools.teaching import sandbox  # noqa: E402
from tools.teaching.answering import Limits  # noqa: E402
from tools.teaching.answers import read_chapters  # noqa: E402
from tools.teaching.class_list import opened, read_class, say_who  # noqa: E402
from tools.teaching.kept import examine_all, locked, preload, prepare  # noqa: E402
from tools.teaching.student import ROOT  # noqa: E402
from tools.teaching.tables import one_line, write_all  # noqa: E402

GRADES = ROOT / "_build" / "grades"
ASSIGNMENTS = ROOT / "_build" / "assignments"


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
