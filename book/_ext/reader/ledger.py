"""The ledger: every claim with its verdict, its evidence and its chapter, in MyST Markdown."""

import html
from collections import Counter
from pathlib import Path

from sphinx.util import logging

from .registry import ROMAN, VERDICTS, notebooks, read_registry, read_verdicts

log = logging.getLogger(__name__)

OPEN = "not decided yet"
SUMMARY = (
    "Every claim of the essays, with the verdict of its chapter. A verdict is given by a numeric rule "
    "that the code applies; the numbers are those of the committed run. Of {total} claims, {decided} are decided."
)


def slug(verdict: str) -> str:
    return verdict.replace(" ", "-")


def ledger(root: Path) -> str:
    """Return the ledger page; a claim that disagrees with its notebook is a build warning."""
    registry, chapters = read_registry(root), notebooks(root)
    found = found_verdicts(root)
    for claim in registry["claims"]:
        check(claim, found.get(claim["id"]), claim["chapter"] in chapters)
    counts = verdict_counts(registry["claims"], found)
    decided = sum(number for verdict, number in counts.items() if verdict != OPEN)
    lines = ["# The ledger", "", SUMMARY.format(total=len(registry["claims"]), decided=decided), ""]
    lines += [filters(registry["parts"], counts), ""]
    for number, part in enumerate(registry["parts"], start=1):
        lines += [f"## Part {ROMAN[number]}. {part['title']}", ""]
        for claim in registry["claims"]:
            if claim["chapter"] in part["chapters"]:
                lines += entry(claim, found.get(claim["id"]), part, number, chapters)
    return "\n".join(lines) + "\n"


def found_verdicts(root: Path) -> dict[str, dict]:
    """Return claim id → record, over all chapters that exist."""
    found = {}
    for path in notebooks(root).values():
        found |= read_verdicts(path)
    return found


def verdict_counts(claims: list[dict], found: dict[str, dict]) -> dict[str, int]:
    """Return verdict → number of claims, in a fixed order, without those that do not occur."""
    counts = Counter(found[c["id"]]["verdict"] if c["id"] in found else OPEN for c in claims)
    return {verdict: counts[verdict] for verdict in (*VERDICTS, OPEN) if counts[verdict]}


def filters(parts: list[dict], counts: dict[str, int]) -> str:
    """Return the form that a script shows and reads; without one, everything is listed."""
    by_part = [f"Part {ROMAN[n]}. {part['title']}" for n, part in enumerate(parts, start=1)]
    part_options = "".join(
        f'<option value="part-{n}">{html.escape(title)}</option>'
        for n, title in enumerate(by_part, start=1)
    )
    verdict_options = "".join(
        f'<option value="{slug(verdict)}">{verdict} ({number})</option>'
        for verdict, number in counts.items()
    )
    return (
        '<form class="mid-filter" role="search" aria-label="Filter the claims" hidden>'
        f'<label>Part <select name="part"><option value="">all parts</option>{part_options}</select></label>'
        f'<label>Verdict <select name="verdict"><option value="">all verdicts</option>{verdict_options}</select></label>'
        '<output role="status"></output></form>'
    )


def entry(claim: dict, record: dict | None, part: dict, number: int, chapters) -> list[str]:
    """Return one claim as a container whose classes name its part and verdict."""
    verdict = record["verdict"] if record else OPEN
    lines = [f":::{{container}} mid-claim mid-part-{number} mid-{slug(verdict)}", ""]
    lines += [f"{claim['statement'].strip()} `{claim['id']}`", ""]
    if claim.get("note"):
        lines += [f"*{' '.join(claim['note'].split())}*", ""]
    title = part["chapters"][claim["chapter"]]
    chapter = f"{claim['chapter']} {title}"
    if record:
        chapter = f"[{chapter}](../chapters/{chapters[claim['chapter']].name})"
    evidence = f" {numbers(record)} ({record['kind']})." if record else ""
    return [*lines, f"**{verdict}**{evidence} {chapter}", "", ":::", ""]


def numbers(record: dict) -> str:
    """Return the evidence of a verdict in one line."""
    parts = []
    for e in record["evidence"]:
        unit = e["unit"] if e["unit"] in ("", "°", "′", "″", "%") else f" {e['unit']}"
        words = f"{e['name']}: {e['estimate']:.6g}{unit}"
        if e["kind"] == "measured":
            words += f" [{e['low']:.4g}, {e['high']:.4g}], n = {e['n']}"
        parts.append(words)
    return "; ".join(parts) or "no evidence"


def check(claim: dict, record: dict | None, in_book: bool) -> None:
    if in_book and not record:
        log.warning("claim %s: its chapter %s gives no verdict", claim["id"], claim["chapter"])
    if record and record["verdict"] != claim.get("verdict"):
        expected = claim.get("verdict", "planned")
        log.warning("claim %s: registry %s, notebook %s", claim["id"], expected, record["verdict"])


def write_ledger(app, config) -> None:
    root, path = Path(app.srcdir), Path(app.srcdir) / "book" / "ledger.md"
    page = ledger(root)
    if not path.exists() or path.read_text("utf-8") != page:
        path.write_text(page, "utf-8")
