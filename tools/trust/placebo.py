"""Ask every rule what it says where there is no difference: ``python -m tools.trust.placebo [01 …]``.

No chapter is run. Of every measured verdict the notebooks hold evidence and rules. What compares two
arms is replaced by what two equal arms would give, all of it at once: a difference by 0, a ratio by 1;
first without an interval, then with the interval that was measured, moved there. *Supported*,
*corrected* and *partly* are then verdicts in favour of something that is not there. A claim that says
"no difference" may say so: a placebo in ``tests/sabotage/NN_slug.yml`` without ``replace``, with
``allowed`` and ``why``.
"""

import argparse
import math
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from moreisdifferent.evaluation.evidence import Evidence, Rule
from tools.chapters.run import ROOT, find_chapters
from tools.trust import report
from tools.trust.margins import Rules, outcome, read
from tools.trust.sabotage import FOLDER, NO_DIFFERENCE, read_entries

DIFFERENCE = re.compile(
    r"\s[-−]\s|\b(minus|beyond|differences?|gains?|gained|leads?|lost|loss|ahead of|behind|gaps?|spread|apart)\b|\bafter\b.* by$"
)
RATIO = re.compile(r"÷|\bover\b|\bratio\b|\btimes as\b")


@dataclass(frozen=True)
class Null:
    """What the rules of one claim say where there is no difference."""

    claim: str
    found: str  # with the difference replaced by exactly nothing
    wide: str  # with the interval that was measured, moved there
    new_form: bool
    names: tuple[str, ...]  # the evidence that was replaced

    @property
    def verdicts(self) -> set[str]:
        return {self.found, self.wide}


def null_value(name: str, evidence: Evidence, rules: list[Rule]) -> float | None:
    """Return what two equal arms would give, 0 or 1; None where nothing is compared.

    The name of a piece of evidence says whether it is a difference or a ratio; so does a bound of
    exactly 0, or of 1 without a unit. A rule with two ends asks for a value and not for a side, so it
    compares nothing.
    """
    ends = {end for r in rules if math.inf in (-r.least, r.most) for end in (r.least, r.most)}
    if evidence.kind != "measured" or not ends:
        return None
    if DIFFERENCE.search(name) or 0 in ends:
        return 0.0
    return 1.0 if RATIO.search(name) or (1 in ends and not evidence.unit) else None


def nulled(evidence: dict[str, Evidence], rules: Rules, wide: bool) -> dict[str, Evidence]:
    """Return the evidence that compares, as two equal arms would give it."""
    found = {}
    for name, e in evidence.items():
        value = null_value(name, e, [rules[side][name] for side in rules if name in rules[side]])
        if value is not None:
            half = (e.high - e.low) / 2 if wide else 0.0
            found[name] = replace(e, estimate=value, low=value - half, high=value + half, values=())
    return found


def at_null(record: dict) -> Null | None:
    """Return what a verdict's record says at no difference; None where it compares nothing."""
    evidence, rules, _ = read(record)
    changed = {wide: nulled(evidence, rules, wide) for wide in (False, True)}
    if not changed[False]:
        return None
    found, wide = (outcome(evidence | changed[w], rules) for w in (False, True))
    return Null(record["claim"], found, wide, bool(record["finding"]), tuple(changed[False]))


def records(source: Path) -> list[dict]:
    """Return the records of a chapter's measured verdicts that hold their rules."""
    notebook = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    kept = [out.get("metadata", {}).get("moreisdifferent", {}) for out in outputs]
    return [r for r in kept if r.get("kind") == "measured" and r.get("rules")]


def allowed(source: Path, folder: Path = FOLDER) -> dict[str, set[str]]:
    """Return claim → verdicts that it may give at no difference, where its file says so."""
    entries = [(claim, e) for claim, e in read_entries(source, folder) if "replace" not in e]
    return {claim: set(entry["allowed"]) for claim, entry in entries}


def nulls(source: Path, folder: Path = FOLDER) -> list[tuple[Null, bool]]:
    """Return every claim that compares, and whether its rule passes where nothing is."""
    may = allowed(source, folder)
    found = [null for null in map(at_null, records(source)) if null]
    return [(null, null.verdicts <= may.get(null.claim, set(NO_DIFFERENCE))) for null in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    options = parser.parse_args()
    fooled = 0
    for source in find_chapters(ROOT / "chapters", options.chapters):
        results = {}
        for null, right in nulls(source):
            words = null.found if null.found == null.wide else f"{null.found}, {null.wide}"
            results[null.claim] = {"claim": null.claim, "bites": right, "found": words}
            print(f"{source.stem[:2]} {null.claim}: {'' if right else 'FOOLED, '}{words}")
            fooled += not right
        if results:
            report.note("rules", source, results, 0)
    return 1 if fooled else 0


if __name__ == "__main__":
    sys.exit(main())
