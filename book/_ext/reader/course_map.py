"""The map of the parts and the list of chapters on a part's first page.

One small square stands for one claim, in the colour of its verdict; an outline is a claim
that is not decided yet. Only chapters that exist are links.
"""

from pathlib import Path

from .ledger import found_verdicts, slug, verdict_counts
from .prediction import recall
from .registry import ROMAN, notebooks, question, read_registry


def part_map(root: Path) -> str:
    """Return the five parts with their chapters, as MyST Markdown."""
    registry, chapters, found = read_registry(root), notebooks(root), found_verdicts(root)
    lines = ["::::::{container} mid-map", ""]
    for number, part in enumerate(registry["parts"], start=1):
        lines += [":::::{container} mid-part", "", part_title(root, number, part["title"]), ""]
        for chapter, title in part["chapters"].items():
            squares = strip(registry, found, chapter)
            lines.append(f"- {chapter} {link(chapters, chapter, title, '../')} {squares}")
        lines += ["", ":::::", ""]
    counts = verdict_counts(registry["claims"], found)
    total = f"[**{sum(counts.values())} claims**](ledger.md)"
    lines += [":::::{container} mid-part", "", total, "", legend(counts), "", ":::::", ""]
    return "\n".join([*lines, "::::::", ""])


def part_title(root: Path, number: int, title: str) -> str:
    words = f"Part {ROMAN[number]}. {title}"
    exists = (root / "book" / f"part{number}.md").exists()
    return f"[**{words}**](part{number}.md)" if exists else f"**{words}**"


def link(chapters: dict[str, Path], chapter: str, title: str, up: str) -> str:
    path = chapters.get(chapter)
    return f"[{title}]({up}chapters/{path.name})" if path else f"{title} *in preparation*"


def strip(registry: dict, found: dict, chapter: str) -> str:
    """Return one square for each claim of a chapter, with a text for those who cannot see them."""
    counts = verdict_counts([c for c in registry["claims"] if c["chapter"] == chapter], found)
    if not counts:
        return ""
    squares = "".join(
        f'<span class="mid-{slug(verdict)}"></span>' * number for verdict, number in counts.items()
    )
    words = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    return f'<span class="mid-strip" role="img" aria-label="Claims: {words}" title="{words}">{squares}</span>'


def legend(counts: dict[str, int]) -> str:
    items = "".join(
        f'<li><span class="mid-strip" aria-hidden="true"><span class="mid-{slug(verdict)}"></span></span> '
        f"{number} {verdict}</li>"
        for verdict, number in counts.items()
    )
    return f'<ul class="mid-legend">{items}</ul>'


def part_chapters(root: Path, number: int) -> str:
    """Return the chapters of a part with their questions and verdicts, as MyST Markdown."""
    registry, chapters, found = read_registry(root), notebooks(root), found_verdicts(root)
    part = registry["parts"][number - 1]
    lines = ["", "## The chapters of this part", ""]
    for chapter, title in part["chapters"].items():
        lines += [":::{container} mid-chapter", ""]
        squares = strip(registry, found, chapter)
        lines += [f"{chapter} **{link(chapters, chapter, title, '../')}** {squares}", ""]
        lines += [question(registry, chapter), ""]
        if chapter in chapters:
            lines += [recall(chapters[chapter]), ""]
        lines += [":::", ""]
    counts = verdict_counts(
        [c for c in registry["claims"] if c["chapter"] in part["chapters"]], found
    )
    ledger = f'<a href="ledger.html?part=part-{number}">The claims of this part in the ledger</a>'
    return "\n".join([*lines, legend(counts), "", f"<p>{ledger}</p>", ""])
