"""The verdict boxes of a page, drawn again from the notebook's records when the book is built.

The rows for four and sixteen times as much come from ``reports/more.json``, the history of a rule
from the registry; a notebook's own outputs depend on neither.
"""

import html
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from pybtex.database import parse_file

from .registry import read_registry

DOUBT = re.compile(r'(<p class="mid-doubt"[^>]*><a href=")([^"]+)(">)')
FORM = "verdict.yml"  # in .github/ISSUE_TEMPLATE; its fields are claim and says
# a notebook leads to notebooks, a page to pages
BRICK = re.compile(r'(href="\d\d_\w+)\.ipynb#claim-')
KEY = re.compile(r'<small class="mid-source">\(([\w-]+)\)</small>')


def more_of(root: Path, source: Path) -> tuple[dict | None, bool]:
    """Return the runs of a chapter with more, or None, and whether they are of another text."""
    from tools.trust import report  # imports what runs chapters; only pages with verdicts need it

    entry = report.load("more", root).get(source.stem)
    if not entry:
        return None, False
    stale = not source.exists() or entry["source"] != report.fingerprint("more", source, root)
    return entry["results"], stale


def dependencies(root: Path, chapter: Path) -> list[Path]:
    """Return what a page with verdicts is made of besides its notebook."""
    from moreisdifferent.display import axis, box, record, scales, strip

    code = [Path(module.__file__) for module in (axis, box, record, scales, strip)]
    files = [root / "reports" / "more.json", root / "book" / "claims.yml"]
    return [*code, *files, chapter.with_suffix(".md"), Path(__file__)]


def current(record: dict, claims: dict[str, dict]) -> dict:
    """Return the record with what the registry says now about the history of its rule."""
    revised = " ".join(claims.get(record["claim"], {}).get("revised", "").split())
    return {**record, "revised": revised}


def redrawn(text: str, root: Path, chapter: Path) -> str:
    """Return the text of a notebook with every verdict drawn again, sources linked."""
    from moreisdifferent.display.scales import redraw

    notebook = json.loads(text)
    results, stale = more_of(root, chapter.with_suffix(".md"))
    claims = {claim["id"]: claim for claim in read_registry(root)["claims"]}
    for output in (o for cell in notebook["cells"] for o in cell.get("outputs", [])):
        record = output.get("metadata", {}).get("moreisdifferent", {})
        if "rules" in record:
            drawn = redraw(current(record, claims), results, stale)
            output["data"]["text/html"] = with_sources(drawn, root, "../book/bibliography.html")
        elif "mid-wall" in "".join(output.get("data", {}).get("text/html", "")):
            wall = "".join(output["data"]["text/html"])
            output["data"]["text/html"] = BRICK.sub(r"\1.html#claim-", wall)
    return json.dumps(notebook)


@cache
def source_names(path: Path) -> dict[str, str]:
    """Return key → authors and year of every entry of the bibliography."""
    names = {}
    if not path.exists():
        return names
    for key, entry in parse_file(str(path)).entries.items():
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        last = [re.sub(r"[{}]", "", " ".join(p.last_names)) for p in people]
        who = " and ".join(last) if len(last) < 3 else f"{last[0]} and others"
        names[key] = f"{who} {entry.fields.get('year', '')}".strip()
    return names


def with_form(box: str, root: Path) -> str:
    """Return a box whose "doubt this?" leads to the form for doubts, filled in with the claim.

    In the notebook, which travels alone, the link leads to an issue without a form.
    """
    if not (root / ".github" / "ISSUE_TEMPLATE" / FORM).exists():
        return box

    def to_form(match: re.Match) -> str:
        address, query = html.unescape(match[2]).split("?", 1)
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if not asked.get("title", "").startswith("Doubt: "):
            return match[0]
        fields = {"template": FORM, "title": asked["title"]}
        fields["claim"] = asked["title"].removeprefix("Doubt: ")
        fields["says"] = asked["body"].removesuffix(" I doubt it because")
        return f"{match[1]}{html.escape(f'{address}?{urlencode(fields)}')}{match[3]}"

    return DOUBT.sub(to_form, box)


def with_sources(box: str, root: Path, page: str) -> str:
    """Return a box as the book shows it: sources lead to their entries, a doubt to its form."""
    names = source_names(root / "book" / "references.bib")

    def link(match: re.Match) -> str:
        name = html.escape(names.get(match[1], match[1]))
        return f'<small class="mid-source">(<a href="{page}#{match[1]}">{name}</a>)</small>'

    return with_form(KEY.sub(link, box), root)
