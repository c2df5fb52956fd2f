"""What is in a hand-in: notebooks, recognised by what they hold, and what could not be read.

Nothing is unpacked to the disk, no link is followed out of a hand-in, and whatever one file does
wrong costs that file.
"""

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import nbformat

from tools.teaching.exports import CANVAS, HandIn, children, is_folder, is_junk

MOST_BYTES, MOST_MEMBERS, MOST_FILES, DEPTH = 100 * 2**20, 2000, 5000, 12
MAYBE = {"", ".ipynb", ".json", ".txt", ".zip"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[-_T ]\d{2}[-:.]?\d{2}(?:[-:.]?\d{2})?)?")
COPY = re.compile(r"(?:[-_ ]|\()v?(\d{1,3})\)?(?:_LATE)?$", re.I)


class Notebook(NamedTuple):
    """A notebook that was handed in; ``name``: its place in the hand-in."""

    name: str
    content: dict


class Contents(NamedTuple):
    """Everything in a hand-in: notebooks, files that are no notebooks, and what was odd."""

    notebooks: list[Notebook]
    others: list[str]
    odd: list[str]


class Odd(ValueError):
    """A file that cannot be used, in words for its sender."""


def files_of(hand_in: HandIn, odd: list[str]) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file in a hand-in; add to ``odd`` what was not followed."""
    roots = [path.resolve() for path in hand_in.paths if is_folder(path)]

    def walk(path: Path, name: str, depth: int):
        if path.is_symlink():
            target = path.resolve()
            if not target.exists():
                odd.append(f"{name} is a link to nothing")
            elif not any(target.is_relative_to(root) for root in roots):
                odd.append(f"{name} is a link out of the folder and was not followed")
            elif target.is_file():
                yield name, target
        elif path.is_dir():
            if depth == 0:
                odd.append(f"{name} is nested too deeply")
                return
            try:
                inside = children(path)
            except OSError as error:
                odd.append(f"{name} cannot be opened: {error.strerror}")
                return
            for child in inside:
                yield from walk(child, f"{name}/{child.name}" if name else child.name, depth - 1)
        elif path.is_file():
            yield name, path

    count = 0
    for top in hand_in.paths:
        for name, path in walk(top, "" if is_folder(top) else top.name, DEPTH):
            if count == MOST_FILES:
                odd.append(f"more than {MOST_FILES} files; the others were left out")
                return
            count += 1
            yield name, path


def members(name: str, data: bytes, odd: list[str], depth: int = 2) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of what a zip file holds, read in memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except Exception as error:
        odd.append(f"{name} is no zip file that can be opened: {error}")
        return
    if len(infos) > MOST_MEMBERS:
        odd.append(f"{name} holds {len(infos)} files; at most {MOST_MEMBERS} are read")
        return
    left = MOST_BYTES
    for info in infos:
        inner = f"{name}/{info.filename}"
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if info.is_dir() or any(is_junk(part) for part in place.parts):
            continue
        if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
            odd.append(f"{inner}: a name that leads out of the zip file; it was left out")
        elif stat.S_ISLNK(info.external_attr >> 16):
            odd.append(f"{inner} is a link and was left out")
        elif place.suffix.lower() not in MAYBE:
            yield inner, b""
        else:
            try:
                with archive.open(info) as file:
                    content = file.read(left + 1)
            except Exception as error:  # encrypted, damaged, of an unknown kind
                odd.append(f"{inner} cannot be read: {error}")
                continue
            left -= len(content)
            if left < 0:
                odd.append(f"{name} holds more than {MOST_BYTES >> 20} MB and was not read further")
                return
            if content.startswith(b"PK\x03\x04") and depth > 1:
                yield from members(inner, content, odd, depth - 1)
            else:
                yield inner, content


def as_notebook(data: bytes) -> dict:
    """Return a notebook as nbformat 4's JSON, each source one text; tolerant of odd cells.

    Raises:
        Odd: if it is none.
    """
    if data.lstrip()[:9].lower() in (b"<!doctype", b"<html>") or data.lstrip()[:5] == b"<html":
        raise Odd("it is a web page")
    try:
        content = json.loads(
            data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        )
        if isinstance(content, dict) and "worksheets" in content:
            content = nbformat.convert(nbformat.from_dict(content), 4)
    except RecursionError:
        raise Odd("it is nested too deeply") from None
    except Exception as error:
        raise Odd(str(error) if data.strip() else "it is empty") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Odd("it has no cells")
    cells = []
    for cell in content["cells"]:
        source = cell.get("source", "") if isinstance(cell, dict) else None
        if isinstance(source, list):
            source = "".join(map(str, source))
        if isinstance(source, str):
            metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
            if not isinstance(metadata.get("nbgrader", {}), dict):
                metadata = {k: v for k, v in metadata.items() if k != "nbgrader"}
            if not isinstance(metadata.get("tags", []), list):
                metadata = {k: v for k, v in metadata.items() if k != "tags"}
            source = source.replace("\r\n", "\n").replace("\r", "\n")
            kind = str(cell.get("cell_type", "code"))
            cells.append({"cell_type": kind, "id": str(cell.get("id", "")), "source": source, "metadata": metadata})  # fmt: skip
    return {"cells": cells}


def contents(hand_in: HandIn) -> Contents:
    """Return what a person handed in."""
    found = Contents([], [], [])
    for name, path in files_of(hand_in, found.odd):
        try:
            if path.suffix.lower() not in MAYBE:
                found.others.append(name)
                continue
            if path.stat().st_size > MOST_BYTES:
                raise Odd(f"it has {path.stat().st_size >> 20} MB")
            data = path.read_bytes()
        except (OSError, Odd) as error:
            found.odd.append(f"{name} was not read: {error}")
            continue
        inside = members(name, data, found.odd) if data.startswith(b"PK") else [(name, data)]
        for inner, content in inside:
            take(inner, content, found)
    return found


def take(name: str, data: bytes, found: Contents) -> None:
    """Add one file to what was found."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix != ".ipynb" and not (suffix in MAYBE and b'"cells"' in data):
        found.others.append(name)
        return
    try:
        found.notebooks.append(Notebook(name, as_notebook(data)))
    except Odd as error:
        if suffix == ".ipynb":
            found.odd.append(f"{name}: this is no notebook: {error}")
        else:
            found.others.append(name)


def order(name: str) -> tuple:
    """Return by what attempts are put in order: date or number of the platform's."""
    canvas = CANVAS.fullmatch(name.split("/")[0])
    dates = DATE.findall(name)
    return (int(canvas["number"]) if canvas else 0, max(dates, default=""))


def copy_number(name: str) -> int:
    """Return the number behind a name: 2 for ``homework-2`` and ``homework (2)``, 0 for none."""
    found = COPY.search(PurePosixPath(name).stem)
    return int(found[1]) if found else 0
