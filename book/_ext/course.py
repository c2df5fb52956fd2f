"""What the book's pages learn from the registry and the executed notebooks.

* ``book/ledger.md`` is written at the start of every build from ``book/claims.yml`` and
  the verdicts in the notebooks, so it cannot go stale; git ignores it.
* ``<!-- measured -->`` in a chapter becomes what the chapter was measured to use.
* ``<!-- map -->`` becomes the map of the parts, ``<!-- budgets -->`` the table of budgets,
  ``<!-- teaches -->`` what each chapter teaches, asks for and takes.
* A graded exercise becomes a stub with its solution behind a button; with ``SOLUTIONS=none`` in
  the environment the book holds no solution at all.
"""

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import yaml
from sphinx.util import logging

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.student import (
    page_version,
    read_notebook,
    student_version,
    write_notebook,
)

log = logging.getLogger(__name__)


def read_registry(root: Path) -> dict:
    """Return the registry file: its ``parts`` and its ``claims``."""
    return yaml.safe_load((root / "book" / "claims.yml").read_text("utf-8"))


def notebooks(root: Path) -> dict[str, Path]:
    """Return chapter number → notebook, for the chapters listed in ``_toc.yml``."""
    toc = (root / "_toc.yml").read_text("utf-8")
    listed = sorted((root / "chapters").glob("[0-9][0-9]_*.ipynb"))
    return {path.name[:2]: path for path in listed if path.name in toc}


def read_verdicts(path: Path) -> dict[str, dict]:
    """Return claim id → record of every verdict that a notebook shows."""
    found = {}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            record = output.get("metadata", {}).get("moreisdifferent")
            if record:
                found[record["claim"]] = record
    return found


def numbers(record: dict) -> str:
    """Return the evidence of a verdict in one line."""
    parts = []
    for e in record["evidence"]:
        unit = e["unit"] if e["unit"] in ("", "°", "′", "″", "%") else f" {e['unit']}"
        text = f"{e['name']}: {e['estimate']:.6g}{unit}"
        if e["kind"] == "measured":
            text += f" [{e['low']:.4g}, {e['high']:.4g}], n = {e['n']}"
        parts.append(text)
    return "; ".join(parts) or "no evidence"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def ledger(root: Path) -> str:
    """Return the ledger page as MyST Markdown; a claim that disagrees is a build warning."""
    registry, chapters = read_registry(root), notebooks(root)
    verdicts = {number: read_verdicts(path) for number, path in chapters.items()}
    claims = registry["claims"]
    found = {c["id"]: verdicts.get(c["chapter"], {}).get(c["id"]) for c in claims}
    for claim in claims:
        check(claim, found[claim["id"]], claim["chapter"] in chapters)
    counts = Counter(record["verdict"] for record in found.values() if record)
    decided = sum(counts.values())
    lines = ["# The ledger", "", SUMMARY.format(total=len(claims), decided=decided), ""]
    lines += [f"- **{verdict}**: {number}" for verdict, number in counts.most_common()]
    for number, part in enumerate(registry["parts"], start=1):
        lines += part_section(number, part, claims, found, chapters)
    return "\n".join(lines) + "\n"


SUMMARY = (
    "Every claim of the essays, with the verdict of its chapter. A verdict is given by a numeric rule "
    "that the code applies; the numbers are those of the committed run. Of {total} claims, {decided} are decided."
)


def part_section(number, part, claims, found, chapters) -> list[str]:
    mine = [c for c in claims if c["chapter"] in part["chapters"]]
    rows = [row(c, found[c["id"]], chapters[c["chapter"]]) for c in mine if found[c["id"]]]
    lines = ["", f"## Part {number}. {part['title']}", ""]
    if rows:
        lines += ["| claim | verdict | evidence | chapter |", "| --- | --- | --- | --- |", *rows]
    waiting = [c for c in mine if not found[c["id"]]]
    if waiting:
        lines += ["", f":::{{dropdown}} Not decided yet: {len(waiting)} claims", ""]
        lines += [*(f"- {c['statement']} `{c['id']}`" for c in waiting), ":::"]
    return lines


def row(claim: dict, record: dict, path: Path) -> str:
    note = f" *{claim['note']}*" if claim.get("note") else ""
    return (
        f"| {cell(claim['statement'])}{cell(note)} `{claim['id']}` | **{record['verdict']}** | "
        f"{cell(numbers(record))} ({record['kind']}) | [{claim['chapter']}](../chapters/{path.name}) |"
    )


def check(claim: dict, record: dict | None, in_book: bool) -> None:
    if in_book and not record:
        log.warning("claim %s: its chapter %s gives no verdict", claim["id"], claim["chapter"])
    if record and record["verdict"] != claim.get("verdict"):
        expected = claim.get("verdict", "planned")
        log.warning("claim %s: registry %s, notebook %s", claim["id"], expected, record["verdict"])


