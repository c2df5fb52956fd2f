"""How every chapter reads: ``python -m tools.reading.reading`` writes reports/reading.md.

The measures are those by which readers found other courses' pages easier than ours. It is a
report: a number here fails nothing. What is plainly a defect (a line cut off, two cells of code
without a word between them, a fold that does not say what it holds) is tested with the chapters.
"""

from pathlib import Path

from tools.files import write_whole
from tools.reading.cells import is_new_form
from tools.reading.measures import CUT, WIDE, Measures, measure
from tools.teaching.student import ROOT, find_notebooks, read_notebook

HEAD = f"""# How the chapters read

Written by `make reading` from the committed notebooks. Counted is the page: calls that only say something are not on it, and
the cells of exercises are left out. *Visible* code is what a reader sees without a click. A run is of code cells, folded ones
included, with neither prose nor a reading or caption between them. In *words for a line*, *share that draws* and *folded lines* a line is {WIDE}
characters of code however it is laid out, without the captions and alternative texts in it. A visible line of more than {CUT} characters is cut off on a screen of 1280
pixels; the aim is {WIDE}. Chapters in the old form are marked o.

For comparison, pages that readers like to learn from have 10 to 40 words for a visible line, cells of 2 to 6 lines, runs of 1 to 4, and
sentences of 17 or 18 words, one in eight of at most 8.

| chapter | words | words for a visible line | words for a line | visible cell, median lines | longest run | share that draws \
| sentence, median words | of at most 8 words | lines over {WIDE} | visible lines | folded lines |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def row(name: str, m: Measures) -> str:
    """Return one line of the table."""
    cells = [
        f"{m.words:,}", f"{m.words_per_visible:.1f}", f"{m.words_per_line:.1f}", f"{m.cell:g}", m.run,
        f"{m.draws:.0%}", f"{m.sentence:g}", f"{m.short:.0%}", m.wide, m.visible, m.folded,
    ]  # fmt: skip
    return f"| {name} | {' | '.join(map(str, cells))} |\n"


def report(folder: Path) -> str:
    """Return the report on all notebooks in a folder, in Markdown."""
    rows = []
    for path in find_notebooks(folder):
        notebook = read_notebook(path)
        old = "" if is_new_form(notebook) else " o"
        rows.append(
            row(f"{path.stem[:2]} {path.stem[3:].replace('_', ' ')}{old}", measure(notebook))
        )
    return HEAD + "".join(rows)


def main() -> None:
    write_whole(ROOT / "reports" / "reading.md", report(ROOT / "chapters"))
    print("reports/reading.md")


if __name__ == "__main__":
    main()
