"""What comes out of grading: the gradebook, a table, a page for everyone and one for the instructor."""

import csv
import io
import shutil
from pathlib import Path

from tools.files import write_whole
from tools.teaching.answers import Chapter
from tools.teaching.feedback import empty_page, short_reason, student_page
from tools.teaching.grading import record
from tools.teaching.kept import as_name
from tools.teaching.overview import Outcome, overview
from tools.teaching.student import read_notebook, write_notebook

COLUMNS = ("student", "id", "chapter", "score", "max_score", "note", "file")


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


def keep_for_nbgrader(course: Path, submission, results: list[dict]) -> None:
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


def write_all(group, found: dict, chapters: dict[str, Chapter], grades: Path) -> list[dict]:
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
