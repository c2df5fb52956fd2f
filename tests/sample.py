"""A chapter and a checkout of a few lines, for every test that needs one."""

import shutil
from pathlib import Path

from tools.chapters.run import ROOT

HEADER = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---
"""


def chapter(*cells: str, words: str = "") -> str:
    """Return the source of a chapter: its header, ``words``, and each cell in a fence."""
    fenced = [f"```{{code-cell}} ipython3\n{cell.strip()}\n```\n" for cell in cells]
    return "\n".join([HEADER, *([f"{words}\n"] if words else []), *fenced])


def checkout(folder: Path, *packages: str) -> Path:
    """Copy ``packages`` of this repository into ``folder``, beside an empty ``chapters/``."""
    for name in packages:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "chapters").mkdir()
    return folder
