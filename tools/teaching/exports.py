"""Whose is what: people and their files, by the conventions of the platforms that export them.

Moodle    ``Ann Lee_98765_assignsubmission_file_/…``, or the same before each file's name
Canvas    ``leeann_LATE_1234_567890_homework-1.ipynb``: user, attachment, attempt
Classroom ``week4-submissions/week4-annlee/…``: clones of ``gh classroom clone``
flat      a folder for each person, or ``ann_04_chapter.ipynb``

Two people are the same only if name and number are. A roster gives names and ids of its own.
"""

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)")
CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_(?P<number>\d{3,})_(?P<file>.+)", re.I)  # fmt: skip
CLASSROOM = "-submissions"
JUNK = {".ds_store", "thumbs.db", "desktop.ini", "__macosx", ".git", ".ipynb_checkpoints", ".idea", ".vscode", "__pycache__", ".venv", "venv", "node_modules", ".virtual_documents"}  # fmt: skip
NOT_HANDED_IN = {".csv", ".xlsx", ".md"}  # as loose files these are the instructor's
ID_COLUMNS = ("id", "student id", "id number", "identifier", "sis login id", "login id", "username", "github_username", "github username", "email", "email address", "sis user id")  # fmt: skip
NAME_COLUMNS = ("name", "student", "full name", "student name")
DEPTH = 4


class Person(NamedTuple):
    """Who handed in: the name and the number or login that the platform gives, "" if none."""

    name: str
    id: str = ""

    @property
    def key(self) -> str:
        return f"{self.name}_{self.id}" if self.id else self.name


class HandIn(NamedTuple):
    """A person and the files and folders that are theirs; ``note``: what the platform says."""

    person: Person
    paths: list[Path]
    form: str
    note: str = ""


class Listed(NamedTuple):
    """A line of a roster; ``ids``: all that may stand for the person, in small letters."""

    name: str
    id: str
    ids: frozenset[str]


def is_junk(name: str) -> bool:
    return name.casefold() in JUNK or name.startswith(("._", "~$"))


def children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not is_junk(path.name))


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def form_of(folder: Path) -> str:
    """Return the platform whose convention the names in a folder follow; "" if none's."""
    inside = children(folder)
    files = [path.name for path in inside if not is_folder(path)]
    folders = [path for path in inside if is_folder(path)]
    if any(MOODLE.fullmatch(path.name) for path in inside):
        return "Moodle"
    if files and 2 * sum(bool(CANVAS.fullmatch(name)) for name in files) >= len(files):
        return "Canvas"
    slug = slug_of(folder)
    if slug and any(path.name.startswith(slug) for path in folders):
        return "GitHub Classroom"
    return "GitHub Classroom" if any((path / ".git").exists() for path in folders) else ""


def slug_of(folder: Path) -> str:
    """Return what the names of all clones begin with, from the name of their folder."""
    name = folder.resolve().name
    return name.removesuffix(CLASSROOM) + "-" if name.endswith(CLASSROOM) else ""


def levels(folder: Path, depth: int = DEPTH) -> list[Path]:
    """Return the folders that hold people: ``folder``, or others if it only wraps an export."""
    if form_of(folder) or depth == 0:
        return [folder]
    inside = [path for path in children(folder) if is_folder(path)]
    loose = [p for p in children(folder) if not is_folder(p) and not is_instructors(p)]
    if inside and not loose:
        below = [levels(path, depth - 1) for path in inside]
        if all(any(form_of(level) for level in found) for found in below):
            return [level for found in below for level in found]
        only = children(inside[0]) if len(inside) == 1 else []
        if len(only) > 1 and all(is_folder(path) for path in only):
            return levels(inside[0], depth - 1)
    return [folder]


def whose(path: Path, form: str, slug: str, chapters: Sequence[str]) -> tuple[Person, str]:
    """Return whose a file or folder is, and what the platform says about it."""
    moodle, canvas = MOODLE.fullmatch(path.name), CANVAS.fullmatch(path.name)
    if form == "Moodle" and moodle:
        return Person(moodle["name"], moodle["id"]), ""
    if form == "Canvas" and canvas and not is_folder(path):
        return Person(canvas["name"], canvas["id"]), "late" if canvas["late"] else ""
    if form == "GitHub Classroom" and is_folder(path):
        login = path.name.removeprefix(slug) or path.name
        return Person(login, login if slug and login != path.name else ""), ""
    if is_folder(path):
        return Person(path.name), ""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    for chapter in chapters:
        before, found, _ = stem.partition(chapter)
        if found and before.strip(" _-"):
            return Person(before.strip(" _-")), ""
    return Person(stem), ""


