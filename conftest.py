"""What holds for every test: pinned arithmetic, and notebooks compared to the last digit.

nbval executes each chapter and compares its outputs where the processor is the one that made
them; elsewhere its verdicts (``tools.chapters.processor``). On top of that, here: the same
settings wherever pytest is started, numbers behind a ``≈``, pictures and records compared,
a cell that was never run is an error, and a chapter that exceeds its budget is named; it
fails for its memory or as a runaway, since seconds depend on the machine.
"""

import time
import warnings
from pathlib import Path

import pytest

from tools.chapters.compare import moved, verdicts_moved
from tools.chapters.parts import slowest, spent, workers
from tools.chapters.pins import pin
from tools.chapters.processor import made_here
from tools.chapters.usage import kernel_usage, over

ROOT = Path(__file__).parent
BEGIN = time.monotonic()
warned = set()  # chapters that are over budget and have been named

pin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    return workers()


def pytest_terminal_summary(terminalreporter):
    reports = [r for group in terminalreporter.stats.values() for r in group]
    timed = [(r.nodeid, r.duration) for r in reports if hasattr(r, "duration")]
    if len(timed) > 100:
        terminalreporter.section(f"{spent(time.monotonic() - BEGIN)}; the slowest parts")
        terminalreporter.write_line("\n".join(slowest(timed)))


def pytest_configure(config):
    if getattr(config.option, "nbval", False):
        config.option.nbval_sanitize_with = str(ROOT / "tests" / "nbval_sanitize.cfg")
        config.option.nbval_current_env = True


def _is_chapter_cell(item) -> bool:
    return type(item).__name__ == "IPyNbCell"


def pytest_collection_modifyitems(items):
    elsewhere = {i.path for i in items if _is_chapter_cell(i)}
    elsewhere = {path for path in elsewhere if not made_here(path)}
    for item in items:
        if _is_chapter_cell(item) and item.path in elsewhere:
            item.options["check"] = False  # digits are another processor's: verdicts are compared


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    outcome = yield
    if _is_chapter_cell(item):
        _check_cell(item)
    return outcome


def _check_cell(item):
    name = f"{item.path.name}, cell {item.cell_num}"
    if item.cell.execution_count is None:
        pytest.fail(
            f"{name} has no outputs because it was never run: `make run` first", pytrace=False
        )
    timed = "nbval-ignore-output" in item.cell.metadata.get("tags", [])  # seconds do not repeat
    compare = moved if made_here(item.path) else verdicts_moved
    lines = [] if timed else compare(item.cell.outputs, item.test_outputs)
    if lines:
        pytest.fail(f"{name}: {'; '.join(lines)}", pytrace=False)
    usage = kernel_usage(item.parent.kernel.km.provisioner.pid)
    if most := over(usage, slow=True):
        pytest.fail(f"{name}: the chapter has used {usage}; it may use {most}", pytrace=False)
    if over(usage) and item.path.stem not in warned:
        warned.add(item.path.stem)
        warnings.warn(
            f"{name}: {usage['cpu_seconds']:.0f} CPU seconds so far, more than a quiet machine needs",
            stacklevel=2,
        )
