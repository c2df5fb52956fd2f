"""The box of a verdict: one sentence of finding, the evidence on its rule, the rest folded under it.

Everything is made from the record of the verdict, so the box on the page can be drawn again, with
a row for each scale, without running anything.
"""

import html
from urllib.parse import urlencode

from .claims import repository_url
from .numbers import inline
from .record import RESTATED, evidence_text, plain_value, rule_lines
from .strip import COLOURS, picture, strip, zones_of

DRAWN = 3  # strips a box shows; the others fold
EDGE = {
    "supported": COLOURS["supported"],
    "refuted": COLOURS["refuted"],
    "partly": COLOURS["partly"],
    "corrected": COLOURS["restated"],
    "undecided": "var(--mid-undecided, #80868f)",
    "not testable here": "var(--mid-untestable, #b0699a)",
}
NOT_MEASURED = "Not yet measured for this text."

Scales = list[tuple[str, dict | None]]  # ("×4", {"found": …, "evidence": {name: record}})


def slug(found: str) -> str:
    """Return a verdict as the end of a class name."""
    return found.replace(" ", "-")


def box(record: dict, scales: Scales = (), stale: bool = False, uid: str = "") -> str:
    """Return the box of a verdict.

    Args:
        record: as :meth:`Verdict.record` makes it.
        scales: (label, what the run with more found, or None), from the smallest to the largest.
        stale: whether the runs with more belong to another text and so count as not made.
        uid: what makes identifiers unique where a page shows a claim twice; empty on its own page.
    """
    claim, found = record["claim"], headline(record, scales)[0]
    shown = _strips(record, scales, uid or claim)
    anchor = f' id="claim-{claim}"' if not uid else ""
    return (
        f'<div class="mid-verdict mid-{slug(found)}"{anchor} '
        f'style="border-left:5px solid {EDGE[found]};padding:.5em 1em .6em;margin:1em 0">'
        f"{_sentence(record, scales)}{''.join(shown[:DRAWN])}{_lines(record)}{_scales(record, scales, stale)}"
        f"{_doubt(record)}{_fold(record, shown[DRAWN:])}</div>"
    )


def headline(record: dict, scales: Scales = ()) -> tuple[str, bool]:
    """Return the verdict that stands first, and whether it takes more to find it.

    It is the one of the largest scale that gave any.
    """
    found = [entry["found"] for _, entry in scales if entry]
    last = found[-1] if found else record["verdict"]
    return last, last != record["verdict"]


def _sentence(record: dict, scales: Scales) -> str:
    found, turned = headline(record, scales)
    claim = f"The claim: {record.get('statement', '')}"
    if turned:
        largest = [entry for _, entry in scales if entry][-1]
        words = largest.get("with_more") or record.get("with_more") or claim
        said = f"{found.capitalize()}, with more."
        after, comment = f" This page alone would have said <em>{record['verdict']}</em>.", ""
    else:
        words, said = record.get("finding") or claim, f"{found.capitalize()}."
        after, comment = "", record.get("comment", "")
    below = f'<p style="margin:.2em 0 .5em">{inline(comment)}</p>' if comment else ""
    return (
        f'<p style="margin:.1em 0 .4em"><strong>{said}</strong> {inline(words)}{after} '
        f'<small class="mid-id" style="opacity:.75">{record["claim"]}</small></p>{below}'
    )


def ranked(record: dict) -> list[str]:
    """Return the names of the evidence that rules name, those that decide first."""
    sides = {
        "supported": ["supported"],
        "refuted": ["refuted"],
        "corrected": ["refuted", RESTATED],
        "partly": ["partly", "supported"],
    }
    rules = record.get("rules", {})
    first = sides.get(record["verdict"], ["supported", "refuted"])
    order = [name for side in (*first, *rules) for name in rules.get(side, {})]
    return list(dict.fromkeys(order))


def _measured(record: dict) -> list[dict]:
    known = {e["name"]: e for e in record["evidence"]}
    return [known[name] for name in ranked(record) if known[name]["kind"] == "measured"]


def _rows(evidence: dict, scales: Scales) -> list[tuple[str, dict]]:
    """Return the page's own row and one for each scale at which the same thing was measured."""
    more = [(label, entry["evidence"].get(evidence["name"])) for label, entry in scales if entry]
    return [("this page", evidence), *((label, e) for label, e in more if e)]


