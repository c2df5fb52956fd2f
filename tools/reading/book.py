"""Build the book aside and put it in place: ``python -m tools.reading.book``.

Sphinx writes into ``_build/work``; only a build without a warning replaces ``_build/html``, by
renaming. Killed at any moment, the last good book is what stands there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def build(root: Path = ROOT) -> int:
    """Run Jupyter Book in ``root``, a warning being an error; return its exit status."""
    recover(root / "_build" / "html")
    book = Path(sys.executable).with_name("jupyter-book")
    options = ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    command = [book, "build", ".", "--path-output", "_build/work", *options]
    done = subprocess.run(command, cwd=root)
    if done.returncode == 0:
        put_in_place(root / "_build" / "work" / "_build" / "html", root / "_build" / "html")
    return done.returncode


def put_in_place(built: Path, place: Path) -> None:
    """Replace ``place`` by a copy of ``built``: at every moment one of the two is whole."""
    new, old = place.with_name("html.new"), place.with_name("html.old")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(built, new, copy_function=shutil.copy)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        os.replace(place, old)
    os.replace(new, place)
    shutil.rmtree(old, ignore_errors=True)


def recover(place: Path) -> None:
    """Take the last good book back if a kill fell between the two renames."""
    old = place.with_name("html.old")
    if old.exists() and not place.exists():
        os.replace(old, place)


if __name__ == "__main__":
    sys.exit(build())
