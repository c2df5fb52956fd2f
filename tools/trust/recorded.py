"""Execute a chapter and read its verdicts, whether or not they agree.

What compares a verdict with the registry is replaced by what writes the verdict and the record
that a notebook stores of it, once rounded as there and once with every digit, to a file: so one that
disagrees does not hide those after it.
"""

import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError

from tools.chapters.run import chapter_client
from tools.chapters.usage import kernel_usage

RECORDER = """
def record_verdicts(path):
    import dataclasses, importlib, json

    def write(verdict):
        record = {"claim": verdict.claim.id, "found": verdict.found, "kind": verdict.claim.kind}
        record["expected"] = verdict.claim.verdict
        record["stored"] = verdict.record()
        digits = [{"name": k, **dataclasses.asdict(e)} for k, e in verdict.evidence.items()]
        record["full"] = {**record["stored"], "evidence": digits}
        with open(path, "a", encoding="utf-8") as file:
            print(json.dumps(record), file=file)
        return verdict

    importlib.import_module("moreisdifferent.display.verdict")._agree = write
"""


@dataclass
class Recorded:
    """What a run gave: verdicts by claim, the error that ended it (or none), what it used."""

    verdicts: dict[str, dict] = field(default_factory=dict)
    error: str = ""
    cell: int = -1
    usage: dict[str, float] = field(default_factory=dict)


def read_verdicts(path: Path) -> dict[str, dict]:
    """Return the verdicts that a run has written, by claim."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {entry["claim"]: entry for entry in map(json.loads, lines)}


def record(
    nb: nbformat.NotebookNode,
    folder: Path,
    timeout: int | None = 1200,
    progress: Callable[[list], Iterable] = iter,
) -> Recorded:
    """Execute ``nb`` in ``folder``; an error of a cell ends the run and is returned.

    Args:
        timeout: seconds for one cell; None for no limit.
        progress: goes round the cells, as tqdm does.
    """
    run = Recorded()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "verdicts.jsonl"
        first = nbformat.v4.new_code_cell(f"{RECORDER}\nrecord_verdicts({str(path)!r})")
        nb.cells.insert(0, first)
        client = chapter_client(nb, folder, timeout)
        with client.setup_kernel():
            try:
                for run.cell, cell in enumerate(progress(nb.cells), start=-1):
                    client.execute_cell(cell, run.cell + 1)
                    run.usage = kernel_usage(client.km.provisioner.pid)
            except CellExecutionError as error:
                run.error = f"{error.ename}: {error.evalue}"
                run.usage = kernel_usage(client.km.provisioner.pid)
            except DeadKernelError:
                run.error = f"the kernel died in cell {run.cell}, as when memory is out"
        run.verdicts = read_verdicts(path)
    return run
