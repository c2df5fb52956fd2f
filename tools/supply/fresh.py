"""A fresh environment in a temporary folder, and what is tried in it: library and chapters."""

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.chapters.pins import PINS
from tools.supply.reachable import reachable

ROOT = Path(__file__).parents[2]
TORCH_CPU = "https://download.pytorch.org/whl/cpu"
FLOORS = ("datasets", "models", "training", "evaluation", "display", "properties")


@contextmanager
def environment() -> Iterator[str]:
    """Make an environment and yield its Python; it is gone afterwards."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # Windows may hold a file
        venv.create(folder, with_pip=True)
        inside = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
        yield str(Path(folder).joinpath(*inside))


def install(python: str, *wanted: str, quietly: bool = True) -> None:
    command = [python, "-m", "pip", "install", *["--quiet"] * quietly, *wanted]
    subprocess.run(command, cwd=ROOT, check=True)


def install_torch(python: str, wanted: str, cap: str = "") -> None:
    """Install torch in its CPU build where PyTorch's index can be reached.

    Args:
        wanted: a requirement, such as ``torch>=2.6,<3``.
        cap: added to ``wanted`` where the index cannot be reached, such as ``<=2.13.0``.
    """
    if reachable(f"{TORCH_CPU}/torch/"):
        install(python, "--upgrade", wanted, "--index-url", TORCH_CPU)
    else:
        print(
            f"{TORCH_CPU} cannot be reached: torch comes from where pip finds it{cap and ', '}{cap}"
        )
        install(python, "--upgrade", f"{wanted}{cap and ','}{cap}")


def install_course(python: str) -> None:
    """Install this checkout into an environment that has what it needs."""
    install(python, "hatchling", "editables")
    install(python, "--no-deps", "--no-build-isolation", "-e", ".")


def versions(python: str) -> dict[str, str]:
    """Return package → version of what is installed, without local versions."""
    command = [python, "-m", "pip", "list", "--format=freeze"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    found = (line.split("==") for line in lines if "==" in line)
    return {name.lower().replace("_", "-"): re.sub(r"\+.*", "", v) for name, v in found}


def passes(python: str, *arguments: str, **settings) -> bool:
    """Run a module of the environment in this checkout; return whether it ended well."""
    here = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    around = {**os.environ, "PYTHONPATH": here, "PYTHONUTF8": "1"}
    settings = {"cwd": ROOT, "env": around, **settings}
    return subprocess.run([python, "-m", *arguments], **settings).returncode == 0


def units(python: str) -> bool:
    """Run the library's tests."""
    folders = [f"tests/{floor}" for floor in FLOORS]
    return passes(python, "pytest", "-q", "-m", "not slow and not browser", *folders)


def chapters(numbers: list[str]) -> list[Path]:
    """Return the notebooks of the named chapters; of all when none is named."""
    found = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.ipynb"))
    return [path for path in found if not numbers or path.name[:2] in numbers]


def unpinned(python: str, notebook: Path) -> bool:
    """Run a chapter without the pins and store nothing: a verdict that differs makes it fail."""
    mine = {*PINS, "MID_SEED", "MID_SCALE"}
    here = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    around = {k: v for k, v in os.environ.items() if k not in mine}
    around |= {"PYTHONPATH": here, "PYTHONUTF8": "1"}
    command = ("jupyter", "execute", "--kernel_name=python3", notebook.name)
    return passes(python, *command, cwd=notebook.parent, env=around)
