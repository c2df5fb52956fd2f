"""What every chapter keeps: pairs in step, run top to bottom, claims decided, pictures described."""

import ast
import json
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest
import yaml
from reader.ways_in import install_line

from moreisdifferent.display.claims import load_claims
from moreisdifferent.display.pictures import thumbnails
from tools.chapters import sync
from tools.chapters.usage import over
from tools.reading.cells import is_new_form, is_shown
from tools.reading.measures import cut_lines, lines, page_cells, touching, wordless_folds
from tools.teaching.student import read_notebook

ROOT = Path(__file__).parents[2]
SHOWING = {"reading", "verdict", "table", "figure", "explorable"}
TOC = (ROOT / "_toc.yml").read_text("utf-8")
SOURCES = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.md"))
OLD_BONES = [
    "What you will be able to do",
    "The claims",
    "Predict first",
    "Turn it yourself",
    "Where it stops being true",
    "Exercises",
    "Take-away",
]
BONES = [
    "What the essay says",
    "Predict first",
    "Turn it yourself",
    "With more",
    "Where it stops being true",
    "Exercises",
    "Take-away",
]
NO_EXPERIMENT = (
    "24_verdict"  # reads what the others found: no slider, no runs with more, no exercises
)
LEFT_OUT = ("Turn it yourself", "Exercises")
EFFORT = r"\((?:graded · )?(?:easy|medium|hard|open) · \d+ minutes\)"

pytestmark = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@cache
def notebook(source: Path) -> nbformat.NotebookNode:
    return nbformat.read(source.with_suffix(".ipynb"), as_version=4)


def outputs(source: Path):
    return [out for cell in notebook(source).cells for out in cell.get("outputs", [])]


def pages(source: Path) -> str:
    return "\n".join(out.get("data", {}).get("text/html", "") for out in outputs(source))


def prose(source: Path) -> str:
    return "\n\n".join(
        cell.source for cell in notebook(source).cells if cell.cell_type == "markdown"
    )


def is_new(source: Path) -> bool:
    """Return whether a chapter has the new form: its section *With more* says so."""
    return is_new_form(plain(source))


def plain(source: Path) -> dict:
    return read_notebook(source.with_suffix(".ipynb"))


def section(source: Path, heading: str) -> str:
    return prose(source).partition(f"## {heading}\n")[2].partition("\n## ")[0]


def only_new(source: Path) -> None:
    if not is_new(source):
        pytest.skip("a chapter in the old form")


def only_with_an_experiment(source: Path) -> None:
    if source.stem == NO_EXPERIMENT:
        pytest.skip("a chapter without an experiment")


def test_the_pair_is_in_step(source):
    assert sync.in_step(source), "the .md and the .ipynb differ: `make run` or `make sync`"


def test_the_pair_has_the_form_that_jupyterlab_saves(source):
    cells, stored = sync.read_stored(source.with_suffix(".ipynb")), source.with_suffix(".ipynb")
    assert source.read_text("utf-8") == sync.canonical_text(cells, source.stem[:2]), "`make sync`"
    assert stored.read_text("utf-8") == sync.canonical_notebook(cells, stored), "`make sync`"


def test_the_first_cell_says_how_to_install_the_library(source, monkeypatch):
    cell = next(cell for cell in notebook(source).cells if cell.cell_type == "code")
    assert "hide-input" in cell.metadata["tags"]
    monkeypatch.setitem(sys.modules, "moreisdifferent", None)  # as if it were not installed
    monkeypatch.delitem(sys.modules, "moreisdifferent.display")
    about = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["repository"]
    line = install_line({f"repository_{name}": value for name, value in about.items()})
    with pytest.raises(ModuleNotFoundError, match=re.escape(line) + "$"):
        exec(cell.source, {})


