"""What a word, a letter or a citation stands for, as short HTML: from the pages that say it.

The glossary and the notation are read from their Markdown, the sources from the bibliography.
"""

import html
import re
from dataclasses import dataclass
from pathlib import Path

# words of the course itself that a chapter may use in their special sense
COURSE_WORDS = {"explorable", "ledger", "placebo", "replicas", "replicate", "sabotage", "verdict"}
ELSEWHERE = {"Words of the sky": "01"}  # the one chapter in which these words are meant so


@dataclass(frozen=True)
class Entry:
    """An entry: its ``key`` on the page, where it stands in full, and what it says."""

    key: str
    address: str  # from a chapter
    kind: str  # glossary, notation or source
    words: str  # HTML without links


def slug(words: str) -> str:
    """Return the key of an entry on a page: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def anchor(term: str) -> str:
    """Return the id that Sphinx gives a term of the glossary; it keeps capitals."""
    return re.sub(r"[^a-zA-Z0-9._]+", "-", f"term-{term}").strip("-")


def inline(words: str) -> str:
    """Return a line of Markdown as HTML: code, emphasis and formulas; links become their words."""
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(words.split()))
    words = html.escape(words, quote=False)
    words = re.sub(r"`([^`]+)`", r"<code>\1</code>", words)
    words = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", words)
    words = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", words)
    return re.sub(r"\$([^$]+)\$", r'<span class="math">\\(\1\\)</span>', words)


def glossary(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return heading → (term, definition) of a page of glossaries in MyST Markdown."""
    found = {}
    for section in re.split(r"(?m)^## ", text)[1:]:
        heading, _, rest = section.partition("\n")
        lists = re.findall(r"(?s)```\{glossary\}\n(.*?)```", rest)
        found[heading] = [entry for body in lists for entry in definitions(body)]
    return found


def definitions(body: str) -> list[tuple[str, str]]:
    """Return (term, definition) of one list; terms on lines of their own share a definition."""
    entries = []
    for block in re.findall(r"(?m)((?:^\S.*\n)+)((?:^[ \t]+\S.*\n?|^\n)+)", body):
        entries += [(term, block[1]) for term in block[0].strip().split("\n")]
    return entries


def page(root: Path, name: str) -> str:
    """Return the source of a page, or nothing where a book has no such page."""
    path = root / "book" / f"{name}.md"
    return path.read_text("utf-8") if path.exists() else ""


def terms(root: Path, chapter: str) -> dict[str, Entry]:
    """Return term → entry, for the words that a chapter uses in the glossary's sense."""
    text = page(root, "glossary")
    found = {}
    for heading, entries in glossary(text).items():
        if ELSEWHERE.get(heading, chapter) != chapter:
            continue
        for term, words in entries:
            if heading != "Words of this course" or term in COURSE_WORDS:
                address = f"../book/glossary.html#{anchor(term)}"
                said = f"<strong>{inline(term)}</strong> {inline(words)}"
                found[term] = Entry(f"term-{slug(term)}", address, "glossary", said)
    return found


def symbols(root: Path, chapter: str) -> dict[str, Entry]:
    """Return symbol in TeX → entry, without those that the chapter uses otherwise."""
    text = page(root, "notation")
    others = re.search(rf"(?m)^\| {chapter} \| ([^|]*) \|", text.partition("## Other letters")[2])
    taken = set(re.findall(r"\$([^$]+)\$", others[1])) if others else set()
    found = {}
    for section in re.split(r"(?m)^## ", text)[1:]:
        heading, _, rest = section.partition("\n")
        if heading == "Other letters" or (heading == "The sky" and chapter != "01"):
            continue
        for row in re.findall(r"(?m)^\| (\$[^|]*) \| ([^|]*) \| ([^|]*) \|", rest):
            for letter in re.findall(r"\$([^$]+)\$", row[0]):
                words = "; ".join(inline(cell) for cell in row[1:] if cell != "none")
                place = f"../book/notation.html#{slug(heading)}"
                key = "symbol-" + "-".join(str(ord(sign)) for sign in letter)
                found[letter] = Entry(key, place, "notation", words)
    return {letter: entry for letter, entry in found.items() if letter not in taken}


def sources(citations) -> dict[str, Entry]:
    """Return key → entry of everything in the bibliography; the words hold no link."""
    found = {}
    for citation in citations:
        words = citation.formatted_entry.text.render_as("html")
        words = re.sub(r"</?a\b[^>]*>|URL:\s*\S+|doi:\s*\S+", "", words).strip().rstrip(",")
        place = f"../book/bibliography.html#{citation.key}"
        found[citation.key] = Entry(f"source-{citation.key}", place, "source", words)
    return found
