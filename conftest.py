"""What holds for every test: pinned arithmetic, and notebooks compared to the last digit.

nbval executes each chapter and compares its outputs. On top of that, here: the same
settings wherever pytest is started, numbers behind a ``≈``, pictures and records compared, a cell that was never run is an error, and a chapter that exceeds its budget fails.
"""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from tools.chapters.compare import moved  # noqa: E402
from tools.chapters.pins import pin  # noqa: E402
from tools.chapters.usage import kernel_usage, limits  # noqa: E402

pin()


def pytest_configure(config):
    if getattr(config.option, "nbval", False):
        config.option.nbval_sanitize_with = str(ROOT / "tests" / "nbval_sanitize.cfg")
        config.option.nbval_current_env = True


def _is_chapter_cell(item) -> bool:
    return type(item).__name__ == "IPyNbCell"


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
    lines = [] if timed else moved(item.cell.outputs, item.test_outputs)
    if lines:
        pytest.fail(f"{name}: {'; '.join(lines)}", pytrace=False)
    usage = kernel_usage(item.parent.kernel.km.provisioner.pid)
    over = {k: v for k, v in limits(item.path.stem).items() if usage[k] > v}
    if over:
        pytest.fail(f"{name}: the chapter has used {usage}; its budget is {over}", pytrace=False)