def test_the_notebook_was_run_top_to_bottom(source):
    counts = [cell.execution_count for cell in notebook(source).cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_outputs_are_clean(source):
    for output in outputs(source):
        assert output.output_type not in ("error", "stream"), output
        assert "image/png" not in output.get("data", {}), "a picture goes through display.figure"


def test_every_picture_has_a_text_alternative(source):
    for tag in re.findall(r"<img\b[^>]*>", pages(source)):
        assert re.search(r'alt="[^"]{15,}"', tag), tag[:200]


def test_a_widget_view_has_its_state(source):
    text = source.with_suffix(".ipynb").read_text("utf-8")
    state = notebook(source).metadata.get("widgets", {})
    models = state.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    for model in re.findall(r'"model_id": "(\w+)"', text):
        assert model in models


def test_the_slider_shows_the_pictures_that_were_compared(source):
    state = json.dumps(notebook(source).metadata.get("widgets", {}))
    shown = thumbnails(state.replace('\\"', '"'))
    compared = [p for out in outputs(source) for p in out.get("metadata", {}).get("pictures", [])]
    assert shown == compared


def test_a_cell_shows_all_that_it_makes(source):
    for cell in notebook(source).cells:
        if cell.cell_type == "code" and not cell.source.lstrip().startswith("%"):
            shows = [s for s in ast.parse(cell.source).body[:-1] if isinstance(s, ast.Expr)]
            names = {getattr(getattr(s.value, "func", None), "id", "") for s in shows}
            assert not names & SHOWING, f"Jupyter shows only the last value: {cell.source[:60]}"


def test_figures_are_numbered_in_order_and_mentioned(source):
    numbers = re.findall(r"<strong>Figure (\d+\.\d+)\.</strong>", pages(source))
    chapter = int(source.name[:2])
    assert numbers == [f"{chapter}.{i}" for i in range(1, len(numbers) + 1)]
    text = prose(source) + pages(source).replace("<strong>Figure", "")
    missing = [
        number for number in numbers if not re.search(rf"Figure {re.escape(number)}\b", text)
    ]
    assert missing == [], "a figure that the text never mentions"


def test_captions_hold_no_measured_number(source):
    for caption in re.findall(
        r"<figcaption><strong>Figure [\d.]+</strong>(.*?)</figcaption>", pages(source)
    ):
        assert not re.search(r"≈|\d\.\d", caption), caption


def test_every_claim_of_the_chapter_is_decided_here(source):
    shown = [
        out.metadata["moreisdifferent"]
        for out in outputs(source)
        if "moreisdifferent" in out.get("metadata", {})
    ]
    found = {record["claim"]: record["verdict"] for record in shown}
    home = {c.id: c.verdict for c in load_claims().values() if c.chapter == source.name[:2]}
    assert found == home
    assert len(shown) == len(found), "a claim is judged twice"


def test_the_bones_are_there_in_order(source):
    headings = re.findall(r"(?m)^## (.+)$", prose(source))
    bones = BONES if is_new(source) else OLD_BONES
    if source.stem == NO_EXPERIMENT:
        bones = [bone for bone in bones if bone not in LEFT_OUT]
    assert [bone for bone in bones if bone not in headings] == []
    places = [headings.index(bone) for bone in bones]
    assert places == sorted(places)
    assert re.match(r"# \S", prose(source))


def test_the_first_screen_says_what_for_what_from_and_how_long(source):
    only_new(source)
    opening = prose(source).partition("\n## ")[0]
    assert re.search(r"\*\*You will be able to\b.*\*\*", opening)
    assert len(re.findall(r"(?m)^- \S", opening)) == 3, "three things, in one list"
    assert "**You need" in opening
    assert re.search(r"\*\*Time\b.*<!-- measured -->", opening)


def test_with_more_has_the_place_of_its_table(source):
    only_new(source)
    only_with_an_experiment(source)
    assert "<!-- more -->" in section(source, "With more")


def test_the_length_is_kept(source):
    words = len(re.sub(r"(?s)<details>.*?</details>|\$[^$]*\$", " ", prose(source)).split())
    least, most = (1800, 3500) if is_new(source) else (1200, 2500)
    assert least <= words <= most


def test_the_page_shows_little_code_and_cuts_none_of_it_off(source):
    only_new(source)
    shown = [len(lines(c["source"])) for c in page_cells(plain(source)) if is_shown(c)]
    assert sum(shown) <= 200
    assert cut_lines(plain(source)) == []


def test_no_two_visible_cells_touch(source):
    only_new(source)
    assert touching(plain(source)) == []


def test_every_fold_says_what_it_holds(source):
    only_new(source)
    assert wordless_folds(plain(source)) == []


def test_exercises_say_how_hard_they_are_and_have_two_hints(source):
    only_new(source)
    only_with_an_experiment(source)
    parts = re.split(r"(?m)^(?=\*\*\d\. )", section(source, "Exercises"))[1:]
    assert len(parts) == 3
    for part in parts:
        assert re.match(rf"\*\*\d\. .+\*\* {EFFORT}", part), part[:80]
        nested = r"(?s)<summary>Hint 1</summary>(?!.*</details>.*<summary>Hint 2).*<summary>Hint 2"
        assert re.search(nested, part), f"Hint 2 stands within Hint 1: {part[:60]}"


def test_predict_first_has_a_reply_to_every_option(source):
    text = prose(source).partition("## Predict first\n")[2].partition("\n## ")[0]
    options, _, answer = text.partition("<details><summary>Answer</summary>")
    form = "a numbered list, then one of replies under Answer; the right one begins in bold"
    asked, replies = (re.findall(r"(?m)^\d\. .+", part) for part in (options, answer))
    assert len(asked) == len(replies) >= 3, form
    assert sum(bool(re.match(r"\d\. \*\*", reply)) for reply in replies) == 1, form


def test_there_is_a_graded_exercise_with_hidden_tests(source):
    only_with_an_experiment(source)
    cells = [cell for cell in notebook(source).cells if "nbgrader" in cell.metadata]
    ids = [cell.metadata["nbgrader"]["grade_id"] for cell in cells]
    assert len(set(ids)) == len(ids)
    graded = [cell for cell in cells if cell.metadata["nbgrader"]["grade"]]
    assert any("### BEGIN HIDDEN TESTS" in cell.source for cell in graded)
    assert any("### BEGIN SOLUTION" in cell.source for cell in cells)
    if is_new(source):
        points = [cell.metadata["nbgrader"].get("points", 0) for cell in graded]
        assert sum(point > 0 for point in points) >= 2, "half an answer earns half the marks"


def test_the_chapter_is_in_the_book_and_small(source):
    assert source.with_suffix(".ipynb").name in TOC
    assert source.with_suffix(".ipynb").stat().st_size < 1_000_000


def test_visible_cells_are_short(source):
    for cell in notebook(source).cells:
        hidden = {"hide-input", "hide-cell", "remove-input"} & set(cell.metadata.get("tags", []))
        if cell.cell_type == "code" and not hidden:
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 15, cell.source


def test_the_measured_budget_is_within_the_limit(source):
    used = json.loads((ROOT / "chapters" / "budgets.json").read_text())[source.stem]
    assert over(used) == {}
    assert "<!-- measured -->" in prose(source)


def test_sources_cited_are_in_the_bibliography(source):
    keys = set(
        re.findall(r"(?m)^@\w+\{([\w-]+),", (ROOT / "book" / "references.bib").read_text("utf-8"))
    )
    registry = yaml.safe_load((ROOT / "book" / "claims.yml").read_text("utf-8"))["claims"]
    used = {key for claim in registry for key in claim["source"]}
    for output in outputs(source):
        record = output.get("metadata", {}).get("moreisdifferent", {"evidence": []})
        used |= {e["replicate"] for e in record["evidence"] if e["kind"] == "sourced"}
    assert used - keys == set()


def test_the_last_chapter_is_made_from_the_verdicts_as_they_are(source):
    """A chapter was run after *Verdict* was: ``make run CHAPTER=24``."""
    if source.stem != NO_EXPERIMENT:
        pytest.skip("about the last chapter")
    from tools.trust import verdicts

    assert (ROOT / verdicts.NAME).read_text("utf-8") == verdicts.text(), verdicts.__doc__
