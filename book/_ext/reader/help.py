"""Help while reading: the first use of a term or a symbol, and every citation, shows its entry.

Each becomes a link to the page that has the entry, which works on paper and without JavaScript;
the entries that a page needs stand at its end, out of sight, and ``help.js`` shows them beside
the word. Headings, code, options of a question and what is a link already are left alone.
"""

import html
import re
from pathlib import Path

from docutils import nodes

from . import entries
from .sources import find_key, read_bibliography

LEAVE = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, nodes.raw, nodes.math)
NAME = r"[A-ZÀ-Þ][\w'’-]+"
NAMED = rf"{NAME}(?:(?:, {NAME})* and (?:others|{NAME})| et al\.)?"
CITED = re.compile(rf"({NAMED})(?:,? (\d{{4}}[a-z]?)\b| \((\d{{4}}[a-z]?)\))")
PLAIN = re.compile(r'<a class="reference internal" href="\.\./book/bibliography\.html#([\w-]+)">')
USED = re.compile(r'data-entry="([\w-]+)"')


def link(entry: entries.Entry, inner: str, name: str = "") -> str:
    """Return a link with help; a formula, which has no words, gets a ``name``."""
    label = f' aria-label="{html.escape(name)}"' if name else ""
    return f'<a class="mid-help" href="{entry.address}" data-entry="{entry.key}"{label}>{inner}</a>'


def raw(markup: str) -> nodes.raw:
    return nodes.raw("", markup, format="html")


def spelling(term: str) -> str:
    """Return a pattern for a term in the singular and the plural."""
    stem = term if term.endswith("ss") else term.removesuffix("s")
    return re.escape(stem) + ("(?:es)?" if term.endswith("ss") else "s?")


def pattern(terms) -> tuple[re.Pattern, list[str]]:
    """Return a pattern that finds any of the terms, the longest first, and the term of each group."""
    ordered = sorted(terms, key=len, reverse=True)
    parts = [f"(?P<t{i}>{spelling(term)})" for i, term in enumerate(ordered)]
    any_of = "|".join(parts) or "(?!)"  # no terms, no match
    return re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.IGNORECASE), ordered


def is_prose(node: nodes.Node) -> bool:
    """Return whether a text may carry a link."""
    above = node.parent
    while above is not None:
        if isinstance(above, LEAVE) or "predict-first" in getattr(above, "attributes", {}).get(
            "ids", ()
        ):
            return False
        if "cell" in getattr(above, "attributes", {}).get("classes", ()):
            return False
        above = above.parent
    return True


def add_links(doctree: nodes.document, root: Path, chapter: str, cited: dict) -> None:
    """Link terms, symbols and citations of one chapter, in place."""
    terms, symbols = entries.terms(root, chapter), entries.symbols(root, chapter)
    link_symbols(doctree, symbols)
    bibliography = read_bibliography(root)
    find, ordered = pattern(terms)
    used = set()
    for node in list(doctree.findall(nodes.Text)):
        if not is_prose(node):
            continue
        hits = []
        for match in CITED.finditer(node):
            key = find_key(f"{match[1]} {match[2] or match[3]}", "", bibliography)
            if key in cited:
                hits.append((match.span(), cited[key]))
        for match in find.finditer(node):
            term = ordered[int(match.lastgroup[1:])]
            if term not in used and all(
                match.end() <= a or match.start() >= b for (a, b), _ in hits
            ):
                used.add(term)
                hits.append((match.span(), terms[term]))
        if hits:
            split(node, sorted(hits, key=lambda hit: hit[0]))


def split(node: nodes.Text, hits: list) -> None:
    """Replace a text by its parts, with a link around each hit ((start, end), entry)."""
    parts, start = [], 0
    for (a, b), entry in hits:
        parts += [nodes.Text(node[start:a]), raw(link(entry, html.escape(node[a:b], quote=False)))]
        start = b
    parts.append(nodes.Text(node[start:]))
    node.parent.replace(node, [part for part in parts if part.astext()])


def link_symbols(doctree: nodes.document, symbols: dict) -> None:
    """Link the first inline formula that is nothing but a letter of the notation."""
    left = dict(symbols)
    for node in list(doctree.findall(nodes.math)):
        entry = left.get(node.astext().strip())
        if entry and is_prose(node):
            letter = node.astext().strip()
            del left[letter]
            before, after = link(entry, "\0", letter.replace("\\", "").removeprefix("var")).split(
                "\0"
            )
            node.parent.replace(node, [raw(before), node, raw(after)])


def with_entries(body: str, root: Path, chapter: str, cited: dict) -> str:
    """Return a page whose citations have their entries, with the entries in use at its end."""

    def to_help(match: re.Match) -> str:
        entry = cited.get(match[1])
        return link(entry, "")[: -len("</a>")] if entry else match[0]

    body = PLAIN.sub(to_help, body)
    known = [*entries.terms(root, chapter).values(), *entries.symbols(root, chapter).values()]
    known = {entry.key: entry for entry in [*known, *cited.values()]}
    wanted = [known[key] for key in dict.fromkeys(USED.findall(body)) if key in known]
    texts = "".join(
        f'<div id="{e.key}" data-kind="{e.kind}"><p>{e.words}</p></div>' for e in wanted
    )
    return f'{body}<div class="mid-entries" hidden>{texts}</div>' if wanted else body
