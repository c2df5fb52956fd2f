"""What memory a chapter should take at a scale, told from what it took at others."""

import json
import math
from pathlib import Path

import psutil

from tools.chapters.run import ROOT
from tools.trust import report

BARE_MB = 300  # an interpreter with its libraries, before a chapter has computed anything


def measured_memory(source: Path, root: Path = ROOT) -> dict[float, float]:
    """Return scale → megabytes that a chapter took, from its budget and from earlier reports."""
    path = source.with_name("budgets.json")
    budgets = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known = {1.0: budgets[source.stem]["peak_mb"]} if source.stem in budgets else {}
    runs = report.load("more", root).get(source.stem, {"results": {}})["results"]
    return known | {float(scale): run["peak_mb"] for scale, run in runs.items() if run["peak_mb"]}


def expected_memory(known: dict[float, float], scale: float) -> float | None:
    """Return the megabytes that a scale should take, or None when nothing was measured.

    A straight line through the two nearest scales below; from one scale, all that is not the bare
    interpreter is taken to grow.
    """
    if scale in known:
        return known[scale]
    near = sorted(known, key=lambda s: abs(math.log(s / scale)))[:2]
    if not near:
        return None
    if len(near) == 1:
        return BARE_MB + max(0, known[near[0]] - BARE_MB) * scale / near[0]
    a, b = sorted(near)
    slope = max(0, (known[b] - known[a]) / (b - a))
    return max(known[b] + slope * (scale - b), BARE_MB)


def beyond_memory(source: Path, scale: float, free_mb: float, root: Path = ROOT) -> str:
    """Say why a scale should not be tried here; empty when it may."""
    need = expected_memory(measured_memory(source, root), scale)
    if need is None or need <= free_mb:
        return ""
    return (
        f"SCALES has {scale:g}; {source.stem} would take about {need:,.0f} MB there and "
        f"{free_mb:,.0f} MB are free; it should be smaller, or type FORCE=1"
    )


def free_memory() -> float:
    """Return the megabytes that can be had now."""
    return psutil.virtual_memory().available / 1e6
