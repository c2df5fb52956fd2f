"""A chapter's exercises as the grader knows them, and a student's answers to them.

Answers are found by nbgrader's marks, and where a notebook lost them, by the cell's id or by what a
cell defines. What was not in order is said, and does not cost a right answer its marks.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from tools.teaching.judging import Task
from tools.teaching.student import STUB, mark, read_notebook

UNFINISHED = STUB.splitlines()[-1]


class Chapter(NamedTuple):
    """What grading a chapter needs.

    points: test id → points; stubs: answer id → what students get; shown: test id → what they see;
    cell_ids: answer id → the cell's own id in the notebook; tests: answer id → its test ids.
    """

    name: str
    task: Task
    points: dict[str, float]
    stubs: dict[str, str]
    shown: dict[str, str]
    cell_ids: dict[str, str]

    @property
    def ids(self) -> list[str]:
        return [name for kind, name, _ in self.task.cells if kind != "setup"]


def defined(source: str) -> list[str]:
    """Return the names that code defines at its top level; none if it cannot be read."""
    try:
        body = parsed(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    names = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [
            n.id for t in targets if t is not None for n in ast.walk(t) if isinstance(n, ast.Name)
        ]
    return list(dict.fromkeys(names))


def parsed(source: str) -> ast.Module:
    from IPython.core.inputtransformer2 import TransformerManager

    return ast.parse(TransformerManager().transform_cell(source))


def read_chapter(course: Path, name: str) -> Chapter:
    """Return a chapter of nbgrader's course folder: with its tests, and as students get it."""
    source = read_notebook(course / "source" / name / f"{name}.ipynb")
    release = read_notebook(course / "release" / name / f"{name}.ipynb")
    cells, defines, points, cell_ids = [], {}, {}, {}
    for cell in source["cells"]:
        if cell["cell_type"] != "code":
            continue
        about = cell["metadata"].get("nbgrader", {})
        grade_id = about.get("grade_id", "")
        if mark(cell, "grade"):
            cells.append(("test", grade_id, cell["source"]))
            points[grade_id] = float(about.get("points", 0))
        elif mark(cell, "solution"):
            cells.append(("answer", grade_id, ""))  # the solution goes nowhere
            defines[grade_id], cell_ids[grade_id] = defined(cell["source"]), cell.get("id", "")
        elif not about:
            cells.append(("setup", "", cell["source"]))
    texts = {
        c["metadata"].get("nbgrader", {}).get("grade_id"): c["source"] for c in release["cells"]
    }
    shown = {name: texts[name] for name in points}
    stubs = {name: texts[name] for name in defines}
    return Chapter(name, Task(cells, defines), points, stubs, shown, cell_ids)


def read_chapters(course: Path) -> dict[str, Chapter]:
    names = sorted(path.name for path in (course / "release").iterdir())
    return {name: read_chapter(course, name) for name in names}


def grade_id(cell: dict) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def recognised(notebook: dict, file: str, chapters: dict[str, Chapter]) -> list[str]:
    """Return of which chapters a notebook holds exercises, by its cells, then by its name."""
    marks = {grade_id(cell) for cell in notebook["cells"]}
    found = [name for name, chapter in chapters.items() if marks & set(chapter.ids)]
    if found:
        return found
    own = {cell["id"] for cell in notebook["cells"]} - {""}
    found = [name for name, chapter in chapters.items() if own & set(chapter.cell_ids.values())]
    if found:
        return found
    names = {name for cell in notebook["cells"] for name in defined(cell["source"])}
    wanted = {c.name: {n for ns in c.task.defines.values() for n in ns} for c in chapters.values()}
    found = [name for name, needs in wanted.items() if names & needs]
    return found or [name for name in chapters if name in file][:1]


def same(text: str, other: str) -> bool:
    """Return whether two sources are the same but for blanks and comments."""
    strip = lambda x: re.sub(r"\s+", "", re.sub(r"(?m)#.*$", "", x))  # noqa: E731
    return strip(text) == strip(other)


def complete(source: str, names: list[str]) -> bool:
    """Return whether code can be read, defines all that is asked for and leaves nothing open."""
    return set(names) <= set(defined(source)) and UNFINISHED not in source


