"""What the chapters decided, as plain data, and all of it in one picture.

``reports/verdicts.json`` is written from the registry, the notebooks and the runs with more; nothing
in it is typed. A wheel holds a copy.
"""

import html
import json
from dataclasses import dataclass, field
from pathlib import Path

from .axis import zones_of
from .box import EDGE, ranked, slug
from .numbers import inline
from .pictures import require_text
from .record import evidence_text
from .strip import HIDDEN, picture

NOT_YET = "not decided yet"
GRID = "display:grid;grid-template-columns:repeat(auto-fill,minmax(min(10.5em,45%),1fr));gap:.3em;"
GRID += "list-style:none;margin:0;padding:0"
BRICK = "margin:0;padding:.15em .45em .2em;min-width:0;text-align:left;border-left:4px solid "
NAME = "display:block;font-family:monospace;font-size:.66em;white-space:nowrap;overflow:hidden;"
NAME += "text-overflow:ellipsis"


def verdicts_path() -> Path:
    """Return ``reports/verdicts.json`` of a checkout, or the copy inside a wheel."""
    checkout = Path(__file__).parents[3] / "reports" / "verdicts.json"
    return checkout if checkout.exists() else Path(__file__).with_name("verdicts.json")


def load_decided(path: Path | None = None) -> list[dict]:
    """Return every claim of the registry, in its order, with what its chapter decided.

    Args:
        path: another file than that of the course.

    Returns:
        one dictionary a claim: ``id``, ``statement``, ``chapter`` (a number), ``kind``,
        ``essays`` (keys of the bibliography), ``revised``, ``verdict`` and ``headline`` (empty
        while the claim is planned), ``scales`` (pairs of scale and verdict) and, where there is
        a verdict, ``page``, ``finding``, ``evidence``, ``rules`` and ``source``.
    """
    return json.loads((path or verdicts_path()).read_text("utf-8"))


def evidence_of(decided: list[dict], claim: str, name: str) -> dict:
    """Return one piece of evidence by its claim and its name.

    Raises:
        ValueError: if there is no such claim, or it has no evidence of that name.
    """
    found = next((entry for entry in decided if entry["id"] == claim), None)
    if found is None:
        raise ValueError(f"claim is {claim!r}; it should be an id of the registry")
    names = {e["name"]: e for e in found.get("evidence", [])}
    if name not in names:
        raise ValueError(f"name is {name!r}; it should be one of {', '.join(names) or 'none'}")
    return names[name]


@dataclass(frozen=True)
class Wall:
    """Every claim as a brick: its name, and the evidence that decides it on its own rule."""

    number: str
    caption: str
    alt: str
    groups: dict[str, list[dict]] = field(repr=False)

    def __repr__(self) -> str:
        lines = [f"Figure {self.number}. {self.caption}"]
        for title, claims in self.groups.items():
            lines.append(f"{title}: " + ", ".join(f"{c['id']} {_found(c)}" for c in claims))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [
            f'<p class="mid-bricks-of" style="margin:.9em 0 .3em;font-weight:600;text-align:left">{html.escape(title)}</p>'
            f'<ul class="mid-bricks" style="{GRID}">{"".join(map(_brick, claims))}</ul>'
            for title, claims in self.groups.items()
        ]
        return (
            f'<figure class="mid-figure mid-wall" id="figure-{self.number.replace(".", "-")}" style="margin:1em 0">'
            f'<p class="mid-alt" style="{HIDDEN}">{html.escape(self.alt)}</p>'
            f"{''.join(parts)}<figcaption><strong>Figure {self.number}.</strong> {inline(self.caption)}</figcaption></figure>"
        )


def wall(groups: dict[str, list[dict]], number: str, caption: str, alt: str) -> Wall:
    """Return all claims in one picture: a brick each, with its evidence on its own rule.

    Args:
        groups: title → claims, as :func:`load_decided` gives them.
        number: chapter and place, such as ``"24.1"``.
        caption: states the finding, without a measured number.
        alt: what a person would see, for those who cannot.

    Raises:
        ValueError: if a group is empty, or caption or alt text is.
    """
    require_text(caption, "caption")
    require_text(alt, "alt")
    empty = [title for title, claims in groups.items() if not claims]
    if empty or not groups:
        raise ValueError(f"groups has nothing under {empty}; each should hold a claim")
    return Wall(str(number), caption, alt, groups)


def deciding(claim: dict) -> dict | None:
    """Return the measured evidence that decides a claim, or None where it is not measured."""
    record = {"rules": {}, **claim}
    known = {e["name"]: e for e in claim.get("evidence", [])}
    names = [n for n in ranked(record) if known[n]["kind"] == "measured"] if known else []
    return known[names[0]] if names else None


def _found(claim: dict) -> str:
    return claim["headline"] or NOT_YET


def _brick(claim: dict) -> str:
    found, evidence = _found(claim), deciding(claim)
    name = html.escape(claim["id"])
    said = [f"{claim['statement']} {found.capitalize()}."]
    if evidence:
        zones = zones_of(evidence["name"], claim["rules"])
        shown = picture([("", evidence)], zones, f"wall-{claim['id']}", small=True)
        said.append(f"{evidence['name']}: {evidence_text(evidence)}".replace("≈ ", ""))
    else:
        words = claim["kind"] if claim["verdict"] else NOT_YET
        words = found if found == "not testable here" else words
        shown = f'<span class="mid-brick-kind" style="display:block;font-size:.75em;line-height:17px">{words}</span>'
    if claim["verdict"]:
        name = f'<a href="{claim["page"]}.ipynb#claim-{claim["id"]}">{name}</a>'
    return (
        f'<li class="mid-brick mid-{slug(found)}" style="{BRICK}{EDGE.get(found, "#bbb")}" title="{html.escape(" ".join(said))}">'
        f'<span class="mid-brick-name" style="{NAME}">{name}</span>{shown}'
        f'<span class="mid-alt" style="{HIDDEN}">{found}</span></li>'
    )
