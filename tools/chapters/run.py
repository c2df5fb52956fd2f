"""Execute chapters: ``python -m tools.chapters.run [01 …] [--check-only] [--directory chapters]``.

Reads ``NN_slug.md``, runs it in a fresh kernel and writes ``NN_slug.ipynb`` with outputs
that are the same byte for byte on every run: no timings, cell ids from the file name,
widget ids in order of creation. CPU seconds and memory go to ``chapters/budgets.json``.
"""

import argparse
import copy
import json
import os
import sys
from pathlib import Path

from tools.chapters.pins import pin

pin()

import jupytext  # noqa: E402
import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError  # noqa: E402

from tools.chapters import processor  # noqa: E402
from tools.chapters.usage import kernel_usage, over, rounded_budget  # noqa: E402
from tools.files import write_whole  # noqa: E402

ROOT = Path(__file__).parents[2]
USUAL = {"MID_SEED": "0", "MID_SCALE": "1"}  # what the stored outputs were made with
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
METADATA = {
    "jupytext": {
        "cell_metadata_filter": "tags,mystnb,nbgrader,-all",
        "default_lexer": LANGUAGE["pygments_lexer"],
        "notebook_metadata_filter": "-jupytext.text_representation.jupytext_version",
    },
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": LANGUAGE,
}


def notebook_of(text: str) -> nbformat.NotebookNode:
    """Return the cells of a chapter's source (MyST)."""
    return jupytext.reads(text, fmt="md:myst")


def essence(cell: nbformat.NotebookNode) -> tuple[str, str, dict]:
    """Return what both files of a chapter hold of a cell: its kind, its text, its tags."""
    kept = {k: v for k, v in cell.metadata.items() if k in ("tags", "mystnb", "nbgrader")}
    return cell.cell_type, cell.source, kept


def bare(cells: list[nbformat.NotebookNode], number: str) -> nbformat.NotebookNode:
    """Return a notebook of these cells without outputs, with ids from the chapter's number."""
    new_cells = []
    for index, cell in enumerate(cells):
        kind, text, kept = essence(cell)
        new = getattr(nbformat.v4, f"new_{kind}_cell")(text, metadata=kept)
        new["id"] = f"{number}-{index:03d}"
        new_cells.append(new)
    return nbformat.v4.new_notebook(cells=new_cells, metadata=copy.deepcopy(METADATA))


def read_source(path: Path, text: str | None = None) -> nbformat.NotebookNode:
    """Return the notebook that ``path`` (MyST) describes, without outputs, with stable ids.

    ``text`` is read in place of what the file holds.
    """
    source = notebook_of(path.read_text("utf-8") if text is None else text)
    return bare(source.cells, path.stem[:2])


def chapter_client(nb: nbformat.NotebookNode, folder: Path, timeout: int = 600) -> NotebookClient:
    """Return what executes the cells of ``nb`` with ``folder`` as the working directory."""
    return NotebookClient(
        nb,
        timeout=timeout,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )


def execute(nb: nbformat.NotebookNode, folder: Path, timeout: int = 600) -> dict[str, float]:
    """Run every cell of ``nb`` in place; return what the kernel used.

    Raises:
        CellExecutionError: if a cell raises; nothing has been written then.
    """
    client = chapter_client(nb, folder, timeout)
    with client.setup_kernel():
        for index, cell in enumerate(nb.cells):
            client.execute_cell(cell, index)
        usage = kernel_usage(client.km.provisioner.pid)
        client.set_widgets_metadata()
    nb.metadata["language_info"] = LANGUAGE
    return usage


def stable(nb: nbformat.NotebookNode) -> str:
    """Return the notebook as JSON text with widget ids renumbered in order of creation."""
    text = nbformat.writes(nb)
    states = nb.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    for number, model in enumerate(states.get("state", {})):
        text = text.replace(model, f"{number:032x}")
    return nbformat.writes(nbformat.reads(text, as_version=4)) + "\n"


