"""What each chapter teaches, asks for and takes, for the page for instructors."""

import re
from pathlib import Path

from .registry import notebooks, read_notebook, text, title


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
