"""Try the oldest versions that pyproject.toml allows: ``python -m tools.supply.lowest [01 …]``.

A notebook on Colab keeps the versions that are there when they lie within the ranges, so the lower
ends must hold too. Installs them into a fresh environment, runs the library's tests and then the
chapters: every verdict must come out as the registry has it. torch comes in its CPU build where
PyTorch's index can be reached; elsewhere with CUDA, which is gigabytes.
"""

import re
import sys
import tomllib

from tools.supply import fresh
from tools.supply.fresh import ROOT


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
    with fresh.environment() as python:
        torch, *others = lowest(project["dependencies"])
        fresh.install_torch(python, torch)
        fresh.install(python, torch, *others, *extras["book"], *extras["test"])
        fresh.install_course(python)
        passed = [fresh.units(python)]
        passed += [fresh.unpinned(python, path) for path in fresh.chapters(sys.argv[1:])]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
