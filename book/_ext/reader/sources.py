"""Citations and figures that lead nowhere are build warnings, and so errors.

A chapter cites as ``[Kepler 1609](../book/bibliography.md)``, which reads well in a plain
notebook. Here the label is matched with an entry of ``references.bib`` by author and year.
"""

import re
import unicodedata
from pathlib import Path

from pybtex.database import parse_file

from .registry import read_notebook, read_registry, text

CITATION = re.compile(r"([^\[\]\n]{0,80})\[([^\]\[]+)\]\((?:\.\./book/)?bibliography\.md\)")
FIGURE = re.compile(r"\bFigures? (\d+\.\d+)")
CAPTION = re.compile(r"<strong>Figure (\d+\.\d+)\.</strong>")


def plain(words: str) -> str:
    """Return lower-case letters without accents: ``Bühlmann`` and ``B{\\"u}hlmann`` agree."""
    words = unicodedata.normalize("NFKD", words)
    return "".join(c for c in words if not unicodedata.combining(c)).lower()


def read_bibliography(root: Path) -> dict[str, tuple[list[str], str]]:
    """Return key → last names of the authors or editors, and the year (or ``""``)."""
    entries = {}
    for key, entry in parse_file(str(root / "book" / "references.bib")).entries.items():
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [plain(re.sub(r"[{}]|\\.", "", " ".join(p.last_names))) for p in people]
        entries[key] = names, entry.fields.get("year", "")
    return entries


def find_key(label: str, before: str, bibliography: dict) -> str | None:
    """Return the key that ``label`` cites, or None.

    A label is authors and a year; when it is a year alone, the authors are the words before. Of
    several entries the one with the right first author counts; 2020b is the second such entry.
    """
    label = " ".join(label.split())
    tight = re.sub(r"[^a-z0-9]", "", plain(label))
    if tight in bibliography:
        return tight
    year = re.search(r"\b(\d{4})([a-z]?)\b", label)
    authors = label if re.search(r"[^\W\d]{2}", label) else before
    known = by_author(authors, year, bibliography)
    if not known and not year:
        known = by_author(before, year, bibliography)  # "An anonymous survey … (the survey)"
    if not known:
        return None
    best = max((first, number) for number, first, _ in known)
    alike = [key for number, first, key in known if (first, number) == best]
    place = ord(year[2]) - ord("a") if year and year[2] else 0
    return alike[place] if place < len(alike) else None


def by_author(words: str, year: re.Match | None, bibliography: dict) -> list[tuple]:
    """Return (authors named, whether the first is, key) of the entries of a year, or of none."""
    said = set(re.findall(r"[\w-]+", plain(words))) - {"others", "and", "the", "of"}
    known = [
        (sum(bool(said & set(name.split())) for name in names), bool(said & {*names[:1]}), key)
        for key, (names, published) in bibliography.items()
        if (year[1] == published[:4] if year else not published)
    ]
    return [entry for entry in known if entry[0]]


def citations(prose: str) -> list[tuple[str, str]]:
    """Return (label, words before it) of every citation in Markdown."""
    found = CITATION.findall(re.sub(r"\n(?!\n)", " ", prose))
    return [(label, before) for before, label in found if label != "bibliography"]


def prose_of(path: Path) -> str:
    cells = read_notebook(path)["cells"]
    return "\n\n".join(text(c["source"]) for c in cells if c["cell_type"] == "markdown")


def outputs_of(path: Path) -> str:
    cells = read_notebook(path)["cells"]
    outputs = [o for cell in cells for o in cell.get("outputs", [])]
    return "\n".join(text(o.get("data", {}).get("text/html", "")) for o in outputs)


def problems(root: Path, chapters: dict[str, Path]) -> list[str]:
    """Return a sentence for each citation and figure that leads nowhere."""
    bibliography = read_bibliography(root)
    found = [
        f"claim {claim['id']}: its source {key} is not in book/references.bib"
        for claim in read_registry(root)["claims"]
        for key in claim.get("source", [])
        if key not in bibliography
    ]
    pages = {path.name: path.read_text("utf-8") for path in sorted((root / "book").glob("*.md"))}
    pages |= {path.name: prose_of(path) for path in chapters.values()}
    for name, prose in pages.items():
        for label, before in citations(prose):
            if not find_key(label, before, bibliography):
                found.append(f"{name}: no entry of book/references.bib is [{label}]")
    for path in chapters.values():
        found += figure_problems(path.name, prose_of(path), outputs_of(path))
    return found


def figure_problems(name: str, prose: str, outputs: str) -> list[str]:
    drawn = set(CAPTION.findall(outputs))
    mentioned = set(FIGURE.findall(prose + outputs.replace("<strong>Figure", "")))
    chapter = f"{int(name[:2])}."
    return [f"{name}: Figure {n} is never mentioned" for n in sorted(drawn - mentioned)] + [
        f"{name}: Figure {n} is mentioned and not drawn"
        for n in sorted(mentioned - drawn)
        if n.startswith(chapter)
    ]


LINK = re.compile(
    r'(<a class="reference internal" href="[^"#]*bibliography\.html)("><span class="[^"]*std-doc">)([^<]+)(?=</span>)'
)


def with_links(body: str, bibliography: dict) -> str:
    """Return a page whose citations lead to the entry, not to the top of the bibliography."""

    def to_entry(match: re.Match) -> str:
        before = re.sub(r"<[^>]+>", " ", body[max(0, match.start() - 200) : match.start()])[-80:]
        key = find_key(match[3], before, bibliography)
        return f"{match[1]}#{key}{match[2]}{match[3]}" if key else match[0]

    return LINK.sub(to_entry, body)


def with_anchors(body: str, citations) -> str:
    """Return the bibliography with every entry under its key."""
    for citation in citations:
        anchor = f'<span id="{citation.key}"></span>'
        opening = re.compile(rf'<div class="citation" id="{citation.citation_id}"[^>]*>')
        body = opening.sub(lambda match: match[0] + anchor, body)  # noqa: B023
    return body
