"""List the licences of the locked packages: ``python -m tools.supply.licences`` writes DEPENDENCIES.md.

Each package's own metadata is read in the environment where the lock is installed.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from tools.files import write_whole

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-instructor.lock")
HEAD = """# What the course stands on

Every package of the lock files with the licence that its own metadata names. Written by
`python -m tools.supply.licences`; the tests compare it with the locks. On macOS appnope (BSD) is
added, on Windows colorama (BSD) and pywinpty (MIT).

| package | version | licence |
| --- | --- | --- |
"""


def locked() -> dict[str, str]:
    """Return package → version of both lock files, without what only other systems need."""
    lines = [line for name in LOCKS for line in (ROOT / name).read_text().splitlines()]
    return dict(line.split("==") for line in lines if "==" in line and ";" not in line)


def licence(package: str) -> str:
    """Return a package's licence: its SPDX expression, its classifiers or its first line."""
    found = metadata(package)
    if found.get("License-Expression"):
        return found["License-Expression"]
    classifiers = [c for c in found.get_all("Classifier", []) if c.startswith("License ::")]
    names = [c.split(" :: ")[-1] for c in classifiers if not c.endswith("OSI Approved")]
    text = next(iter((found.get("License") or "").strip().splitlines()), "")
    return ", ".join(names) or text or "not stated"


def main() -> int:
    rows, missing = [], []
    for package, version in sorted(locked().items(), key=lambda pair: pair[0].lower()):
        try:
            words = re.sub(r"\s+", " ", licence(package)).replace("|", "/")
        except PackageNotFoundError:
            missing.append(package)
            continue
        rows.append(f"| {package} | {version} | {words} |")
    if missing:
        print(f"not installed here, so not read: {', '.join(missing)}", file=sys.stderr)
        return 1
    write_whole(ROOT / "DEPENDENCIES.md", HEAD + "\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
