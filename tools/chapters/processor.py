"""Which processor made a chapter's outputs, and whether it is this one.

The pins (``tools.chapters.pins``) should give the same bits on every processor, now that no root goes
through MKL; emulation says so, and no second processor has confirmed it for whole chapters. Until one
has, the digits of a chapter are compared where the processor is the one that made them, and its
verdicts everywhere.
"""

import json
import platform
from pathlib import Path

from tools.files import write_whole

NAME = "processors.json"
FIELDS = ("vendor_id", "cpu family", "model")


def processor(cpuinfo: str | None = None) -> str:
    """Return vendor, family and model of this processor, or what Python knows of it.

    Args:
        cpuinfo: text in the form of ``/proc/cpuinfo``; this machine's if left out.
    """
    if cpuinfo is None:
        path = Path("/proc/cpuinfo")
        cpuinfo = path.read_text("utf-8", "replace") if path.exists() else ""
    found = {}
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        found.setdefault(key.strip(), value.strip())
    if all(field in found for field in FIELDS):
        return " ".join(found[field] for field in FIELDS)
    return f"{platform.system()} {platform.machine()}"


def keep(chapter: Path) -> None:
    """Write down that this processor made the outputs of ``chapter``."""
    path = chapter.with_name(NAME)
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    new = {**known, chapter.stem: processor()}
    write_whole(path, json.dumps(new, indent=2, sort_keys=True) + "\n")


def made_here(chapter: Path) -> bool:
    """Say whether this processor made the outputs of ``chapter``; true where nobody keeps a list."""
    path = chapter.with_name(NAME)
    if not path.exists():
        return True
    return json.loads(path.read_text("utf-8")).get(chapter.stem) == processor()
