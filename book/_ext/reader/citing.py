"""How a chapter and its claims are cited: entries for BibTeX, folded at the end of the page.

Title, author, version and date are those of ``CITATION.cff``, the address is the canonical one.
"""

import html
import re
from pathlib import Path

from tools.releases.edition import Edition, edition

from .ledger import chapter_verdicts
from .registry import read_registry, title

SPECIAL = re.compile(r"([&%$#_{}])")


def escaped(words: str) -> str:
    """Return words as BibTeX takes them, with what LaTeX would read as a command escaped."""
    return SPECIAL.sub(r"\\\1", " ".join(words.split()))


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """Return one BibTeX entry; an empty field is left out."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def whole_book(now: Edition, base: str) -> str:
    fields = {
        "author": f"{{{escaped(now.author)}}}",
        "title": escaped(now.title),
        "edition": f"version {now.version}",
        "year": now.year,
        "url": base,
    }
    return entry("book", f"moreisdifferent{now.year}", fields)


def chapter(now: Edition, number: str, name: str, address: str) -> str:
    """Return the entry of a chapter."""
    fields = {
        "author": f"{{{escaped(now.author)}}}",
        "title": escaped(name),
        "booktitle": escaped(now.title),
        "chapter": str(int(number)),
        "edition": f"version {now.version}",
        "year": now.year,
        "url": address,
    }
    return entry("incollection", f"moreisdifferent{now.year}ch{number}", fields)


def claim(now: Edition, record: dict, statement: str, address: str) -> str:
    """Return the entry of one claim; its verdict belongs to the edition."""
    fields = {
        "author": f"{{{escaped(now.author)}}}",
        "title": f"Claim {record['claim']}: {escaped(statement).rstrip('.')}",
        "howpublished": f"{escaped(now.name)}, version {now.version}",
        "note": f"Verdict: {record['headline']}",
        "year": now.year,
        "url": f"{address}#claim-{record['claim']}",
    }
    return entry("misc", f"mid{now.year}-{record['claim']}", fields)


def box(text: str) -> str:
    return f'<div class="highlight"><pre>{html.escape(text)}</pre></div>'


def fold(root: Path, path: Path, base: str) -> str:
    """Return the fold at the end of a chapter's page; empty where no edition is named."""
    now = edition(root)
    if not now:
        return ""
    address = f"{base}chapters/{path.stem}.html"
    statements = {c["id"]: c["statement"] for c in read_registry(root)["claims"]}
    claims = "".join(
        f"<details><summary><code>{key}</code></summary>"
        f"{box(claim(now, record, statements.get(key, ''), address))}</details>"
        for key, record in chapter_verdicts(root, path).items()
    )
    below = f"<p>A claim is cited with its verdict in this edition:</p>{claims}" if claims else ""
    return (
        '<details class="mid-cite"><summary>Cite this chapter or a claim</summary>'
        f"{box(chapter(now, path.stem[:2], title(path), address))}{below}</details>"
    )


def example(root: Path, base: str) -> str:
    """Return the entry of the whole book for a page of Markdown."""
    now = edition(root)
    if not now:
        return ""
    said = f"This is version {now.version} of {now.date}."
    return f"{said}\n\n```bibtex\n{whole_book(now, base)}\n```"


def changes(root: Path, claims: set[str]) -> str:
    """Return the changelog as the body of a page whose claims lead to the ledger."""
    path = root / "CHANGELOG.md"
    text = path.read_text("utf-8").partition("\n")[2] if path.exists() else ""

    def link(match: re.Match) -> str:
        known = match[1] in claims
        return (
            f'<a href="ledger.html#{match[1]}"><code>{match[1]}</code></a>' if known else match[0]
        )

    return re.sub(r"`([\w-]+)`", link, text).strip()
