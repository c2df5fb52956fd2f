"""Build the book aside and put it in place: ``python -m tools.reading.book``.

A chapter whose page would not show what its source says ends the build before it begins. Sphinx
writes into ``_build/work``; only a build without a warning replaces ``_build/html``, by
renaming. Killed at any moment, the last good book is what stands there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.chapters.ready import problems
from tools.reading import lab, links

ROOT = Path(__file__).parents[2]


def build(root: Path = ROOT) -> int:
    """Run Jupyter Book in ``root``, a warning being an error; return its exit status."""
    place, work = root / "_build" / "html", root / "_build" / "work" / "_build" / "html"
    recover(place)
    found = problems(root / "chapters")
    if found:
        print(*found, "The book was not built.", sep="\n", file=sys.stderr)
        return 1
    done = run_jupyter_book(root)
    if done.returncode:  # its last lines point to a folder that is not the book's
        print(done.stdout, file=sys.stderr)
        return done.returncode
    put_in_place(work, place)
    links.complete_downloads(place, root)
    if port := lab.running(root):
        lab.point_links(place, port)
    return 0


def run_jupyter_book(root: Path) -> subprocess.CompletedProcess:
    """Build into ``_build/work`` with this checkout's tools; warnings go to the terminal."""
    book = Path(sys.executable).with_name("jupyter-book")
    options = ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    command = [book, "build", ".", "--path-output", "_build/work", *options]
    here = os.pathsep.join([str(root), str(root / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": here.rstrip(os.pathsep)}
    return subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)


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