def _strips(record: dict, scales: Scales, uid: str) -> list[str]:
    return [
        strip(e["name"], _rows(e, scales), record["rules"], f"{uid}-{i}")
        for i, e in enumerate(_measured(record))
    ]


def _lines(record: dict) -> str:
    """Return what was counted, proved or looked up, a line each: how, or the source and its words."""
    named = ranked(record)
    lines = [
        f"{inline(e['name'])}: <strong>{inline(plain_value(e))}</strong> <small>({inline(e['replicate'])})</small>"
        for e in record["evidence"]
        if e["kind"] != "measured" and e["name"] in named
    ]
    lines += [
        f'{inline(words)} <small class="mid-source">({html.escape(key)})</small>'
        for key, words in record.get("source", ())
    ]
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<ul class="mid-facts" style="margin:.3em 0 .5em;padding-left:1.2em;font-size:.92em">{items}</ul>'


def _scales(record: dict, scales: Scales, stale: bool) -> str:
    if stale:
        words = f"With more training or data: {NOT_MEASURED[0].lower()}{NOT_MEASURED[1:]}"
    elif scales:
        found = [f"{label} <em>{e['found'] if e else 'no result'}</em>" for label, e in scales]
        words = f"{', '.join(found)}: the same with so many times the training or data."
    else:
        return ""
    return f'<p class="mid-scales" style="margin:.2em 0 .4em;font-size:.88em">{words}</p>'


def _doubt(record: dict) -> str:
    """Return a link to an issue that is filled in with the claim; none without a repository."""
    url = repository_url()
    if not url:
        return ""
    body = (
        f"Claim `{record['claim']}`: {record.get('statement', '')}\n\n"
        f"The course says: {record['verdict']}. I doubt it because"
    )
    query = urlencode({"title": f"Doubt: {record['claim']}", "body": body})
    return (
        '<p class="mid-doubt" style="float:right;margin:0 0 0 1em;font-size:.82em">'
        f'<a href="{html.escape(f"{url}/issues/new?{query}")}">doubt this?</a></p>'
    )


def _fold(record: dict, strips: list[str]) -> str:
    """Return the numbers, the rule and its history, folded."""
    claim = f"<p>The claim: {inline(record['statement'])}</p>" if record.get("finding") else ""
    numbers = "".join(
        f"<li>{inline(e['name'])}: {inline(evidence_text(e))}</li>" for e in record["evidence"]
    )
    rules = "".join(
        f"<li>{html.escape(line, quote=False)}</li>" for line in rule_lines(record.get("rules", {}))
    )
    revised = record.get("revised", "")
    inside = claim + "".join(strips)
    inside += f"<ul>{numbers}</ul>" if numbers else ""
    inside += f"<p>The rule:</p><ul>{rules}</ul>" if rules else ""
    inside += (
        f'<p class="mid-revised"><strong>Revised.</strong> {inline(revised)}</p>' if revised else ""
    )
    if not inside:
        return ""
    words = "numbers and rule" if numbers else "the claim"
    mark = " · rule revised" if revised else ""
    return (
        '<details class="mid-numbers" style="margin:.2em 0 0;font-size:.92em">'
        f'<summary style="cursor:pointer;font-size:.92em">{words}{mark}</summary>{inside}</details>'
    )


def line(record: dict, scales: Scales = (), uid: str = "") -> str:
    """Return the evidence that decides a claim in one line of the ledger: its picture or its number."""
    for e in _measured(record)[:1]:
        zones = zones_of(e["name"], record["rules"])
        rows = _rows(e, scales)[-1:]
        drawing = picture(rows, zones, f"{uid or record['claim']}-line", small=True)
        return (
            f'<span class="mid-line"><span class="mid-line-picture">{drawing}</span>'
            f'<span class="mid-line-name">{inline(e["name"])}</span></span>'
        )
    facts = [f"{e['name']}: {plain_value(e)}" for e in record["evidence"]]
    facts += [words for _, words in record.get("source", ())]
    return f'<span class="mid-line-name">{inline(facts[0])}</span>' if facts else ""
