"""What becomes of a chapter's verdicts with more: the table at ``<!-- more -->``.

``reports/more.json`` holds the verdicts of every chapter at every scale. A record belongs to one
text of a chapter: one of an earlier text counts as none.
"""

import html
from pathlib import Path

from .registry import read_registry, read_verdicts

ABSENT = "*Not yet measured for this text.*"
CAPTION = (
    "The measured verdicts of this chapter with one, four and sixteen times what it lets grow."
)
UNKNOWN = "not measured"


def found(root: Path, chapter: Path) -> dict[str, dict[str, str]]:
    """Return scale → claim → verdict of the chapter's present text; scale 1 is the page's own run."""
    from tools.trust import report  # imports the runner, which the other pages do without

    shown = read_verdicts(chapter)
    scales = {"1": {claim: record["verdict"] for claim, record in shown.items()}}
    source = chapter.with_suffix(".md")
    records = report.current("more", [source], root) if source.exists() else {}
    for scale, run in records.get(chapter.stem, {}).get("results", {}).items():
        number = f"{float(scale):g}"
        if number != "1" and run.get("verdicts"):
            scales[number] = {claim: said["found"] for claim, said in run["verdicts"].items()}
    return scales


def more_section(root: Path, chapter: Path) -> str:
    """Return a sentence for each verdict that more turns, and the table of all, in Markdown."""
    scales, shown = found(root, chapter), read_verdicts(chapter)
    measured = [claim for claim, record in shown.items() if record["kind"] == "measured"]
    if len(scales) == 1 or not measured:
        return ABSENT
    columns = sorted(scales, key=float)
    at = {claim: [scales[scale].get(claim, UNKNOWN) for scale in columns] for claim in measured}
    turned = [headline(shown[claim], columns, at[claim]) for claim in measured if turns(at[claim])]
    steady = "No verdict changes." if not turned else ""
    return "\n\n".join([*turned, *[steady] * bool(steady), table(root, columns, at)])


def turns(verdicts: list[str]) -> bool:
    return len({verdict for verdict in verdicts if verdict != UNKNOWN}) > 1


def headline(record: dict, columns: list[str], verdicts: list[str]) -> str:
    """Return what more changes about a claim: the author's sentence, or the verdicts' own words."""
    known = [(scale, v) for scale, v in zip(columns, verdicts) if v != UNKNOWN]
    (_, first), (scale, last) = known[0], known[-1]
    words = f"`{record['claim']}` is **{last}** at ×{scale}; the run on this page says *{first}*."
    if first == last:
        other = next((s, v) for s, v in known if v != first)
        words = f"`{record['claim']}` is *{other[1]}* at ×{other[0]} and **{last}** at ×{scale}."
    return f"{record['with_more']} {words}" if record.get("with_more") else words


def table(root: Path, columns: list[str], at: dict[str, list[str]]) -> str:
    """Return the verdicts as an HTML table: a row for each claim, a column for each scale."""
    statements = {c["id"]: c["statement"] for c in read_registry(root)["claims"]}
    head = "".join(f'<th scope="col">×{scale}</th>' for scale in columns)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(statements[claim].strip())}</th>{cells(verdicts)}</tr>'
        for claim, verdicts in at.items()
    )
    return (
        f'<table class="mid-table mid-more"><caption>{CAPTION}</caption>'
        f'<thead><tr><th scope="col">claim</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def cells(verdicts: list[str]) -> str:
    """Return one cell a scale; a verdict that differs from the one before it stands out."""
    marked = [before != now for before, now in zip([verdicts[0], *verdicts], verdicts)]
    return "".join(
        f'<td class="mid-{v.replace(" ", "-")}{" mid-turned" * turned}">{v}</td>'
        for v, turned in zip(verdicts, marked)
    )
