"""Write the two lock files from the ranges of pyproject.toml: ``python -m tools.supply.lock``.

Installs into a fresh environment and records what pip chose: ``requirements.lock`` for
the course, the book and the tests, ``requirements-instructor.lock`` for what grading adds.
torch is written without a local version, so that the same line takes a CPU or a CUDA build.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from tools.files import write_whole

ROOT = Path(__file__).parents[2]
HEAD = (
    "# Exact versions that pip installs; written by `make lock` from pyproject.toml on Python 3.11.\n"
    "# They hold on 3.12 and 3.13 too, and on Linux, macOS (Apple silicon) and Windows.\n"
)
ELSEWHERE = [  # what the locked packages need on other systems; a test names what is missing
    'appnope==1.0.0 ; sys_platform == "darwin"',
    'colorama==0.4.6 ; sys_platform == "win32"',
    'pywinpty==3.1.2 ; sys_platform == "win32"',
]
LEAVE_OUT = re.compile(r"^(nvidia-|cuda-|triton|pip==|moreisdifferent|-e )")


def freeze(python: Path) -> list[str]:
    """Return what is installed, without CUDA's packages and local versions."""
    out = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    ).stdout
    lines = [re.sub(r"\+[\w.]+$", "", line) for line in out.split()]
    return sorted((line for line in lines if not LEAVE_OUT.match(line)), key=str.lower)


def locked_torch() -> str:
    """Return the line that locks torch; it stays until somebody changes it."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install = [python, "-m", "pip", "install", "--quiet"]
        torch = [locked_torch()]
        subprocess.run([*install, "--upgrade", "pip"], check=True)
        wanted = [*project["dependencies"], *extras["book"], *extras["test"]]
        backend = ["hatchling", "editables"]
        subprocess.run([*install, *torch, *wanted, *backend], check=True)
        base = freeze(python)
        subprocess.run([*install, *torch, *wanted, *extras["instructor"]], check=True)
        full = freeze(python)
    moved = [line for line in base if line not in full]
    if moved:
        sys.exit(
            f"the instructor's packages change {', '.join(moved)}; pin those in pyproject.toml"
        )
    write_whole(ROOT / "requirements.lock", HEAD + "\n".join([*base, *ELSEWHERE]) + "\n")
    added = [line for line in full if line not in base]
    head = HEAD + "# What grading needs on top of requirements.lock.\n-r requirements.lock\n"
    write_whole(ROOT / "requirements-instructor.lock", head + "\n".join(added) + "\n")


if __name__ == "__main__":
    main()
