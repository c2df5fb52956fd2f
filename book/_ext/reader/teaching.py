"""What each chapter teaches, asks for and takes, for the page for instructors."""

import re
from pathlib import Path

from .prediction import ITEM, prediction
from .registry import ROMAN, notebooks, question, read_notebook, read_registry, text, title


def opening(page: str) -> tuple[list[str], str]:
    """Return what a student will be able to do, and what a chapter asks for; in either form."""
    intro = section(page, "What you will be able to do") or page.partition("\n## ")[0]
    items = intro.partition("**You will be able to")[2] or intro
    objectives = re.findall(r"(?ms)^- (.*?)(?=^- |\n\s*\n|\Z)", items)
    needs = re.search(r"(?s)\*\*(?:Prerequisites\.|You need\.?)\*\* (.*?)(?:\n\s*\n|\Z)", intro)
    asked = needs[1].partition("**Time**")[0] if needs else ""
    asked = re.sub(r"\]\((?=\d\d_)", "](../chapters/", asked)  # from the page for instructors
    return [" ".join(item.split()) for item in objectives], " ".join(asked.split())


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return page.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()


def minutes(notebook: dict, seconds: int) -> int:
    """Estimate a reader's time: 130 words a minute, half a minute for a cell, and the run."""
    words = len(prose(notebook).split())
    cells = sum(cell["cell_type"] == "code" for cell in notebook["cells"])
    return 5 * round((words / 130 + cells / 2 + seconds / 60) / 5)


def prose(notebook: dict) -> str:
    """Return the Markdown of a notebook."""
    written = (cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return "\n".join(text(cell["source"]) for cell in written)


def teaches(root: Path, budgets: dict) -> str:
    """Return, for every chapter in the book, its objectives, prerequisites and minutes."""
    lines = []
    for number, path in notebooks(root).items():
        notebook = read_notebook(path)
        page = prose(notebook)
        objectives, needs = opening(page)
        took = minutes(notebook, budgets.get(path.stem, {}).get("cpu_seconds", 0))
        lines += [f":::{{dropdown}} {number} {title(path)}: about {took} minutes", ""]
        lines += [f"[Open the chapter](../chapters/{path.name}). The student will be able to:", ""]
        lines += [f"- {item}" for item in objectives]
        lines += ["", f"Asks for: {needs or 'nothing'}", ":::", ""]
    return "\n".join(lines)


def graded(page: str) -> str:
    """Return the title of the graded exercise in the Markdown of a chapter, or ``""``."""
    for line in re.findall(r"(?m)^\*\*\d\. .*", section(page, "Exercises")):
        if "graded" in line:
            return re.match(r"\*\*\d\. (.+?)(?: \(graded\))?\.?\*\*", line)[1]
    return ""


def purposes(root: Path) -> str:
    """Return every chapter with its question, its graded exercise and its notes, as a table."""
    registry, chapters = read_registry(root), notebooks(root)
    lines = ["| chapter | question | graded exercise | notes |", "| --- | --- | --- | --- |"]
    for number, part in enumerate(registry["parts"], start=1):
        lines.append(f"| **Part {ROMAN[number]}** | | | |")
        for chapter, name in part["chapters"].items():
            path, notes = chapters.get(chapter), root / "book" / "teaching" / f"{chapter}.md"
            linked = f"[{name}](../chapters/{path.name})" if path else f"{name} *in preparation*"
            exercise = graded(prose(read_notebook(path))) if path else ""
            page = f"[notes](teaching/{chapter}.md)" if notes.exists() else ""
            asks = question(registry, chapter)
            lines.append(f"| {chapter} {linked} | {asks} | {exercise or 'none'} | {page} |")
    return "\n".join(lines)


def about(root: Path, chapter: str) -> str:
    """Return a chapter's question with a link, and what it decides, claim by claim."""
    registry, path = read_registry(root), notebooks(root)[chapter]
    lines = [f"*{question(registry, chapter)}* [Open the chapter](../../chapters/{path.name})."]
    claims = [claim for claim in registry["claims"] if claim["chapter"] == chapter]
    rows = [
        f"| {' '.join(c['statement'].split())} | {c.get('more') or c['verdict']} |" for c in claims
    ]
    if rows:
        lines += ["", "| what the essays say | verdict |", "| --- | --- |", *rows]
    return "\n".join(lines)


def guesses(root: Path, chapter: str) -> str:
    """Return the options of *Predict first* with the replies that the page gives."""
    path = notebooks(root)[chapter]
    asked, page = prediction(path), prose(read_notebook(path))
    answer = section(page, "Predict first").partition("<details><summary>Answer</summary>")[2]
    replies = [" ".join(r.split()) for r in ITEM.findall(answer.strip() + "\n")]
    replies = [r.replace("](../book/", "](../") for r in replies]
    return "\n".join(
        f"- “{o.rstrip('.;')}”: {r}" for o, r in zip(asked[0] if asked else [], replies)
    )


def marks(root: Path, chapter: str) -> str:
    """Return the test cells of a chapter's graded exercise with their points and what they say."""
    cells = read_notebook(notebooks(root)[chapter])["cells"]
    lines = ["| test | points | what it says when it fails |", "| --- | ---: | --- |"]
    for cell in cells:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade") and about.get("points"):
            open_part = text(cell["source"]).partition("### BEGIN HIDDEN TESTS")[0]
            said = re.findall(r'(?m)^assert .*, f?"([^"]+)"', open_part)
            lines.append(
                f"| `{about['grade_id']}` | {about['points']:g} | {'; '.join(said) or 'only that it is not equal'} |"
            )
    return "\n".join(lines) if len(lines) > 2 else "This chapter has no graded exercise."
