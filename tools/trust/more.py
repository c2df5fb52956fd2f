"""Run chapters with more of what they grow: ``python -m tools.trust.more [--scales 4 16] [01 …]``.

``MID_SCALE`` multiplies what a chapter says it multiplies. Every verdict is recorded with its whole
evidence; nothing raises here. The results go to ``reports/more.json`` scale by scale, so a run that
is stopped can be taken up again. It fails only when what was found at the largest scale is not what
the registry says under ``more:`` (or ``verdict:``, where the two agree).
"""

import argparse
import json
import math
import os
import sys
from pathlib import Path

import psutil
from tqdm import tqdm

from moreisdifferent.display.claims import load_claims
from tools.chapters.run import ROOT, find_chapters, read_source
from tools.trust import report
from tools.trust.recorded import Recorded, record

LIMITS = {
    "cpu_seconds": 20 * 60,
    "peak_mb": 4000,
}  # for one chapter at one scale; beyond: a warning
BARE_MB = 300  # an interpreter with its libraries, before a chapter has computed anything
LEFT_OUT = ("statement", "source", "revised")  # of a notebook's record: the registry has them


def run_scale(source: Path, scale: float) -> dict:
    """Execute a chapter at one scale; return its verdicts, its error and what it used."""
    before, os.environ["MID_SCALE"] = os.environ.get("MID_SCALE"), f"{scale:g}"
    try:
        run = record(read_source(source), source.parent, None, cells_shown)
    finally:
        os.environ.pop("MID_SCALE")
        os.environ.update({} if before is None else {"MID_SCALE": before})
    return result(run)


def cells_shown(cells: list):
    """Go round the cells of a chapter and show how far it is."""
    return tqdm(cells, desc="cells", leave=False, position=1, disable=None)


def result(run: Recorded) -> dict:
    """Return what the report keeps of a run."""
    usage = {key: round(run.usage.get(key, 0)) for key in LIMITS}
    over = [key for key, most in LIMITS.items() if usage[key] > most]
    verdicts = {
        claim: {k: v for k, v in entry["stored"].items() if k not in LEFT_OUT}
        | {"expected": entry["expected"]}
        for claim, entry in run.verdicts.items()
    }
    return {"error": run.error, **usage, "over": over, "verdicts": verdicts}


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


def corrections(results: dict[str, dict], claims: dict) -> list[str]:
    """Return what the registry should say otherwise after the largest scale that was run.

    Args:
        results: scale → result of one chapter.
        claims: the chapter's entries of the registry, by id.
    """
    largest, lines = max(results, key=float), []
    if float(largest) <= 1:
        return []
    for claim in claims.values():
        found = results[largest]["verdicts"].get(claim.id, {}).get("verdict")
        more = getattr(claim, "more", "")
        if found is None:
            lines.append(f"{claim.id}: no verdict at ×{largest}; the registry says {claim.verdict}")
        elif found == claim.verdict and more:
            lines.append(f"{claim.id}: remove `more: {more}`; ×{largest} finds {found} as ×1 does")
        elif found != (more or claim.verdict):
            now = f"now {more}" if more else f"×1 finds {claim.verdict}"
            lines.append(f"{claim.id}: set `more: {found}` ({now})")
    return lines


def decided(source: Path) -> dict:
    """Return the claims of a chapter that have a verdict."""
    return {c.id: c for c in load_claims().values() if c.chapter == source.stem[:2] and c.verdict}


def positive(text: str) -> float:
    """Return a scale.

    Raises:
        ArgumentTypeError: if it is not a positive, finite number.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(
            f"SCALES has {text!r}; it should be positive numbers, such as 4"
        )
    return value


def to_do(
    sources: list[Path], scales: list[float], missing: bool, root: Path = ROOT
) -> list[tuple[Path, float]]:
    """Return the runs to make, small scales first, so that they tell what the large ones take."""
    known = report.current("more", sources, root) if missing else {}
    done = {
        (stem, float(scale))
        for stem, r in known.items()
        for scale, run in r["results"].items()
        if not run["error"]
    }
    every = [(source, scale) for source in sources for scale in sorted(set(scales))]
    return [(source, scale) for source, scale in every if (source.stem, scale) not in done]


def run_all(runs: list[tuple[Path, float]], force: bool, root: Path = ROOT) -> list[str]:
    """Make the runs and note each when it is done; return why some were not tried."""
    refused = []
    for source, scale in tqdm(runs, desc="chapters × scales", disable=None):
        why = "" if force else beyond_memory(source, scale, free_memory(), root)
        if why:
            refused.append(why)
            tqdm.write(why, file=sys.stderr)
            continue
        need = expected_memory(measured_memory(source, root), scale)
        about = f"about {need:,.0f} MB" if need else "memory not known yet"
        tqdm.write(f"{source.stem} at ×{scale:g} begins; {about}")
        found = run_scale(source, scale)
        report.note("more", source, {f"{scale:g}": found}, found["cpu_seconds"], root)
        tqdm.write(in_words(source, scale, found))
    return refused


def in_words(source: Path, scale: float, found: dict) -> str:
    """Say how a run went."""
    words = (
        f"{found['cpu_seconds']} CPU s, {found['peak_mb']} MB, {len(found['verdicts'])} verdicts"
    )
    words += "".join(f"; BEYOND {LIMITS[key]} {key}" for key in found["over"])
    words += f"; broke off: {found['error'].splitlines()[0]}" if found["error"] else ""
    return f"{source.stem} at ×{scale:g}: {words}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--scales", nargs="+", type=positive, default=[4.0, 16.0])
    parser.add_argument("--missing", action="store_true", help="only what the report lacks")
    parser.add_argument("--force", action="store_true", help="even where memory may not suffice")
    options = parser.parse_args()
    sources = find_chapters(ROOT / "chapters", options.chapters)
    try:
        refused = run_all(to_do(sources, options.scales, options.missing), options.force)
    except KeyboardInterrupt:
        print("stopped; what was finished is kept, and MISSING=1 goes on", file=sys.stderr)
        return 130
    wrong = [
        line
        for source in sources
        if source.stem in (records := report.current("more", [source]))
        for line in corrections(records[source.stem]["results"], decided(source))
    ]
    print("\n".join(f"book/claims.yml, {line}" for line in wrong) or "the registry agrees")
    return 1 if wrong or refused else 0


if __name__ == "__main__":
    sys.exit(main())
