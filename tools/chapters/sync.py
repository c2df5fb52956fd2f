"""Keep the two files of a chapter in step: ``python -m tools.chapters.sync [01 …] [--keep md|ipynb]``.

People edit ``NN_slug.md``; ``NN_slug.ipynb`` carries the outputs. What differs from git's copy is
the edit, and it is carried to the other file. Where both were edited nothing is written: the
message says how to choose. Both are stored in the form in which JupyterLab saves them, so that
opening and saving an unchanged chapter changes nothing.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat

from tools.chapters.run import ROOT, bare, essence, find_chapters, notebook_of, stable
from tools.files import write_whole

Cells = list[nbformat.NotebookNode]


def read_stored(path: Path) -> Cells:
    """Return the cells of a chapter's notebook; none where there is no notebook."""
    return nbformat.read(path, as_version=4).cells if path.exists() else []


def in_step(source: Path) -> bool:
    """Return whether the two files of a chapter hold the same cells, outputs left aside."""
    edited = notebook_of(source.read_text("utf-8")).cells
    return _same(edited, read_stored(source.with_suffix(".ipynb")))


def _same(one: Cells, other: Cells) -> bool:
    return [essence(cell) for cell in one] == [essence(cell) for cell in other]


def canonical_text(cells: Cells, number: str) -> str:
    """Return a chapter's source in the form in which JupyterLab saves it."""
    return jupytext.writes(bare(cells, number), fmt="md:myst")


def canonical_notebook(cells: Cells, stored: Path) -> str:
    """Return a chapter's notebook: these cells, with the outputs that they have in ``stored``."""
    new = bare(cells, stored.stem[:2])
    if stored.exists():
        old = nbformat.read(stored, as_version=4)
        new.metadata.update({k: v for k, v in old.metadata.items() if k == "widgets"})
        _take_outputs(new.cells, old.cells)
    return stable(new)


def _take_outputs(new: Cells, old: Cells) -> None:
    left = [cell for cell in old if cell.cell_type == "code"]
    for cell in new:
        match = next((o for o in left if o.source == cell.source), None)
        if cell.cell_type == "code" and match:
            cell.update(outputs=match.outputs, execution_count=match.execution_count)
            left.remove(match)


def committed(path: Path) -> str | None:
    """Return what git has of a file, or None if it has none."""
    command = ["git", "show", f"HEAD:./{path.name}"]
    done = subprocess.run(command, cwd=path.parent, capture_output=True)
    return done.stdout.decode("utf-8") if done.returncode == 0 else None


def edited(source: Path) -> set[str]:
    """Return which files of a chapter, md or ipynb, hold other cells than git's copy."""
    stored, found = source.with_suffix(".ipynb"), set()
    before = committed(source)
    if before is None or not _same(
        notebook_of(before).cells, notebook_of(source.read_text("utf-8")).cells
    ):
        found.add("md")
    before = committed(stored)
    if stored.exists() and (
        before is None or not _same(nbformat.reads(before, 4).cells, read_stored(stored))
    ):
        found.add("ipynb")
    return found


def sync(source: Path, keep: str | None = None) -> str:
    """Bring one chapter's files in step and return what was done, or an empty text.

    Args:
        keep: ``md`` or ``ipynb``, the side to carry; left out, it is the one that was edited.

    Raises:
        ValueError: if neither or both were edited; nothing has been written then.
    """
    stored, step = source.with_suffix(".ipynb"), in_step(source)
    sides = {keep} if keep else {"md"} if step else edited(source)
    if len(sides) != 1:
        raise ValueError(choose(source, sides))
    cells = notebook_of(source.read_text("utf-8")).cells
    if sides == {"ipynb"}:
        cells = read_stored(stored)
    texts = {
        source: canonical_text(cells, source.stem[:2]),
        stored: canonical_notebook(cells, stored),
    }
    written = [p for p, t in texts.items() if not p.exists() or p.read_text("utf-8") != t]
    for path in written:
        write_whole(path, texts[path])
    return _report(source, step, sides, written)


def _report(source: Path, step: bool, sides: set[str], written: list[Path]) -> str:
    if step:
        names = " and ".join(path.name for path in written)
        return f"{names}: stored in the form that JupyterLab saves" if written else ""
    kept, other = ("md", "ipynb") if sides == {"md"} else ("ipynb", "md")
    line = f"{source.stem}: the edit in the .{kept} is now in the .{other} too"
    cells = read_stored(source.with_suffix(".ipynb"))
    never_run = any(cell.get("execution_count", 0) is None for cell in cells)
    return line + f"; `make run CHAPTER={source.stem[:2]}` gives its outputs" * never_run


def choose(source: Path, sides: set[str]) -> str:
    """Return the words for a chapter whose files differ with no way to tell which one counts."""
    number, stored = source.stem[:2], source.with_suffix(".ipynb").name
    why = "both differ from what git has" if sides else "git has them out of step"
    return (
        f"{source.name} and {stored} hold different cells, and {why}. Nothing was written.\n"
        f"  see what differs:          jupytext --diff chapters/{source.name} chapters/{stored}\n"
        f"  keep the .md's cells:      make sync CHAPTER={number} KEEP=md\n"
        f"  keep the notebook's cells: make sync CHAPTER={number} KEEP=ipynb"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--keep", choices=["md", "ipynb"], help="the side whose cells count")
    parser.add_argument("--directory", type=Path, default=ROOT / "chapters")
    options = parser.parse_args()
    if options.keep and not options.chapters:
        parser.error("--keep is for chapters that are named: make sync CHAPTER=01 KEEP=md")
    failed = False
    for source in find_chapters(options.directory, options.chapters):
        try:
            done = sync(source, options.keep)
        except ValueError as error:
            failed = True
            print(error, file=sys.stderr)
            continue
        print(done, end="\n" * bool(done))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
