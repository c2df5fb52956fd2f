"""What keeps a chapter's page from showing what its source says: ``python -m tools.chapters.ready``."""

import re
import sys
from pathlib import Path

import nbformat

from tools.chapters.run import ROOT, find_chapters
from tools.chapters.sync import in_step

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def missing_widgets(notebook: nbformat.NotebookNode) -> set[str]:
    """Return the ids of widgets that a notebook shows and does not describe."""
    state = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    shown = {o["data"][VIEW]["model_id"] for o in outputs if VIEW in o.get("data", {})}
    parts = set(re.findall(r"IPY_MODEL_(\w+)", str([state.get(model, "") for model in state])))
    return (shown | parts) - set(state)


def problem(source: Path) -> str:
    """Return what is wrong with the notebook of a chapter and what to type, or an empty text."""
    stored, number = f"chapters/{source.stem}.ipynb", source.stem[:2]
    if not in_step(source):
        return (
            f"chapters/{source.name} and {stored} are out of step: `make run CHAPTER={number}` "
            f"executes the .md, `make sync CHAPTER={number}` carries over words alone."
        )
    notebook = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    if any(cell.get("execution_count", 0) is None for cell in notebook.cells):
        return f"{stored} has a cell that was never run: `make run CHAPTER={number}`."
    if missing_widgets(notebook):
        return (
            f"{stored} shows a slider whose frames are not stored (an editor has saved it "
            f"without them): `make run CHAPTER={number}`."
        )
    return ""


def problems(folder: Path) -> list[str]:
    """Return a line for each chapter of a folder that is not ready for the book."""
    return list(filter(None, map(problem, find_chapters(folder, []))))


def main() -> int:
    found = problems(ROOT / "chapters")
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
