"""How hard an exercise is and how long it takes, set apart from what it asks."""

import re

from docutils import nodes

EFFORT = re.compile(r"\s*\([^()]*\bminutes?\)\.?")


def mark_effort(doctree: nodes.document) -> None:
    """Mark ``(graded · medium · 20 minutes).`` behind the title of every exercise, in place."""
    for section in doctree.findall(nodes.section):
        if "exercises" not in section["ids"]:
            continue
        for paragraph in section.findall(nodes.paragraph):
            children = [child for child in paragraph.children if child.astext()]
            if len(children) < 2 or not isinstance(children[0], nodes.strong):
                continue
            found = EFFORT.match(children[1].astext())
            if found and isinstance(children[1], nodes.Text):
                rest = nodes.Text(children[1][found.end() :])
                effort = nodes.inline("", found[0], classes=["mid-effort"])
                paragraph.replace(children[1], [effort, rest])