def part_map(root: Path) -> str:
    """Return the list of parts and chapters; only chapters that exist are links."""
    registry, chapters, lines = read_registry(root), notebooks(root), []
    for number, part in enumerate(registry["parts"], start=1):
        lines += [f"**Part {number}. {part['title']}**", ""]
        for chapter, title in part["chapters"].items():
            link = chapters.get(chapter)
            text = f"[{title}](../chapters/{link.name})" if link else f"{title} (in preparation)"
            lines.append(f"- {chapter} {text}")
        lines.append("")
    return "\n".join(lines)


def budget_table(root: Path) -> str:
    """Return every measured budget as a Markdown table."""
    rows = [
        f"| {name} | {used['cpu_seconds']} | {used['peak_mb']} |"
        for name, used in budgets(root).items()
    ]
    return "\n".join(["| chapter | CPU seconds | peak MB |", "| --- | ---: | ---: |", *rows])


def budgets(root: Path) -> dict:
    path = root / "chapters" / "budgets.json"
    return json.loads(path.read_text()) if path.exists() else {}


def measured(root: Path, docname: str) -> str:
    used = budgets(root).get(Path(docname).name)
    return f"Measured: {used['cpu_seconds']} CPU seconds, {used['peak_mb']} MB." if used else ""


def section(text: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()


def minutes(notebook: dict, seconds: int) -> int:
    """Estimate a reader's time: 130 words a minute, half a minute for a cell, and the run."""
    text = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    cells = len(notebook["cells"]) - len(text)
    total = sum(len(source.split()) for source in text) / 130 + cells / 2 + seconds / 60
    return 5 * round(total / 5)


def teaches(root: Path) -> str:
    """Return, for every chapter in the book, its objectives, prerequisites and minutes."""
    lines = []
    for number, path in notebooks(root).items():
        notebook = read_notebook(path)
        text = "\n".join(c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown")
        intro = section(text, "What you will be able to do")
        objectives = re.findall(r"(?ms)^- (.*?)(?=^- |\n\n|\Z)", intro)
        needs = re.search(r"(?s)\*\*Prerequisites\.\*\* (.*?)(?:\n\n|\Z)", intro)
        title = re.search(r"(?m)^# (.+)$", text)[1]
        took = minutes(notebook, budgets(root).get(path.stem, {}).get("cpu_seconds", 0))
        lines += [f":::{{dropdown}} {number} {title}: about {took} minutes", ""]
        lines += [f"[Open the chapter](../chapters/{path.name}). The student will be able to:", ""]
        lines += [f"- {' '.join(item.split())}" for item in objectives]
        lines += ["", f"Asks for: {' '.join(needs[1].split()) if needs else 'nothing'}", ":::", ""]
    return "\n".join(lines)


def write_ledger(app, config) -> None:
    root, path = Path(app.srcdir), Path(app.srcdir) / "book" / "ledger.md"
    text = ledger(root)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def fill_markers(app, docname: str, source: list[str]) -> None:
    root = Path(app.srcdir)
    used, toc = root / "chapters" / "budgets.json", root / "_toc.yml"
    fillers = {
        "<!-- measured -->": (lambda: measured(root, docname), [used]),
        "<!-- budgets -->": (lambda: budget_table(root), [used]),
        "<!-- map -->": (lambda: part_map(root), [toc]),
        "<!-- teaches -->": (lambda: teaches(root), [used, toc, *notebooks(root).values()]),
    }
    for marker, (fill, depends_on) in fillers.items():
        if marker in source[0]:
            for path in depends_on:
                app.env.note_dependency(str(path))
            source[0] = source[0].replace(marker, fill())


def show_exercises(app, docname: str, source: list[str]) -> None:
    """Show a chapter's graded exercises as stubs, with or without a button for the solution."""
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".ipynb":
        app.env.note_dependency(page_version.__code__.co_filename)
        notebook = json.loads(source[0])
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        source[0] = json.dumps(page_version(notebook, app.config.solutions != "none"))


def hide_downloads(app, exception) -> None:
    """Without solutions, the notebooks that a page offers for download are the student's."""
    if app.config.solutions == "none" and not exception:
        for path in Path(app.outdir).glob("_sources/chapters/*.ipynb"):
            write_notebook(path, student_version(read_notebook(path)))


def restyled(app, env, added, changed, removed) -> list[str]:
    """Rebuild the title page when a style sheet or script is newer than the built copy."""
    sources = Path(app.srcdir, "book", "_static")
    for source in sources.glob("*.*"):
        built = Path(app.outdir, "_static", source.name)
        if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
            return [env.config.root_doc]
    return []


def setup(app):
    app.add_config_value("solutions", os.environ.get("SOLUTIONS", "button"), "env")
    app.connect("config-inited", write_ledger, priority=100)
    app.connect("source-read", fill_markers)
    app.connect("source-read", show_exercises)
    app.connect("build-finished", hide_downloads)
    app.connect("env-get-outdated", restyled)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
