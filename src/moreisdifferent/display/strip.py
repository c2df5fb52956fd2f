"""One piece of measured evidence, drawn on its own rule.

An axis carries the zone that supports (tinted) and the zone that refutes (hatched), a bar for the
95 % interval, a large dot for the estimate, small dots for the replicates, and a row for each scale.
Positions along the axis are percentages of the width and heights are pixels, so the letters keep
their size on a phone and on a wide page.
"""

import html
import math

from .numbers import inline
from .record import interval, with_unit

LABELS = 23  # per cent of the width that the names of the rows take
SHOWN = 40  # replicates that are still told apart as dots
COLOURS = {  # middle tones that can be seen on light and on dark where no style sheet is
    "supported": "var(--mid-supported, #0f9d76)",
    "refuted": "var(--mid-refuted, #d9632a)",
    "partly": "var(--mid-partly, #b98300)",
    "restated": "var(--mid-corrected, #3a8fd0)",
}
LOUD = ("restated", "partly", "refuted", "supported")  # whose drawing wins where sides share a zone
TEXT = 'font-size="12" fill="currentColor"'


def zones_of(name: str, rules: dict[str, dict]) -> list[dict]:
    """Return the zones of one piece of evidence from left to right, each with the side it speaks for.

    Where two sides share their bounds, one zone is drawn and names both.
    """
    zones: dict[tuple, dict] = {}
    for side, entries in rules.items():
        if name in entries:
            rule, word = entries[name], side.split()[0]
            same = zones.setdefault(
                (rule["least"], rule["most"]), {**rule, "side": word, "sides": []}
            )
            same["side"] = max(same["side"], word, key=LOUD.index)
            same["sides"].append(word)
            same["words"] = same["words"] or rule["words"]
    return sorted(zones.values(), key=_bounds)


def _bounds(rule: dict) -> tuple[float, float]:
    """Return the bounds of a rule record; an open side reaches to infinity."""
    least, most = rule["least"], rule["most"]
    return -math.inf if least is None else least, math.inf if most is None else most


def limits(rows: list[tuple[str, dict]], zones: list[dict]) -> tuple[float, float]:
    """Return the ends of an axis that shows every row, every bound and something of every zone."""
    seen = [value for _, e in rows for value in (e["low"], e["high"], *dots(e))]
    bounds = [zone[end] for zone in zones for end in ("least", "most") if zone[end] is not None]
    low, high = min(seen + bounds), max(seen + bounds)
    span = (high - low) or abs(high) or 1.0
    low_zones = [z["most"] for z in zones if z["least"] is None and z["most"] is not None]
    high_zones = [z["least"] for z in zones if z["most"] is None and z["least"] is not None]
    low = min([low - 0.05 * span, *(bound - 0.18 * span for bound in low_zones)])
    high = max([high + 0.05 * span, *(bound + 0.18 * span for bound in high_zones)])
    return low, high