def is_instructors(path: Path) -> bool:
    """Return whether a loose file was not handed in by anybody: a table, a note on the export."""
    loose = path.suffix.lower() in NOT_HANDED_IN or path.name.lower().startswith("readme")
    by_name = MOODLE.fullmatch(path.name) or CANVAS.fullmatch(path.name)
    return loose and not by_name and not is_folder(path)


def read_export(folder: Path, chapters: Sequence[str] = ()) -> list[HandIn]:
    """Return everybody who has a file or a folder in an export, in order of their names."""
    found: dict[Person, HandIn] = {}
    for level in levels(folder):
        form, slug = form_of(level), slug_of(level)
        for path in children(level):
            if is_instructors(path):
                continue
            person, note = whose(path, form, slug, chapters)
            had = found.setdefault(person, HandIn(person, [], form or "flat", note))
            had.paths.append(path)
            if note and not had.note:
                found[person] = had._replace(note=note)
    return sorted(found.values(), key=lambda one: one.person)


def plain_words(text: str) -> list[str]:
    """Return the words of a name without accents, capitals and signs, in order of the alphabet."""
    text = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in text if not unicodedata.combining(c))
    return sorted(re.findall(r"\w+", kept.replace("_", " ")))


def read_roster(path: Path) -> list[Listed]:
    """Return a class from a CSV with a column of names or of ids, or both.

    Raises:
        SystemExit: if the file has neither.
    """
    text = path.read_text("utf-8-sig")
    head = text.split("\n")[0]
    delimiter = max(",;\t", key=head.count)
    found = []
    for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
        row = {(k or "").strip().casefold(): (v or "").strip() for k, v in row.items() if isinstance(v, (str, type(None)))}  # fmt: skip
        name = next((row[key] for key in NAME_COLUMNS if row.get(key)), "")
        parts = [row.get(key, "") for key in ("first name", "surname", "last name")]
        name = name or " ".join(filter(None, parts))
        ids = [row[key] for key in ID_COLUMNS if row.get(key)]
        if (name or ids) and not name.startswith("Points Possible"):
            numbers = [re.sub(r"\D", "", x) for x in ids if x.startswith("Participant ")]
            known = frozenset(x.casefold() for x in ids + numbers)
            found.append(Listed(name or ids[0], ids[0] if ids else "", known))
    if not found:
        wanted = ", ".join(NAME_COLUMNS + ID_COLUMNS)
        sys.exit(f"ROSTER is {path}; its first line should name a column of: {wanted}")
    return found


def fits(person: Person, listed: Listed) -> bool:
    """Return whether a person may be the one on a line of the roster."""
    names = {person.name.casefold(), person.id.casefold()} - {""}
    if names & listed.ids or any(person.name.casefold().endswith(f"-{x}") for x in listed.ids):
        return True
    here, there = plain_words(person.name), plain_words(listed.name)
    if here == there or not there:
        return bool(here and there)
    written_together = re.sub(r"\W", "", person.name.casefold())  # "leeann", as Canvas has it
    orders = permutations(there) if len(there) <= 4 else ()
    return "".join(plain_words(written_together)) in {"".join(order) for order in orders}


def on_roster(people: list[Person], roster: list[Listed]) -> dict[Person, Listed | str]:
    """Return each person's line of the roster, or words if there is not exactly one."""
    options = {person: [line for line in roster if fits(person, line)] for person in people}
    for person, lines in options.items():  # a number decides between people of one name
        exact = [line for line in lines if person.id and person.id.casefold() in line.ids]
        options[person] = exact or lines
    found = {}
    for person, lines in options.items():
        rivals = [other for other in people if other != person and set(options[other]) & set(lines)]
        if not lines:
            found[person] = "not on the roster"
        elif len(lines) > 1 or rivals:
            found[person] = f"not told apart on the roster: {lines[0].name}"
        else:
            found[person] = lines[0]
    return found
