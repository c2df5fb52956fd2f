"""The box of a verdict: HTML from its record."""

import html

from .numbers import inline
from .record import evidence_text, rule_lines


def box(record: dict) -> str:
    """Return the box of a verdict, made from its record."""
    rows = "".join(
        f"<li>{inline(e['name'])}: <strong>{inline(evidence_text(e))}</strong></li>"
        for e in record["evidence"]
    )
    rules = html.escape("; ".join(rule_lines(record["rules"])))
    slug = record["verdict"].replace(" ", "-")
    return (
        f'<div class="mid-verdict mid-{slug}" id="claim-{record["claim"]}" '
        'style="border-left:5px solid;padding:.4em 1em;margin:1em 0">'
        f"<p><strong>{record['verdict'].capitalize()}.</strong> {inline(record['finding'] or record['statement'])} "
        f"<small><code>{record['claim']}</code></small></p><ul>{rows}</ul>{inline(record['comment'])}<p>{rules}</p></div>"
    )
