"""What becomes of a chapter's verdicts with more: the table at ``<!-- more -->``.

``reports/more.json`` holds the verdicts of every chapter at every scale. A record belongs to one
text of a chapter: one of an earlier text counts as none.
"""

import html
from pathlib import Path

from .registry import read_registry, read_verdicts
from .verdicts import more_of

ABSENT = "*Not yet measured for this text.*"
CAPTION = (
    "The measured verdicts of this chapter with one, four and sixteen times what it lets grow."
)
UNKNOWN = "not measured"


def found(record: dict, results: dict) -> list[tuple[str, str, str]]:
    """Return (scale, verdict, author's sentence) of one claim; ×1 is the page's own run."""
    from moreisdifferent.display.scales import scales_of

    more = scales_of(record, results)
    own = ("×1", record["verdict"], record.get("with_more", ""))
    return [own, *((s, e["found"], e["with_more"]) if e else (s, UNKNOWN, "") for s, e in more)]


def more_section(root: Path, chapter: Path) -> str:
    """Return a sentence for each verdict that more turns, and the table of all, in Markdown."""
    shown = read_verdicts(chapter)
    measured = [record for record in shown.values() if record["kind"] == "measured"]
    results, stale = more_of(root, chapter.with_suffix(".md"))
    if stale or not results or not measured:
        return ABSENT
    at = {record["claim"]: found(record, results) for record in measured}
    turned = [headline(claim, row) for claim, row in at.items() if turns(row)]
    return "\n\n".join([*(turned or ["No verdict changes."]), table(root, at)])


def turns(row: list[tuple[str, str, str]]) -> bool:
    return len({verdict for _, verdict, _ in row} - {UNKNOWN}) > 1


def headline(claim: str, row: list[tuple[str, str, str]]) -> str:
    """Return what more changes about a claim: the author's sentence, and the verdicts."""
    known = [entry for entry in row if entry[1] != UNKNOWN]
    (_, first, _), (scale, last, words) = known[0], known[-1]
    other = next((s, v) for s, v, _ in known[1:] if v != first)
    said = f"`{claim}` is **{last}** at {scale}; the run on this page says *{first}*."
    if first == last:
        said = f"`{claim}` is *{other[1]}* at {other[0]}, and again **{last}** at {scale}."
    return f"{words} {said}".strip()


def table(root: Path, at: dict[str, list[tuple[str, str, str]]]) -> str:
    """Return the verdicts as an HTML table: a row for each claim, a column for each scale."""
    statements = {c["id"]: c["statement"] for c in read_registry(root)["claims"]}
    scales = [scale for scale, *_ in next(iter(at.values()))]
    head = "".join(f'<th scope="col">{scale}</th>' for scale in scales)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(statements[claim].strip())}</th>{cells(row)}</tr>'
        for claim, row in at.items()
    )
    return (
        f'<table class="mid-table mid-more"><caption>{CAPTION}</caption>'
        f'<thead><tr><th scope="col">claim</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def cells(row: list[tuple[str, str, str]]) -> str:
    """Return one cell a scale; a verdict that differs from the one before it stands out."""
    verdicts = [verdict for _, verdict, _ in row]
    marked = [before != now for before, now in zip([verdicts[0], *verdicts], verdicts)]
    return "".join(
        f'<td class="mid-{v.replace(" ", "-")}{" mid-turned" * turned}">{v}</td>'
        for v, turned in zip(verdicts, marked)
    )
