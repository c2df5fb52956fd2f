"""How a chapter reads, in numbers: prose against code, lengths of cells and of sentences.

Counted is the page, not the notebook: a call that only says something is not there, a fold
is shut, and the cells of exercises are the student's. Visible lines are counted as they stand.
For all code, folded or not, a line is 76 characters of it however it is laid out, without the
captions and alternative texts in it, which are prose.
"""

import ast
import copy
import math
import re
import statistics
from dataclasses import dataclass

from tools.reading.cells import DRAWS, fold_words, is_shown, statements, tags
from tools.reading.page import page_version

WIDE = 76  # characters that a visible line should keep to
WORDS = {"caption", "alt", "number", "title"}  # arguments of a figure that are prose
CUT = 95  # characters that fit into a code box on a screen of 1280 pixels; a browser test checks it
SENTENCE = re.compile(r'class="[^"]*\bmid-(?:reading|verdict)\b|<figcaption')


@dataclass
class Measures:
    """One row of the report; lengths are words for prose and lines for code."""

    words: int
    words_per_visible: float
    words_per_line: float
    cell: float
    run: int
    draws: float
    sentence: float
    short: float
    wide: int
    visible: int
    folded: int


def prose(notebook: dict) -> str:
    """Return the Markdown of a chapter without formulas, folds, tables and links' addresses."""
    written = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    text = "\n\n".join(written)
    text = re.sub(r"(?s)<details>.*?(?:</details>\s*)+|<!--.*?-->", " ", text)
    text = re.sub(r"(?s)\$\$.*?\$\$", " ", text)
    text = re.sub(r"(?m)^\|.*$", "", text)
    text = re.sub(r"\$[^$\n]*\$", "x", text)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)


def sentences(text: str) -> list[int]:
    """Return the number of words of each sentence; headings and bare names of claims do not count."""
    text = re.sub(r"(?m)^#.*$", "", text)
    blocks = re.split(r"\n\s*\n|(?m:^[-*] |^\d\. )", text)
    parts = [s for block in blocks for s in re.split(r"(?<=[.!?])[”\")*]*\s+(?=[A-Z“*`(])", block)]
    counts = [len(re.findall(r"[^\W_][\w’'.,-]*", re.sub(r"`[^`]*`", "x", part))) for part in parts]
    return [count for count in counts if count > 1]


def lines(source: str) -> list[str]:
    return [line for line in source.split("\n") if line.strip()]


def page_cells(notebook: dict) -> list[dict]:
    """Return the cells of the page without those of exercises."""
    cells = page_version(notebook)["cells"]
    return [cell for cell in cells if "nbgrader" not in cell["metadata"]]


def says(cell: dict) -> bool:
    """Return whether a cell puts a sentence on the page, as prose, a reading or a caption."""
    if cell["cell_type"] == "markdown":
        return bool(cell["source"].strip())
    pages = [o.get("data", {}).get("text/html", "") for o in cell.get("outputs", [])]
    return any(SENTENCE.search("".join(page)) for page in pages)


def runs(cells: list[dict]) -> list[int]:
    """Return the length of every run of code cells, shown or folded, without a sentence."""
    found = [0]
    for cell in cells:
        if cell["cell_type"] == "code" and "remove-input" not in tags(cell):
            found[-1] += 1
        if says(cell):
            found.append(0)
    return found


def drawing(cell: dict) -> list[ast.stmt]:
    """Return the statements of a cell that draw: all of them where it begins a figure by hand."""
    named = [(part, calls(part)) for part in statements(cell["source"])]
    by_hand = any("subplots" in names for _, names in named)
    return [part for part, names in named if by_hand or names & DRAWS]


def calls(statement: ast.stmt) -> set[str]:
    """Return the names of what a statement calls, also within a function of its own."""
    made = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return {getattr(func, "id", getattr(func, "attr", "")) for func in made}


def size(statement: ast.stmt) -> int:
    """Return the lines that a statement would fill without what it says to a reader."""
    bare = copy.deepcopy(statement)
    for call in [node for node in ast.walk(bare) if isinstance(node, ast.Call)]:
        call.keywords = [k for k in call.keywords if k.arg not in WORDS]
    return sum(math.ceil(len(line) / WIDE) for line in lines(ast.unparse(bare)))


def measure(notebook: dict) -> Measures:
    """Return the measures of one chapter."""
    cells = page_cells(notebook)
    code = [c for c in cells if c["cell_type"] == "code" and "remove-input" not in tags(c)]
    shown = [lines(c["source"]) for c in code if is_shown(c)]
    visible = sum(map(len, shown))
    parts = [statement for c in code for statement in statements(c["source"])]
    every, drawn = sum(map(size, parts)), sum(size(part) for c in code for part in drawing(c))
    hidden = [s for c in code if not is_shown(c) for s in statements(c["source"])]
    text = prose(notebook)
    words, counts = len(text.split()), sentences(text)
    return Measures(
        words=words,
        words_per_visible=words / max(visible, 1),
        words_per_line=words / max(every, 1),
        cell=statistics.median(map(len, shown)) if shown else 0,
        run=max(runs(cells)),
        draws=drawn / max(every, 1),
        sentence=statistics.median(counts) if counts else 0,
        short=sum(count <= 8 for count in counts) / max(len(counts), 1),
        wide=sum(len(line) > WIDE for cell in shown for line in cell),
        visible=visible,
        folded=sum(map(size, hidden)),
    )


def cut_lines(notebook: dict) -> list[str]:
    """Return the visible lines that a screen of 1280 pixels cuts off, exercises included."""
    shown = [c for c in page_version(notebook)["cells"] if is_shown(c)]
    return [line for cell in shown for line in lines(cell["source"]) if len(line) > CUT]


def touching(notebook: dict) -> list[str]:
    """Return the first line of each visible code cell that follows another without a sentence."""
    found, before = [], False
    for cell in page_cells(notebook):
        if is_shown(cell) and lines(cell["source"]):
            found += [lines(cell["source"])[0]] * before
            before = True
        if says(cell):
            before = False
    return found


def wordless_folds(notebook: dict) -> list[str]:
    """Return the first line of each folded cell that does not say what it holds."""
    folded = [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        and "nbgrader" not in cell["metadata"]
        and {"hide-input", "hide-cell", "hide-output"} & tags(cell)
    ]
    kept = [c for c in page_version({**notebook, "cells": folded})["cells"] if not is_shown(c)]
    removed = {c["id"] for c in kept if "remove-input" in tags(c)}
    return [
        c["source"].split("\n")[0] for c in folded if c["id"] not in removed and not fold_words(c)
    ]
