"""Run chapters under shifted seeds: ``python -m tools.trust.seeds [--seeds 1 2 3] [--missing] [01 …]``.

Every verdict must be the registry's, and no measured one may stand within two standard errors
of flipping (the median over seeds; 0, the published one, is among them). The results go to
``reports/seeds.json`` chapter by chapter, so a run that is stopped can be taken up again.
"""

import argparse
import math
import os
import sys
from pathlib import Path

from tools.chapters.run import ROOT, find_chapters, read_source
from tools.trust import report
from tools.trust.margins import margin, read
from tools.trust.recorded import record


def run_seed(source: Path, seed: int) -> dict:
    """Execute a chapter with one seed; return its error, verdicts with margins, CPU seconds."""
    before, os.environ["MID_SEED"] = os.environ.get("MID_SEED", "0"), str(seed)
    try:
        run = record(read_source(source), source.parent)
    finally:
        os.environ["MID_SEED"] = before
    verdicts = {claim: _short(entry) for claim, entry in run.verdicts.items()}
    return {"error": run.error, "verdicts": verdicts, "cpu_seconds": run.usage["cpu_seconds"]}


def _short(entry: dict) -> dict:
    distance = margin(entry["found"], *read(entry["full"]))
    rounded = None if math.isinf(distance) else round(float(distance), 2)
    return {k: entry[k] for k in ("found", "expected", "kind")} | {"margin": rounded}


def troubles(record: dict) -> list[str]:
    """Return a line for each run that broke off, verdict that moved and margin that is thin."""
    lines = []
    for seed, run in record["results"].items():
        lines += [f"seed {seed}: {run['error']}"] if run["error"] else []
        lines += [
            f"seed {seed}: {claim} is {v['found']}; the registry says {v['expected']}"
            for claim, v in run["verdicts"].items()
            if v["found"] != v["expected"]
        ]
    thin = {c: m for c, m in report.margins({"": record}).items() if m < report.THIN}
    return lines + [f"{c} stands {m:.1f} standard errors from flipping" for c, m in thin.items()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3, 4, 5])
    parser.add_argument("--missing", action="store_true", help="only what the report lacks")
    options = parser.parse_args()
    failed = 0
    for source in find_chapters(ROOT / "chapters", options.chapters):
        for seed in sorted({0, *options.seeds}):
            known = report.current("seeds", [source]).get(source.stem, {"results": {}})
            if options.missing and str(seed) in known["results"]:
                continue
            result = run_seed(source, seed)
            seconds = result.pop("cpu_seconds")
            report.note("seeds", source, {str(seed): result}, seconds)
            print(f"{source.stem}, seed {seed}: {seconds:.0f} CPU s", flush=True)
        lines = troubles(report.current("seeds", [source])[source.stem])
        print("\n".join(f"  {line}" for line in lines or ["every verdict holds"]), flush=True)
        failed += bool(lines)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
