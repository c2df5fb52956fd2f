"""Execute a chapter and read its verdicts at full precision, whether or not they agree.

A first cell is put before the chapter's own. It replaces the step that compares a verdict
with the registry by one that writes what was found, the evidence and the rules to a file,
so that one verdict that disagrees does not hide those after it.
"""

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError

from tools.run import chapter_client
from tools.usage import kernel_usage

RECORDER = """
def _record_verdicts(path):
    import importlib, json, dataclasses
    module = importlib.import_module("moreisdifferent.display.verdict")

    def write(verdict):
        record = {"claim": verdict.claim.id, "found": verdict.found, "kind": verdict.claim.kind}
        record["expected"] = verdict.claim.verdict
        record["evidence"] = {k: dataclasses.asdict(e) for k, e in verdict.evidence.items()}
        record["rules"] = {
            side: {k: [r.least, r.most] for k, r in rules.items()} for side, rules in verdict.rules
        }
        with open(path, "a", encoding="utf-8") as file:
            print(json.dumps(record), file=file)
        return verdict

    module._agree = write
"""


@dataclass
class Recorded:
    """What a run gave: verdicts by claim, the error that ended it, what it used."""

    verdicts: dict[str, dict] = field(default_factory=dict)
    error: str = ""
    cell: int = -1
    usage: dict[str, float] = field(default_factory=dict)


def record(
    nb: nbformat.NotebookNode, folder: Path, until: str = "", before: str = "", timeout: int = 1200
) -> Recorded:
    """Execute ``nb`` in ``folder``, to the verdict of the claim ``until`` or to the end.

    Args:
        before: code that the kernel runs first.

    An error of a cell ends the run and is returned, with the number of the cell.
    """
    run = Recorded()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "verdicts.jsonl"
        first = f"{before}\n{RECORDER}\n_record_verdicts({str(path)!r})"
        nb.cells.insert(0, nbformat.v4.new_code_cell(first))
        client = chapter_client(nb, folder, timeout)
        with client.setup_kernel():
            for index, cell in enumerate(nb.cells):
                try:
                    client.execute_cell(cell, index)
                except CellExecutionError as error:
                    run.error, run.cell = f"{error.ename}: {error.evalue}", index - 1
                run.verdicts = _read(path)
                if run.error or until in run.verdicts:
                    break
            run.usage = kernel_usage(client.km.provisioner.pid)
    return run


def _read(path: Path) -> dict[str, dict]:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {entry["claim"]: entry for entry in map(json.loads, lines)}
