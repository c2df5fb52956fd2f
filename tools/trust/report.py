"""What the long runs found: one file a kind under ``reports/``, and the README's table.

A record belongs to one chapter and one state of its code: the hash of its code cells is kept with
the date and the commit, and a record of earlier code counts as not run. So an incomplete
matrix says so.
"""

import ast
import datetime
import hashlib
import json
import re
import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools.chapters.run import ROOT, notebook_of
from tools.files import write_whole

START, END = "<!-- trust:start -->", "<!-- trust:end -->"
THIN = 2.0  # standard errors that a verdict keeps from flipping, at least


def fingerprint(kind: str, source: Path, root: Path = ROOT) -> str:
    """Return a hash of what the records of a kind depend on: a chapter's code, its sabotages.

    Prose, captions, comments and layout are not part of it: they change no result.
    """
    cells = notebook_of(source.read_text("utf-8")).cells
    cells = [syntax(cell.source) for cell in cells if cell.cell_type == "code"]
    extra = root / "tests" / "sabotage" / f"{source.stem}.yml"
    parts = ["\0".join(cells).encode()]
    if kind == "sabotage" and extra.exists():
        parts.append(extra.read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


SENTENCES = ("finding", "with_more", "partly", "restated", "undecided", "source")


class _Wordless(ast.NodeTransformer):
    """Empties the strings in calls that only show something, and the sentences of verdicts."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        if getattr(node.func, "id", "") == "verdict":
            node.keywords = [k for k in node.keywords if k.arg not in SENTENCES]
        if getattr(node.func, "id", "") in ("figure", "explorable", "reading", "table"):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    part.value = ""
        return self.generic_visit(node)


def syntax(cell: str) -> str:
    """Return a cell without comments, layout and the words of captions, readings and findings.

    What is not Python stays as it is.
    """
    try:
        return ast.unparse(_Wordless().visit(ast.parse(cell)))
    except SyntaxError:
        return cell


def commit(root: Path = ROOT) -> str:
    """Return the commit that is checked out, with ``-dirty`` when what runs differs from it."""

    def git(*arguments):
        command = ["git", *arguments]
        return subprocess.run(command, cwd=root, capture_output=True, text=True).stdout.strip()

    head = git("rev-parse", "--short", "HEAD")
    changed = git("status", "--porcelain", "--", "chapters", "src", "tools", "tests", "book")
    return f"{head}{'-dirty' * bool(changed)}" if head else "unknown"


def load(kind: str, root: Path = ROOT) -> dict[str, dict]:
    """Return the records of a kind (seeds, more, sabotage, placebo, …), by chapter."""
    path = root / "reports" / f"{kind}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def current(kind: str, sources: list[Path], root: Path = ROOT) -> dict[str, dict]:
    """Return the records that belong to the chapters' present texts."""
    records = load(kind, root)
    now = {source.stem: fingerprint(kind, source, root) for source in sources}
    return {stem: r for stem, r in records.items() if r["source"] == now.get(stem)}


def note(kind: str, source: Path, results: dict, seconds: float, root: Path = ROOT) -> None:
    """Add the results of one chapter to those of its present text, and renew the README.

    Args:
        results: condition (a seed, a claim, a setting) → what was found.
        seconds: CPU seconds that they took.
    """
    records = load(kind, root)
    old = records.get(source.stem, {})
    now = fingerprint(kind, source, root)
    if old.get("source") != now:
        old = {"results": {}, "cpu_seconds": 0}
    records[source.stem] = {
        "source": now,
        "commit": commit(root),
        "date": datetime.date.today().isoformat(),
        "cpu_seconds": round(old["cpu_seconds"] + seconds),
        "results": {**old["results"], **results},
    }
    text = json.dumps(records, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_whole(root / "reports" / f"{kind}.json", text)
    update_readme(root)


def update_readme(root: Path = ROOT) -> None:
    """Write the table of what was found between the markers of the README."""
    path = root / "README.md"
    text = path.read_text("utf-8")
    if START not in text or END not in text:
        raise ValueError(f"{path} has no {START} … {END}; the table goes between them")
    table = f"{START}\n{summary(root)}{END}"
    write_whole(path, re.sub(f"(?s){START}.*?{END}", lambda _: table, text))


def summary(root: Path = ROOT) -> str:
    """Return the table: a line for each kind of run."""
    sources = sorted((root / "chapters").glob("[0-9][0-9]_*.md"))
    head = "| run | found | chapters | CPU minutes | last |\n| --- | --- | --- | ---: | --- |\n"
    return head + "".join(
        _line(name, kind, words, sources, root) for name, (kind, words) in LINES.items()
    )


def _line(name: str, kind: str, words: Callable, sources: list[Path], root: Path) -> str:
    records = current(kind, sources, root)
    missing = [source.stem[:2] for source in sources if source.stem not in records]
    share = f"{len(records)} of {len(sources)}"
    share += f"; not run on the present text: {', '.join(missing)}" if missing else ""
    minutes = sum(r["cpu_seconds"] for r in records.values()) / 60
    last = max(((r["date"], r["commit"]) for r in records.values()), default=("never", ""))
    found = words(records) if records else "–"
    return f"| {name} | {found} | {share} | {minutes:.0f} | {' '.join(last)} |\n"


def seeds_in_words(records: dict[str, dict]) -> str:
    """Say how many verdicts held under shifted seeds, and which stands nearest to flipping."""
    runs = [run for r in records.values() for run in r["results"].values()]
    verdicts = [v for run in runs for v in run["verdicts"].values() if v["kind"] == "measured"]
    held = sum(v["found"] == v["expected"] for v in verdicts)
    broken = sum(bool(run["error"]) for run in runs)
    seeds = sorted({int(s) for r in records.values() for s in r["results"]})
    typical = margins(records)
    worst = min(typical, key=typical.get, default="none")
    thin = [claim for claim, m in typical.items() if m < THIN]
    words = (
        f"{held} of {len(verdicts)} measured verdicts agree (seeds {', '.join(map(str, seeds))})"
    )
    words += f"; {broken} runs broke off" if broken else ""
    words += f"; nearest to flipping: `{worst}`, {typical.get(worst, 0):.1f} standard errors"
    return words + (f"; **within {THIN:g}: {', '.join(thin)}**" if thin else "")


def margins(records: dict[str, dict]) -> dict[str, float]:
    """Return the margin of each measured claim: the median over its seeds, in standard errors."""
    found: dict[str, list[float]] = {}
    for r in records.values():
        for run in r["results"].values():
            for claim, v in run["verdicts"].items():
                if v["kind"] == "measured" and v["margin"] is not None:
                    agrees = v["found"] == v["expected"]
                    found.setdefault(claim, []).append(v["margin"] if agrees else -v["margin"])
    return {claim: statistics.median(values) for claim, values in found.items()}


def more_in_words(records: dict[str, dict]) -> str:
    """Say how many measured verdicts stay with more, and which turn, from which scale on."""
    runs = [(scale, r) for record in records.values() for scale, r in record["results"].items()]
    runs.sort(key=lambda run: float(run[0]))
    turned, measured = {}, set()
    for scale, run in runs:
        for claim, v in run["verdicts"].items():
            if v["kind"] == "measured":
                measured.add(claim)
                if v["verdict"] != v["expected"]:
                    turned.setdefault(
                        claim, f"`{claim}` ×{scale} ({v['expected']} → {v['verdict']})"
                    )
    scales = ", ".join(f"×{scale}" for scale in dict(runs))
    words = f"{len(measured) - len(turned)} of {len(measured)} measured verdicts stay ({scales})"
    words += f"; {len(turned)} turn: {', '.join(turned.values())}" if turned else ""
    broken = sum(bool(run["error"]) for _, run in runs)
    return words + (f"; {broken} runs broke off" if broken else "")


def sabotage_in_words(records: dict[str, dict]) -> str:
    """Say how many sabotages bit."""
    outcomes = [o for r in records.values() for o in r["results"].values()]
    bit = sum(o["bites"] for o in outcomes)
    claims = len({o["claim"] for o in outcomes})
    return f"{bit} of {len(outcomes)} bit ({claims} claims)"


def placebo_in_words(records: dict[str, dict]) -> str:
    """Say how many verdicts found nothing where there is nothing, and which found something."""
    outcomes = [o for r in records.values() for o in r["results"].values()]
    fooled = [o for o in outcomes if not o["bites"]]
    words = f"{len(outcomes) - len(fooled)} of {len(outcomes)} claim nothing"
    names = ", ".join(f"`{o['claim']}` ({o['found']})" for o in fooled)
    return words + (f"; **fooled: {names}**" if fooled else "")


def portable_in_words(records: dict[str, dict]) -> str:
    """Say how many cells agreed, and under how many conditions."""
    runs = [run for r in records.values() for run in r["results"].values()]
    passed, failed = sum(run["passed"] for run in runs), sum(len(run["failed"]) for run in runs)
    clean = sum(not run["failed"] for run in runs)
    names = sorted({name for r in records.values() for name in r["results"]})
    return (
        f"{passed} of {passed + failed} cells agree; {clean} of {len(runs)} chapters × conditions "
        f"without a difference ({len(names)} conditions)"
    )


LINES = {
    "`make test-seeds`": ("seeds", seeds_in_words),
    "`make more`": ("more", more_in_words),
    "sabotages: the cause destroyed (`make test-slow`)": ("sabotage", sabotage_in_words),
    "placebos: both arms the same": ("placebo", placebo_in_words),
    "methods that do nothing": ("nothing", placebo_in_words),
    "every rule at a difference of 0": ("rules", placebo_in_words),
    "`make test-portable`": ("portable", portable_in_words),
}
