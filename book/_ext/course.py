"""What the book's pages learn from the registry and the executed notebooks.

* ``book/ledger.md`` is written at the start of every build from ``book/claims.yml`` and
  the verdicts in the notebooks, so it cannot go stale; git ignores it.
* ``<!-- measured -->`` in a chapter becomes what the chapter was measured to use.
* ``<!-- map -->`` becomes the map of the parts, ``<!-- budgets -->`` the table of budgets,
  ``<!-- title figure -->`` the figure of the title page, ``<!-- colab -->`` Colab's first cell,
  ``<!-- teaches -->`` what each chapter teaches, asks for and takes, ``<!-- purposes -->`` what it is for.
* Notes for teachers show the chapter, its wrong guesses and its marks.
* Every verdict is drawn again from its record, with what ``reports/more.json`` has of it.
* A graded exercise becomes a stub with its solution behind a button; with ``SOLUTIONS=none`` in
  the environment the book holds no solution at all.
* ``<!-- revised -->`` becomes how many rules were changed after a result.
* ``<!-- more -->`` becomes the chapter's verdicts with four and sixteen times as much.
* What only says something is not shown as code; a fold says what it holds and where it comes from.
* The first use of a term, a symbol of the notation, and every citation shows its entry.
* ``<!-- predictions -->`` becomes the list of what the reader foretold.
* A chapter ends with how it and its claims are cited; ``<!-- changes -->`` becomes the changelog.
* Every page has its canonical address; a site map and the pages at old addresses stand beside them.
* The first page of a part ends with the list of its chapters.
* A citation or a figure that leads nowhere is a warning, which ``make book`` takes for an error.
"""

import hashlib
import json
import os
import re
from pathlib import Path

from reader import (
    addresses,
    citing,
    course_map,
    entries,
    exercises,
    folds,
    help,
    more,
    pages,
    prediction,
    sliders,
    sources,
    teaching,
    verdicts,
    ways_in,
)
from reader.ledger import write_ledger
from reader.registry import notebooks, read_registry, title
from sphinx.util import logging

from tools.reading import epub
from tools.reading.page import page_version
from tools.teaching.student import read_notebook, student_version, write_notebook

log = logging.getLogger(__name__)


def budget_table(root: Path) -> str:
    """Return every measured budget as a Markdown table."""
    rows = [
        f"| [{number} {title(path)}](../chapters/{path.name}) | {used['cpu_seconds']} | {used['peak_mb']} |"
        for number, path in notebooks(root).items()
        if (used := budgets(root).get(path.stem))
    ]
    return "\n".join(["| chapter | CPU seconds | peak MB |", "| --- | ---: | ---: |", *rows])


def budgets(root: Path) -> dict:
    path = root / "chapters" / "budgets.json"
    return json.loads(path.read_text()) if path.exists() else {}


def measured(root: Path, docname: str) -> str:
    used = budgets(root).get(Path(docname).name)
    return f"Measured: {used['cpu_seconds']} CPU seconds, {used['peak_mb']} MB." if used else ""


def revised(root: Path) -> str:
    """Return how many of the decided claims have a rule or a design changed after a result."""
    decided = [claim for claim in read_registry(root)["claims"] if claim.get("verdict")]
    changed = sum(bool(claim.get("revised")) for claim in decided)
    return f"{changed} of the {len(decided)} decided claims"


def predictions(root: Path) -> str:
    """Return the list of what a reader foretold, for every chapter before the last."""
    paths = notebooks(root)
    titles = {number: title(path) for number, path in paths.items()}
    return prediction.recall_all([p for n, p in paths.items() if n != "24"], titles)


def title_figure() -> str:
    from reader.title_figure import title_figure  # needs the course's library

    return title_figure()


def fill_markers(app, docname: str, source: list[str]) -> None:
    root, theme = Path(app.srcdir), app.config.html_theme_options
    used, toc = root / "chapters" / "budgets.json", root / "_toc.yml"
    chapters = [used, toc, *notebooks(root).values()]
    fillers = {
        "<!-- measured -->": (lambda: measured(root, docname), [used]),
        "<!-- budgets -->": (lambda: budget_table(root), chapters),
        "<!-- map -->": (lambda: course_map.part_map(root), [toc]),
        "<!-- title figure -->": (title_figure, [toc]),
        "<!-- colab -->": (
            lambda: f"```\n{ways_in.install_line(theme)}\n```",
            [root / "_config.yml"],
        ),
        "<!-- revised -->": (
            lambda: revised(root),
            [root / "book" / "claims.yml"],
        ),
        "<!-- paper -->": (
            lambda: addresses.paper(root, app.config.html_baseurl),
            [root / "CITATION.cff"],
        ),
        "<!-- cite -->": (lambda: citing.example(root, app.config.html_baseurl), []),
        "<!-- changes -->": (
            lambda: citing.changes(root, {c["id"] for c in read_registry(root)["claims"]}),
            [root / "CHANGELOG.md"],
        ),
        "<!-- purposes -->": (
            lambda: teaching.purposes(root),
            [root / "book/claims.yml", *chapters],
        ),
        "<!-- teaches -->": (lambda: teaching.teaches(root, budgets(root)), chapters),
    }
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".ipynb":
        needs = [root / "reports" / "more.json", path.with_suffix(".md"), root / "book/claims.yml"]
        fillers["<!-- predictions -->"] = (lambda: predictions(root), chapters)
        fillers["<!-- more -->"] = (lambda: more.more_section(root, path), needs)
    if number := re.fullmatch(r"book/teaching/(\d\d)", docname):
        needs = [root / "book/claims.yml", *chapters]
        fillers["<!-- chapter -->"] = (lambda: teaching.about(root, number[1]), needs)
        fillers["<!-- marks -->"] = (lambda: teaching.marks(root, number[1]), needs)
        fillers["<!-- guesses -->"] = (lambda: teaching.guesses(root, number[1]), needs)
    for marker, (fill, depends_on) in fillers.items():
        if marker in source[0]:
            for needed in depends_on:
                app.env.note_dependency(str(needed))
            words = fill()
            is_json = path.suffix == ".ipynb"
            source[0] = source[0].replace(marker, json.dumps(words)[1:-1] if is_json else words)
    if number := re.fullmatch(r"book/part([1-5])", docname):
        note_registry(app, root)
        source[0] += course_map.part_chapters(root, int(number[1]))
    if docname == "book/index":
        note_registry(app, root)
    if docname.startswith("chapters/"):
        source[0] = sliders.native(source[0], Path(docname).name[:2])


