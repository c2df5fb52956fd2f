"""What a chapter asks under *Predict first*, and the option that the experiment bore out."""

import html
import json
import re
from pathlib import Path

from .registry import read_notebook, text

ITEM = re.compile(r"(?ms)^\d\. +(.*?)(?=^\d\. |\n\s*\n|\Z)")


def prediction(path: Path) -> tuple[list[str], int] | None:
    """Return the options of a chapter as plain words, and the place of the right one; or None."""
    written = [c for c in read_notebook(path)["cells"] if c["cell_type"] == "markdown"]
    page = "\n\n".join(text(cell["source"]) for cell in written)
    section = page.partition("## Predict first\n")[2].partition("\n## ")[0]
    asked, _, answer = section.partition("<details><summary>Answer</summary>")
    options, replies = (ITEM.findall(part.strip() + "\n") for part in (asked, answer))
    right = [i for i, reply in enumerate(replies) if reply.startswith("**")]
    if not options or len(options) != len(replies) or len(right) != 1:
        return None
    return [plain(option) for option in options], right[0]


def plain(words: str) -> str:
    """Return Markdown on one line as the page has it, without marks and dollars, quotes curled."""
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(words.split()))
    words = re.sub(r'"([^"]*)"', r"“\1”", re.sub(r"[*`$]", "", words))
    return re.sub(r"(?<=\w)'", "’", words)


def recall_all(paths: list[Path], titles: dict[str, str]) -> str:
    """Return the list in which a script says what the reader said on every page.

    Args:
        paths: the notebooks, in order.
        titles: number of a chapter → its title.
    """
    rows = []
    for path in paths:
        if asked := prediction(path):
            options = html.escape(json.dumps(asked[0], ensure_ascii=False))
            number = path.name[:2]
            rows.append(
                f'<li data-chapter="{number}" data-found="{asked[1]}" data-options="{options}" hidden>'
                f'<a href="{path.stem}.html#predict-first">{number} {html.escape(titles[number])}</a></li>'
            )
    return f'<div class="mid-said-all"><p hidden></p><ul>{"".join(rows)}</ul></div>'


def recall(path: Path) -> str:
    """Return the line in which a script says what the reader said, hidden until it does."""
    asked = prediction(path)
    if not asked:
        return ""
    options = html.escape(json.dumps(asked[0], ensure_ascii=False))
    return (
        f'<p class="mid-said" data-chapter="{path.name[:2]}" data-found="{asked[1]}" '
        f'data-options="{options}" hidden></p>'
    )