def readable(source: str) -> bool:
    try:
        parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def place_of(notebook: dict, name: str, chapter: Chapter) -> tuple[list[int], str]:
    """Return the numbers of the cells that answer ``name``, and how they were found."""
    cells = notebook["cells"]
    marked = [n for n, cell in enumerate(cells) if grade_id(cell) == name]
    if marked:
        return marked, "by its mark"
    known = set(chapter.ids)
    free = [n for n, c in enumerate(cells) if c["cell_type"] == "code" and grade_id(c) not in known]
    same_id = [n for n in free if cells[n]["id"] and cells[n]["id"] == chapter.cell_ids[name]]
    if same_id:
        return same_id, "by its id"
    wanted = set(chapter.task.defines[name])
    return [n for n in free if wanted & set(defined(cells[n]["source"]))], "by what it defines"


def neighbours(cells: list[dict], number: int, step: int) -> list[int]:
    """Return the cells next to a marked one, up to the next mark or text: parts of a cut cell."""
    found = []
    number += step
    while 0 <= number < len(cells) and not grade_id(cells[number]):
        if cells[number]["cell_type"] != "code" or "setup" in cells[number]["metadata"].get(
            "tags", []
        ):
            break
        found.append(number)
        number += step
    return sorted(found)


def with_neighbours(cells: list[dict], numbers: list[int], stub: str, options: list[str]):
    """Yield what may be the whole answer and of how many parts: ``options`` and cells beside them.

    What is indented at its beginning belongs to the cell above, so that it is tried first.
    """
    before, after = neighbours(cells, numbers[0], -1)[-1:], neighbours(cells, numbers[-1], 1)

    def put_together(more: list[int]):
        parts = sorted({*numbers, *more})
        texts = [cells[n]["source"] for n in parts]
        return "\n".join(text for text in texts if not same(text, stub)), len(parts)

    if after and cells[after[0]]["source"].strip("\n").startswith((" ", "\t")):
        yield put_together(after[:1])
    yield from ((option, 0) for option in options)
    yield from (put_together(more) for more in (after[:1], after, before, before + after) if more)


def take_answer(notebook: dict, name: str, chapter: Chapter) -> tuple[str | None, list[str]]:
    """Return a student's answer to an exercise, None if there is none, and what was not in order."""
    cells, names, stub = notebook["cells"], chapter.task.defines[name], chapter.stubs[name]
    numbers, how = place_of(notebook, name, chapter)
    if not numbers:
        return None, [f"cell {name} is missing"]
    notes = [] if how == "by its mark" else [f"cell {name} is missing; it was found {how}"]
    if any(cells[n]["cell_type"] != "code" for n in numbers):
        notes.append(f"cell {name} is no code cell any more")
    texts = [cells[n]["source"] for n in numbers]
    pieces = [text for text in texts if text.strip() and not same(text, stub)]
    if len(texts) > 1:
        copies = len(texts) - len(pieces)
        left = f"; {copies} untouched or empty left out" if copies and pieces else ""
        notes.append(f"cell {name} is there {len(texts)} times{left}")
    if not pieces:
        return (stub if texts else None), notes
    options = ["\n".join(pieces), *reversed(pieces)]
    for option, parts in with_neighbours(cells, numbers, stub, options):
        if complete(option, names):
            notes += [f"cell {name} was cut in {parts}; they were put together"] if parts else []
            return option, notes
    best = [option for option in options if readable(option) and UNFINISHED not in option]
    best = best or [option for option in options if readable(option)]
    return (best or options[1:])[0], notes


def take_answers(notebook: dict, chapter: Chapter) -> tuple[dict[str, str], list[str]]:
    """Return a student's answers, id → source, and what was not in order."""
    found, notes = {}, []
    for name in chapter.stubs:
        answer, said = take_answer(notebook, name, chapter)
        notes += said
        if answer is not None:
            found[name] = answer
    theirs = [grade_id(cell) for cell in notebook["cells"]]
    notes += [f"cell {name} is missing" for name in chapter.points if name not in theirs]
    notes += [
        f"cell {n} is not of this exercise"
        for n in dict.fromkeys(theirs)
        if n and n not in chapter.ids
    ]
    return found, notes


def is_answered(answers: dict[str, str], chapter: Chapter) -> bool:
    """Return whether any answer is more than what students were given."""
    return any(not same(text, chapter.stubs[name]) for name, text in answers.items())
