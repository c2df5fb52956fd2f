"""The student's version of every chapter: ``python -m tools.teaching.student FOLDER``.

nbgrader's marks say what to take out, and nbgrader is not needed to do it: Binder makes
these notebooks without the instructor's packages. A test shows that the result is what
nbgrader makes.
"""

import argparse
import copy
import json
import re
from pathlib import Path

from tools.files import write_whole

ROOT = Path(__file__).parents[2]
STUB = "# Your answer. Helpers and imports belong in this cell too.\nraise NotImplementedError()"
SECTION = re.compile(r"(?m)^(?=## )")
FOLD = re.compile(r"<details[^>]*>\s*<summary>(?P<hint>Hint)?|</details>\n*")


def read_notebook(path: Path) -> dict:
    """Return a notebook as nbformat's JSON, with the source of each cell as one text."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def without(source: str, region: str, stub: str = "") -> str:
    """Return ``source`` with all from BEGIN to END ``region`` replaced by the lines of ``stub``.

    Raises:
        ValueError: if a region does not end.
    """
    lines, inside = [], False
    for line in source.split("\n"):
        if f"### BEGIN {region}" in line:
            inside, indent = True, line[: len(line) - len(line.lstrip())]
            lines += [indent + new for new in stub.splitlines()]
        elif f"### END {region}" in line:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise ValueError(f"source has a BEGIN {region}; it should have an END {region} below it")
    return "\n".join(lines)


def mark(cell: dict, kind: str) -> bool:
    """Return whether nbgrader's mark of a cell says that it is a ``solution`` or a ``grade``."""
    return cell["metadata"].get("nbgrader", {}).get(kind, False)


def without_answers(cell: dict) -> str:
    """Return the source of a cell as a student gets it."""
    source = cell["source"]
    source = without(source, "SOLUTION", STUB) if mark(cell, "solution") else source
    return without(source, "HIDDEN TESTS") if mark(cell, "grade") else source


def without_folds(words: str) -> str:
    """Return Markdown without what is folded, hints excepted; hints may stand in one another.

    Raises:
        ValueError: if a fold does not end, or ends without having begun.
    """
    kept, start, kinds = [], 0, []  # kinds: of each open fold, whether it is a hint
    for tag in FOLD.finditer(words):
        was_cut = not all(kinds)
        if tag[0].startswith("</"):
            if not kinds:
                raise ValueError(f"{words[: tag.end()][-80:]!r} ends a fold that has not begun")
            kinds.pop()
        else:
            kinds.append(bool(tag["hint"]))
        if was_cut and all(kinds):
            start = tag.end()
        elif not was_cut and not all(kinds):
            kept.append(words[start : tag.start()])
    if kinds:
        raise ValueError(f"{words[:80]!r} has {len(kinds)} <details> without an end")
    return "".join([*kept, words[start:]])


def remove_written_solutions(cells: list[dict]) -> None:
    """Cut what is folded under *Exercises*, in place; what is folded as a hint stays."""
    section = ""
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        parts = SECTION.split(cell["source"])
        for index, part in enumerate(parts):
            section = part.split("\n")[0] if part.startswith("## ") else section
            if section == "## Exercises":
                parts[index] = without_folds(part)
        cell["source"] = "".join(parts).rstrip("\n")


def student_version(notebook: dict) -> dict:
    """Return a chapter without outputs, solutions and hidden tests; test cells are locked."""
    new = copy.deepcopy(notebook)
    new["metadata"].pop("widgets", None)
    remove_written_solutions(new["cells"])
    for cell in new["cells"]:
        cell["source"] = without_answers(cell)
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["deletable"] = False
        if mark(cell, "grade"):
            cell["metadata"]["editable"] = False
    return new


def write_notebook(path: Path, notebook: dict) -> None:
    """Write a notebook as nbformat does, whole or not at all."""
    write_whole(path, json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def find_notebooks(folder: Path) -> list[Path]:
    """Return the chapters' notebooks in a folder, in order."""
    return sorted(folder.glob("[0-9][0-9]_*.ipynb"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the notebooks go")
    parser.add_argument("--chapters", type=Path, default=ROOT / "chapters")
    options = parser.parse_args()
    for path in find_notebooks(options.chapters):
        write_notebook(options.folder / path.name, student_version(read_notebook(path)))


if __name__ == "__main__":
    main()