def dots(evidence: dict) -> list[float]:
    """Return the replicates, if they are few enough to be told apart."""
    values = evidence.get("values") or []
    return list(values) if 1 < len(values) <= SHOWN else []


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most ``most`` round numbers between ``low`` and ``high``, evenly spaced."""
    rough = (high - low) / (most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def tick_label(value: float, step: float) -> str:
    """Return a tick with the decimals of its step, a true minus and its thousands apart."""
    fine = math.floor(math.log10(step) + 1e-9)
    decimals = max(0, -fine + (round(step / 10.0**fine, 6) % 1 > 0))
    text = f"{value:.0e}" if decimals > 5 else f"{value:,.{decimals}f}"
    zero = float(text.replace(",", "")) == 0
    return "0" if zero else text.replace("-", "−")


def picture(rows: list[tuple[str, dict]], zones: list[dict], uid: str, small: bool = False) -> str:
    """Return the drawing as SVG.

    Args:
        rows: (label, evidence) from top to bottom; one row goes without its label.
        zones: as from :func:`zones_of`.
        uid: what makes the name of the hatching unique on the page.
        small: only the zones, the bar and the estimate, for a line of text.
    """
    low, high = limits(rows, zones)
    left, right = (LABELS + 1, 98.5) if len(rows) > 1 and not small else (1.5, 98.5)

    def x(value: float) -> float:
        share = min(1.0, max(0.0, (value - low) / (high - low)))
        return round(left + (right - left) * share, 1)

    stacks = [[] if small else _stacked([x(v) for v in dots(e)]) for _, e in rows]
    levels = max((level for stack in stacks for _, level in stack), default=-1) + 1
    height = 16 if small else 18 + 4 * levels + 2 * (levels > 0)
    top, bottom = 1, 1 + height * len(rows)
    parts = [_zone(zone, x, (low, high), (top, bottom), uid) for zone in zones]
    if not small:
        parts.append(_axis(x, low, high, bottom, (left, right)))
    for i, ((label, evidence), stack) in enumerate(zip(rows, stacks)):
        middle = top + height * i + (8 if small else 9)
        parts.append(_row(label if left > 2 else "", evidence, stack, x, middle, small))
    size = bottom + 1 if small else bottom + 19
    return (
        f'<svg class="mid-picture" width="100%" height="{size}" aria-hidden="true" focusable="false" '
        f'style="display:block;overflow:visible;color:inherit">{"".join(parts)}</svg>'
    )


def _stacked(places: list[float], apart: float = 1.4) -> list[tuple[float, int]]:
    """Return (place, level) of each dot: one that would hide another goes below it."""
    levels: list[float] = []
    found = []
    for place in sorted(places):
        level = next((i for i, last in enumerate(levels) if place - last >= apart), len(levels))
        level = min(level, 3)  # a fourth level holds whatever remains
        levels[level : level + 1] = [place]
        found.append((place, level))
    return found


def _zone(zone: dict, x, ends, sides, uid: str) -> str:
    least = ends[0] if zone["least"] is None else zone["least"]
    most = ends[1] if zone["most"] is None else zone["most"]
    start, stop = x(least), x(most)
    if stop - start < 0.8:  # a single value is still to be seen
        start, stop = round(start - 0.4, 1), round(stop + 0.4, 1)
    colour, side = COLOURS[zone["side"]], zone["side"]
    place = f'x="{start}%" y="{sides[0]}" width="{round(stop - start, 1)}%" height="{sides[1] - sides[0]}"'
    edges = "".join(
        f'<line x1="{at}%" x2="{at}%" y1="{sides[0]}" y2="{sides[1]}" stroke-width="1.5"/>'
        for at, bound in ((start, zone["least"]), (stop, zone["most"]))
        if bound is not None
    )
    if side == "refuted":
        name = f"hatch-{uid}"
        fill = f'<rect {place} fill="url(#{name})" stroke="none"/>'
        before = _hatching(name, colour)
    elif side == "supported":
        before, fill = "", f'<rect {place} fill-opacity=".2" stroke="none" style="fill:{colour}"/>'
    else:
        before = ""
        fill = f'<rect {place} fill="none" stroke-dasharray="2 3" stroke-width="1.2"/>'
    return f'<g class="mid-zone-{side}" style="stroke:{colour}">{before}{fill}{edges}</g>'


def _hatching(name: str, colour: str) -> str:
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="1" y1="0" x2="1" y2="6" stroke-width="1.3" '
        f'stroke-opacity=".7" style="stroke:{colour}"/></pattern></defs>'
    )


def _axis(x, low: float, high: float, bottom: int, sides: tuple[float, float]) -> str:
    places = ticks(low, high)
    step = places[1] - places[0] if len(places) > 1 else high - low
    marks = "".join(
        f'<line x1="{x(t)}%" x2="{x(t)}%" y1="{bottom}" y2="{bottom + 4}"/>' for t in places
    )
    labels = "".join(
        f'<text x="{x(t)}%" y="{bottom + 16}" text-anchor="middle">{tick_label(t, step)}</text>'
        for t in places
        if sides[0] + 2 <= x(t) <= sides[1] - 2 or (sides[0] > 2 and x(t) <= sides[1] - 2)
    )
    line = f'<line x1="{sides[0]}%" x2="{sides[1]}%" y1="{bottom}" y2="{bottom}"/>'
    return (
        f'<g stroke="currentColor" stroke-opacity=".55">{line}{marks}</g>'
        f'<g {TEXT} fill-opacity=".85">{labels}</g>'
    )


def _row(label: str, evidence: dict, stack, x, y: int, small: bool) -> str:
    name = (
        f'<text x="{LABELS - 1}%" y="{y + 4}" text-anchor="end" {TEXT}>{html.escape(label)}</text>'
    )
    low, high, middle = x(evidence["low"]), x(evidence["high"]), x(evidence["estimate"])
    width, radius = (2.5, 3.5) if small else (3, 4.8)
    bar = f'<line x1="{low}%" x2="{high}%" y1="{y}" y2="{y}" stroke="currentColor" stroke-width="{width}"/>'
    ends = "".join(
        f'<line x1="{at}%" x2="{at}%" y1="{y - 4}" y2="{y + 4}" stroke="currentColor" stroke-width="1.5"/>'
        for at in (low, high)
        if not small
    )
    points = "".join(
        f'<circle cx="{at}%" cy="{y + 9 + 4 * level}" r="1.7"/>' for at, level in stack
    )
    points = f'<g fill="currentColor" fill-opacity=".7">{points}</g>' if points else ""
    estimate = f'<circle cx="{middle}%" cy="{y}" r="{radius}" fill="currentColor"/>'
    return f"<g>{name * bool(label)}{points}{bar}{ends}{estimate}</g>"


def key(zones: list[dict], uid: str, rows: bool = False) -> str:
    """Return what the zones mean, in the words of their rules, each beside a piece of its drawing.

    ``rows`` leaves the room that the names of the rows take in the drawing.
    """
    labels = []
    for i, zone in enumerate(zones):
        swatch = _zone(
            {**zone, "least": None, "most": None}, _whole, (0, 1), (1, 11), f"{uid}-k{i}"
        )
        alone = ";margin-left:auto" if len(zones) == 1 and zone["most"] is None else ""
        words = f": {html.escape(zone['words'])}" if zone["words"] else ""
        labels.append(
            f'<span style="white-space:normal{alone}"><svg width="16" height="12" aria-hidden="true" '
            f'focusable="false" style="vertical-align:-1px">{swatch}</svg> '
            f"{' and '.join(zone['sides'])} {html.escape(bound_words(zone))}{words}</span>"
        )
    return (
        '<div class="mid-key" style="display:flex;flex-wrap:wrap;justify-content:space-between;'
        f'gap:0 1.2em;font-size:.82em;line-height:1.4;padding:0 1.5% 2px {LABELS + 1 if rows else 1.5}%">{"".join(labels)}</div>'
    )


def _whole(value: float) -> float:
    return 100.0 * value


def bound_words(rule: dict) -> str:
    """Return the bounds of a rule in words: ``above 2``, ``between 0.8 and 1.25``."""
    if rule["least"] is not None and rule["least"] == rule["most"]:
        return f"at {rule['text'].removeprefix('= ')}"
    if rule["least"] is not None and rule["most"] is not None:
        return "between " + rule["text"].removeprefix("in [").removesuffix("]").replace(
            ", ", " and "
        )
    words = {">": "above", "<": "below", "≥": "from", "≤": "up to"}
    sign, _, value = rule["text"].partition(" ")
    value = value.replace("-", "−")
    return f"{words[sign]} {value}{' up' if sign == '≥' else ''}"


def sentence(name: str, rows: list[tuple[str, dict]], zones: list[dict]) -> str:
    """Return what the picture shows, in words, with numbers that may move behind a ``≈``."""
    parts = []
    for label, evidence in rows:
        middle, low, high = interval(evidence)
        where = f"{label}: " if len(rows) > 1 else ""
        inside = [side for zone in zones if _inside(zone, evidence) for side in zone["sides"]]
        place = f"where it is {' and '.join(inside)}" if inside else "in no zone as a whole"
        parts.append(
            f"{where}{with_unit(middle, evidence['unit'])}, 95 % interval {low} to {high}, {place}"
        )
    meaning = "; ".join(
        f"{' and '.join(zone['sides'])} {bound_words(zone)}{' (' + zone['words'] + ')' if zone['words'] else ''}"
        for zone in zones
    )
    return f"{name}: {'; '.join(parts)}. The zones: {meaning}."


def _inside(zone: dict, evidence: dict) -> bool:
    least, most = _bounds(zone)
    if zone["strict"]:
        return least < evidence["low"] and evidence["high"] < most
    return least <= evidence["low"] and evidence["high"] <= most


def strip(name: str, rows: list[tuple[str, dict]], rules: dict[str, dict], uid: str) -> str:
    """Return one piece of evidence as a figure: its name, the meaning of the zones, the drawing.

    Args:
        name: what was measured.
        rows: (label, evidence record), one a scale, the page's own first.
        rules: side → name → rule record.
        uid: unique on the page.
    """
    zones, unit = zones_of(name, rules), rows[0][1]["unit"]
    title = inline(name) + (f" <span>({html.escape(unit)})</span>" if unit else "")
    return (
        '<figure class="mid-evidence" style="position:relative;margin:.7em 0 .9em;max-width:46em">'
        f'<figcaption style="font-size:.9em;margin:0 0 .1em">{title}</figcaption>'
        f"{key(zones, uid, len(rows) > 1)}{picture(rows, zones, uid)}"
        f'<p class="mid-alt" style="{HIDDEN}">{inline(sentence(name, rows, zones))}</p></figure>'
    )


HIDDEN = (
    "position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap"
)