def note_registry(app, root: Path) -> None:
    """Have the page read again when a claim, a verdict or the table of contents changes."""
    others = ("_toc.yml", "book/claims.yml", "reports/more.json")
    for path in (*(root / name for name in others), *notebooks(root).values()):
        app.env.note_dependency(str(path))


def report_problems(app, env) -> None:
    root = Path(app.srcdir)
    for problem in sources.problems(root, notebooks(root)):
        log.warning(problem)


def complete_page(app, docname, template, context, doctree) -> None:
    """Link citations to their entries; give chapters their ways in."""
    body = context.get("body", "")
    if docname == "book/bibliography":
        context["body"] = sources.with_anchors(body, app.env.get_domain("cite").citations)
    elif body and doctree is not None:
        context["body"] = sources.with_links(body, sources.read_bibliography(Path(app.srcdir)))
    if docname.startswith("chapters/"):
        root, theme = Path(app.srcdir), app.config.html_theme_options
        body = folds.with_sources(context["body"], root, docname, theme)
        body = help.with_entries(body, root, Path(docname).name[:2], cited(app))
        body += citing.fold(root, Path(app.env.doc2path(docname)), app.config.html_baseurl)
        context["body"] = ways_in.with_row(body, theme, docname)
    if app.builder.name == "epub" and "body" in context:
        made = epub.page(context["body"], docname, Path(app.outdir), app.config.html_baseurl)
        context["body"] = made
        sheets = context["css_files"]  # MyST-NB writes its own for other builders alone
        context["css_files"] = [s for s in sheets if "mystnb" not in str(s.filename)]


def cited(app) -> dict:
    return entries.sources(app.env.get_domain("cite").citations)


def add_help(app, doctree, docname: str) -> None:
    """Link the terms, symbols and citations of a chapter to what they stand for."""
    if docname.startswith("chapters/") and app.builder.format == "html":
        exercises.mark_effort(doctree)
        help.add_links(doctree, Path(app.srcdir), Path(docname).name[:2], cited(app))


def show_exercises(app, docname: str, source: list[str]) -> None:
    """Show a chapter's graded exercises as stubs, with or without a button for the solution."""
    path = Path(app.env.doc2path(docname))
    if path.suffix == ".ipynb":
        notebook = json.loads(source[0])
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        source[0] = json.dumps(page_version(notebook, app.config.solutions != "none"))


def redraw_verdicts(app, docname: str, source: list[str]) -> None:
    """Draw a chapter's verdicts again, with what the runs with more found."""
    root, path = Path(app.srcdir), Path(app.env.doc2path(docname))
    if docname.startswith("chapters/") and path.suffix == ".ipynb":
        for needed in verdicts.dependencies(root, path):
            app.env.note_dependency(str(needed))
        source[0] = verdicts.redrawn(source[0], root, path)


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


def fingerprint() -> str:
    """Return a hash of what turns sources into pages, so that a change rebuilds them all."""
    root = Path(__file__).parents[2]
    files = [*(root / "book" / "_ext").rglob("*.py"), *(root / "tools" / "reading").glob("*.py")]
    files += [root / "book" / name for name in ("glossary.md", "notation.md", "references.bib")]
    files += [root / "CITATION.cff", *(root / "tools" / "releases").glob("*.py")]
    return hashlib.sha256(b"".join(f.read_bytes() for f in sorted(files) if f.exists())).hexdigest()


def setup(app):
    app.add_config_value("pages_made_by", fingerprint(), "env")
    app.add_config_value("solutions", os.environ.get("SOLUTIONS", "button"), "env")
    app.connect("config-inited", addresses.set_base, priority=100)
    app.connect("config-inited", write_ledger, priority=100)
    app.connect("source-read", fill_markers)
    app.connect("source-read", show_exercises)
    app.connect("source-read", redraw_verdicts)
    app.connect("build-finished", hide_downloads)
    app.connect("env-get-outdated", restyled)
    app.connect("env-updated", report_problems)
    app.connect("doctree-resolved", add_help)
    app.connect("html-page-context", complete_page, priority=900)
    app.connect("build-finished", addresses.write_addresses)
    app.connect("build-finished", pages.finish)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
