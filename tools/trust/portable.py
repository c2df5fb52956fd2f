"""Run chapters without the pins: ``python -m tools.trust.portable [--missing] [01 …]``.

Four conditions, in which every pair of settings of threads, of torch's instruction set and of
OpenBLAS's kernels occurs once. The kernel itself checks, before the chapter and after it, that
the setting is in force. Every verdict and every output must be the stored one, except numbers
behind a ``≈``. The results go to ``reports/portable.json`` chapter by chapter.
"""

import argparse
import itertools
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError

from tools.chapters.pins import PINS
from tools.chapters.run import ROOT, chapter_client, find_chapters, read_source
from tools.chapters.usage import kernel_usage
from tools.trust import report

CONDITIONS = [  # threads, torch, OpenBLAS
    (1, "default", "Haswell"),
    (1, "avx2", "SkylakeX"),
    (2, "avx2", "Haswell"),
    (2, "default", "SkylakeX"),
]
NOT_COMPARED = {"image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json"}

# display.start() asks for one thread. Here that must not undo the condition.
BEGIN = """
def check_condition(threads, capability, core):
    import numpy, scipy.linalg, threadpoolctl, torch

    found = torch.get_num_threads(), torch.backends.cpu.get_cpu_capability().lower()
    assert found == (threads, capability), f"torch runs with {{found}}"
    pools = [p for p in threadpoolctl.threadpool_info() if p["internal_api"] == "openblas"]
    found = {{(p["num_threads"], p["architecture"]) for p in pools}}
    assert found == {{(threads, core)}}, f"OpenBLAS runs with {{found}}"


import torch
import moreisdifferent.display.style

torch.set_num_threads({threads})
torch.set_num_threads = id  # does nothing, and can be sent to a measuring process
moreisdifferent.display.style.threadpool_limits = lambda n: None
check_condition{condition}
"""


def environment(threads: int, capability: str, core: str) -> dict[str, str]:
    """Return the pins with the three settings replaced."""
    pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    changed = {"ATEN_CPU_CAPABILITY": capability, "OPENBLAS_CORETYPE": core}
    # two libraries' idle threads would else spin on the same cores, ten times as long
    asleep = {"OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_THREAD_TIMEOUT": "4"}
    return {**PINS, **dict.fromkeys(pools, str(threads)), **changed, **asleep}


def name(threads: int, capability: str, core: str) -> str:
    return f"{threads} thread{'s' * (threads > 1)}, {capability}, {core}"


@contextmanager
def surroundings(values: dict[str, str]):
    """Set environment variables for a while."""
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


def sanitizers() -> list[tuple[str, str]]:
    """Return the substitutions that the tests apply to outputs before they compare."""
    text = (ROOT / "tests" / "nbval_sanitize.cfg").read_text("utf-8")
    return re.findall(r"regex: (.*)\nreplace: (.*)", text)


def texts(cell: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """Return what is compared of a cell's outputs: kinds and texts without marked numbers."""
    found = []
    for output in cell.get("outputs", []):
        parts = dict(output.get("data", {})) | {k: output[k] for k in ("text",) if k in output}
        found += [(kind, str(part)) for kind, part in parts.items() if kind not in NOT_COMPARED]
    return [(kind, _apply(text)) for kind, text in sorted(found, key=lambda pair: pair[0])]


def _apply(text: str) -> str:
    for pattern, replacement in sanitizers():
        text = re.sub(pattern, replacement, text)
    return text


def compare(stored: list, fresh: list) -> list[str]:
    """Return a line for each code cell whose outputs differ."""
    lines = []
    for old, new in zip(stored, fresh):
        before, after = texts(old), texts(new)
        if before != after:
            pairs = itertools.zip_longest(before, after, fillvalue=("nothing", ""))
            first = next((a, b) for a, b in pairs if a != b)
            lines.append(f"{new['id']}: {_excerpt(*(text for _, text in first))}")
    return lines


def _excerpt(old: str, new: str, width: int = 60) -> str:
    at = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    at = max(0, at - 20)
    return f"{old[at : at + width]!r} became {new[at : at + width]!r}"


def run_condition(source: Path, condition: tuple[int, str, str]) -> dict:
    """Execute a chapter under a condition and compare it with its stored outputs."""
    stored = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    nb = read_source(source)
    check = [BEGIN.format(threads=condition[0], condition=condition), f"check_condition{condition}"]
    first, last = map(nbformat.v4.new_code_cell, check)
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    nb.cells, failed = [first, *nb.cells, last], []
    with surroundings(environment(*condition)):
        client = chapter_client(nb, source.parent, timeout=1800)
        with client.setup_kernel():
            try:
                for index, cell in enumerate(nb.cells):
                    client.execute_cell(cell, index)
            except CellExecutionError as error:
                failed.append(f"{cell['id']}: {error.ename}: {error.evalue.splitlines()[0]}")
            seconds = kernel_usage(client.km.provisioner.pid)["cpu_seconds"]
    before = [cell for cell in stored.cells if cell.cell_type == "code"]
    failed = failed or compare(before, cells)
    passed = len(cells) - len(failed)
    return {"passed": passed, "failed": failed, "cpu_seconds": seconds}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--missing", action="store_true", help="only what the report lacks")
    options = parser.parse_args()
    failed = 0
    for source, condition in itertools.product(
        find_chapters(ROOT / "chapters", options.chapters), CONDITIONS
    ):
        known = report.current("portable", [source]).get(source.stem, {"results": {}})
        if options.missing and name(*condition) in known["results"]:
            continue
        result = run_condition(source, condition)
        seconds = result.pop("cpu_seconds")
        report.note("portable", source, {name(*condition): result}, seconds)
        words = "; ".join(result["failed"]) or f"{result['passed']} cells agree"
        print(f"{source.stem}, {name(*condition)}: {words}", flush=True)
        failed += bool(result["failed"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
