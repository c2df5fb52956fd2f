"""The ledger: every claim in a line with its verdict and its picture; a line opens to the box."""

import html
from collections import Counter
from pathlib import Path

from sphinx.util import logging

from .registry import ROMAN, VERDICTS, notebooks, read_registry, read_verdicts
from .verdicts import current, more_of, source_names, with_sources

log = logging.getLogger(__name__)

OPEN = "not decided yet"
SUMMARY = (
    "Every claim of the essays, with the verdict of its chapter and the piece of evidence that decides it: "
    "where the tinted zone is reached the claim is supported, where the hatched one is, refuted. A line opens "
    "to the whole box. Where four or sixteen times the training or data give another verdict, that one stands "
    "first. The numbers are those of the committed run. Of {total} claims, {decided} are decided."
)


def slug(verdict: str) -> str:
    return verdict.replace(" ", "-")


def ledger(root: Path) -> str:
    """Return the ledger page; a claim that disagrees with its notebook is a build warning."""
    registry, chapters = read_registry(root), notebooks(root)
    found = found_verdicts(root)
    for claim in registry["claims"]:
        for problem in problems(root, claim, found.get(claim["id"]), claim["chapter"] in chapters):
            log.warning("claim %s: %s", claim["id"], problem)
    counts = verdict_counts(registry["claims"], found)
    decided = sum(number for verdict, number in counts.items() if verdict != OPEN)
    lines = ["# The ledger", "", SUMMARY.format(total=len(registry["claims"]), decided=decided), ""]
    lines += [filters(registry["parts"], counts), ""]
    for number, part in enumerate(registry["parts"], start=1):
        lines += [f"## Part {ROMAN[number]}. {part['title']}", ""]
        for claim in registry["claims"]:
            if claim["chapter"] in part["chapters"]:
                lines += [entry(root, claim, found.get(claim["id"]), part, number, chapters), ""]
    return "\n".join(lines) + "\n"


def found_verdicts(root: Path) -> dict[str, dict]:
    """Return claim id → record, over all chapters that exist.

    Each record has ``scales``, what the runs with more found (None where they are of another
    text), and the ``headline``: the verdict that stands first.
    """
    found = {}
    for path in notebooks(root).values():
        found |= chapter_verdicts(root, path)
    return found


def chapter_verdicts(root: Path, path: Path) -> dict[str, dict]:
    """Return what :func:`found_verdicts` does, of one chapter."""
    from moreisdifferent.display.box import headline
    from moreisdifferent.display.scales import scales_of

    found = {}
    results, stale = more_of(root, path.with_suffix(".md"))
    for claim, record in read_verdicts(path).items():
        scales, old = scales_of(record, results, stale), stale and record["kind"] == "measured"
        first = headline(record, scales)[0]
        found[claim] = {**record, "scales": None if old else scales, "headline": first}
    return found


def verdict_counts(claims: list[dict], found: dict[str, dict]) -> dict[str, int]:
    """Return verdict → number of claims, in a fixed order, without those that do not occur."""
    counts = Counter(found[c["id"]]["headline"] if c["id"] in found else OPEN for c in claims)
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


def entry(root: Path, claim: dict, record: dict | None, part: dict, number: int, chapters) -> str:
    """Return one claim as HTML whose classes name its part and verdict; a decided one opens."""
    verdict = record["headline"] if record else OPEN
    classes = f"mid-claim mid-part-{number} mid-{slug(verdict)}"
    words = (
        f'<span class="mid-claim-words">{html.escape(" ".join(claim["statement"].split()))}</span>'
    )
    head = f'<strong class="mid-claim-verdict">{verdict}</strong>{words}'
    title = html.escape(f"{claim['chapter']} {part['chapters'][claim['chapter']]}")
    if not record:
        return f'<div class="{classes}" id="{claim["id"]}">{head}<span class="mid-claim-end">{title}</span></div>'
    page = f"../chapters/{chapters[claim['chapter']].stem}.html#claim-{claim['id']}"
    note = " ".join(claim.get("note", "").split())
    below = f"<p>{html.escape(note)}</p>" if note else ""
    below += f'<p>Chapter <a href="{page}">{title}</a></p>'
    return (
        f'<details class="{classes}" id="{claim["id"]}"><summary>{head}{picture(record, claim)}</summary>'
        f"{whole_box(root, record, claim)}{below}</details>"
    )


def picture(record: dict, claim: dict) -> str:
    """Return the evidence of a claim in one line, with what is to be said about its rule."""
    from moreisdifferent.display.box import line

    marks = []
    if scales := record["scales"]:
        same = record["headline"] == record["verdict"]
        marks.append(
            f"{scales[-1][0]}: {'the same' if same else 'this page: ' + record['verdict']}"
        )
    marks += ["rule revised"] if claim.get("revised") else []
    marks = [f'<span class="mid-mark">{html.escape(mark)}</span>' for mark in marks]
    marks.insert(0, f'<span class="mid-kind">{record["kind"]}</span>')
    shown = line(record, scales or (), f"ledger-{claim['id']}")
    return f'<span class="mid-claim-end">{shown}<span class="mid-marks">{" ".join(marks)}</span></span>'


def whole_box(root: Path, record: dict, claim: dict) -> str:
    from moreisdifferent.display.box import box

    full = current({"statement": claim["statement"], **record}, {claim["id"]: claim})
    drawn = box(full, record["scales"] or (), record["scales"] is None, f"ledger-{claim['id']}")
    return with_sources(drawn, root, "bibliography.html")


def problems(root: Path, claim: dict, record: dict | None, in_book: bool) -> list[str]:
    """Return where the registry, the notebook, the runs with more and the bibliography disagree."""
    if not record:
        return [f"its chapter {claim['chapter']} gives no verdict"] * in_book
    found, expected = record["verdict"], claim.get("verdict", "planned")
    lines = [f"registry {expected}, notebook {found}"] * (found != expected)
    if record["scales"] and record["headline"] != claim.get("more", expected):
        lines.append(
            f"registry {claim.get('more', expected)} with more, report {record['headline']}"
        )
    known = source_names(root / "book" / "references.bib")
    lines += [
        f"no entry of book/references.bib is {k}"
        for k, _ in record.get("source", ())
        if k not in known
    ]
    return lines


def write_ledger(app, config) -> None:
    root, path = Path(app.srcdir), Path(app.srcdir) / "book" / "ledger.md"
    page = ledger(root)
    if not path.exists() or path.read_text("utf-8") != page:
        path.write_text(page, "utf-8")
