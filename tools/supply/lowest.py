"""Try the oldest versions that pyproject.toml allows: ``python -m tools.supply.lowest [01 …]``.

A notebook on Colab keeps the versions that are there when they lie within the ranges, so the lower
ends must hold too. Installs them into a fresh environment, runs the library's tests and then the
chapters: every verdict must come out as the registry has it.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("datasets", "models", "training", "evaluation", "display", "properties")


def lowest(requirements: list[str]) -> list[str]:
    """Return ``name==version`` of the lower end of each range.

    Raises:
        ValueError: if a requirement has none.
    """
    found = [re.match(r"([\w.-]+)>=([\w.]+)", line) for line in requirements]
    if None in found:
        line = requirements[found.index(None)]
        raise ValueError(f"dependencies has {line!r}; it should begin with name>=version")
    return [f"{match[1]}=={match[2]}" for match in found]


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet"]
        wanted = [*lowest(project["dependencies"]), *extras["book"], *extras["test"]]
        subprocess.run([*install, *wanted, "hatchling", "editables"], cwd=ROOT, check=True)
        subprocess.run([*install, "--no-deps", "-e", "."], cwd=ROOT, check=True)
        units = ["pytest", "-q", *(f"tests/{floor}" for floor in FLOORS)]
        chapters = ["tools.chapters.run", "--check-only", *sys.argv[1:]]
        done = [subprocess.run([python, "-m", *what], cwd=ROOT) for what in (units, chapters)]
    return max(run.returncode for run in done)


if __name__ == "__main__":
    sys.exit(main())