def save_budget(path: Path, chapter: str, usage: dict[str, float]) -> None:
    """Note what a chapter used, rounded up; a change below 20 % leaves the file alone."""
    budgets = json.loads(path.read_text()) if path.exists() else {}
    new, old = rounded_budget(usage), budgets.get(chapter)
    if old and all(abs(new[key] - old[key]) <= 0.2 * old[key] for key in new):
        return
    write_whole(path, json.dumps({**budgets, chapter: new}, indent=2, sort_keys=True) + "\n")


def shifted() -> str:
    """Return how the environment asks for another seed or scale than the stored one, or ``""``."""
    asked = {name: os.environ.get(name, usual) for name, usual in USUAL.items()}
    return ", ".join(f"{n}={value}" for n, value in asked.items() if value != USUAL[n])


class OverBudget(Exception):
    """A chapter used more than it may; nothing has been written then."""


def check_budget(source: Path, usage: dict[str, float], slow: bool) -> None:
    """Raise OverBudget if a chapter used too much; on a ``slow`` machine only for a runaway."""
    most = over(usage, slow)
    if most:
        used = f"{usage['cpu_seconds']:.0f} CPU seconds and {usage['peak_mb']:.0f} MB"
        allowed = " and ".join(f"{value} of {key}" for key, value in most.items())
        remedy = f"make run CHAPTER={source.stem[:2]} SLOW=1 stores it on a slow or busy machine"
        raise OverBudget(f"{source.name} used {used}; it may use {allowed}. {remedy}.")


def run_chapter(source: Path, write: bool = True, slow: bool = False) -> dict[str, float]:
    """Execute one chapter; with ``write``, replace its notebook and its budget.

    Under another seed or scale nothing is replaced.

    Args:
        slow: the machine is slow or busy: seconds over budget are no error, and a budget that was
            measured before stays.

    Raises:
        OverBudget: if it used more than it may and should be written.
    """
    nb = read_source(source)
    usage = execute(nb, source.parent)
    if write and not shifted():
        check_budget(source, usage, slow)
        write_whole(source.with_suffix(".ipynb"), stable(nb))
        processor.keep(source)
        if not over(usage):
            save_budget(source.with_name("budgets.json"), source.stem, usage)
    return usage


def keep_verdicts() -> None:
    """Write what the chapters decided, of which the last one is made."""
    from tools.trust import verdicts  # imports this module

    write_whole(ROOT / verdicts.NAME, verdicts.text())


def find_chapters(folder: Path, wanted: list[str]) -> list[Path]:
    """Return the sources of the wanted chapters (by number), or of all.

    Raises:
        SystemExit: if a wanted chapter does not exist.
    """
    every = sorted(folder.glob("[0-9][0-9]_*.md"))
    missing = [w for w in wanted if not any(p.name.startswith(w.zfill(2)) for p in every)]
    if missing:
        sys.exit(
            f"CHAPTER is {', '.join(missing)}; it should be one of {', '.join(p.name[:2] for p in every)}"
        )
    return [p for p in every if not wanted or any(p.name.startswith(w.zfill(2)) for w in wanted)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--check-only", action="store_true", help="execute, write nothing")
    parser.add_argument("--slow", action="store_true", help="seconds over budget are no error")
    parser.add_argument("--directory", type=Path, default=ROOT / "chapters")
    options = parser.parse_args()
    failed = []
    for source in find_chapters(options.directory, options.chapters):
        try:
            usage = run_chapter(source, not options.check_only, options.slow)
        except (CellExecutionError, OverBudget) as error:
            print(f"{source.name}: FAILED\n{error}", file=sys.stderr)
            failed.append(source.name)
            continue
        if not options.check_only and options.directory == ROOT / "chapters":
            keep_verdicts()
        note = f" OVER BUDGET ({', '.join(over(usage))})" if over(usage) else ""
        note += f" ({shifted()}: not stored)" if shifted() and not options.check_only else ""
        print(f"{source.name}: {usage['cpu_seconds']:.0f} CPU s, {usage['peak_mb']:.0f} MB{note}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
