"""The measures of a page, on a chapter small enough to count by hand."""

import copy

import pytest

from tools.reading import measures
from tools.reading.reading import report, row
from tools.teaching.student import write_notebook


def text(source):
    return {"cell_type": "markdown", "id": "t", "source": source, "metadata": {}}


def code(source, *tags, page=""):
    outputs = [{"data": {"text/html": page}}] if page else []
    about = {"tags": list(tags)}
    return {
        "cell_type": "code",
        "id": source,
        "source": source,
        "metadata": about,
        "outputs": outputs,
    }


CAPTION = "<figure><figcaption>It rises.</figcaption></figure>"
CHAPTER = {
    "metadata": {},
    "cells": [
        text("# A title\n\nOne two three four five six seven eight nine ten. Short one."),
        code("import numpy as np", "setup", "hide-input"),
        code("x = 1\ny = 2"),
        text("Because the next step needs it."),
        code("z = x + y"),
        code("figure(draw.a(z))", "hide-input", page=CAPTION),
        code("w = z"),
        code("reading('so')", page='<p class="mid-reading">so</p>'),
    ],
}


@pytest.fixture
def chapter():
    return copy.deepcopy(CHAPTER)


def test_measures_by_hand(chapter):
    m = measures.measure(chapter)
    assert (m.visible, m.folded) == (4, 2)
    assert m.cell == 1 and m.run == 2 and m.wide == 0
    assert m.draws == pytest.approx(1 / 6)
    assert sorted(measures.sentences(measures.prose(chapter))) == [2, 6, 10]
    assert m.sentence == 6 and m.short == pytest.approx(2 / 3)
    assert m.words_per_visible == m.words / 4 and m.words_per_line == m.words / 6


def test_neither_layout_nor_words_make_a_figure_longer_or_shorter(chapter):
    chapter["cells"][5]["source"] = (
        f"figure(\n    draw.a(\n        z\n    ),\n    caption='{'so ' * 99}',\n    alt='thus',\n)"
    )
    assert measures.measure(chapter).draws == pytest.approx(1 / 6)
    chapter["cells"][5]["source"] = f"figure(draw.a([{', '.join(['z'] * 50)}]))"
    assert measures.measure(chapter).draws == pytest.approx(3 / 8)


def test_a_caption_or_a_sentence_keeps_two_cells_apart(chapter):
    assert measures.touching(chapter) == []
    del chapter["cells"][3]
    assert measures.touching(chapter) == ["z = x + y"]


def test_long_lines_are_wide_and_then_cut(chapter):
    chapter["cells"][2]["source"] = f"a = '{'x' * 75}'\nb = '{'x' * 100}'"
    assert measures.measure(chapter).wide == 2
    assert [line[0] for line in measures.cut_lines(chapter)] == ["b"]


def test_a_fold_without_words_is_found(chapter):
    assert measures.wordless_folds(chapter) == []
    chapter["cells"][4]["metadata"]["tags"] = ["hide-input"]
    assert measures.wordless_folds(chapter) == ["z = x + y"]
    chapter["cells"][4]["source"] = "reading('a')"
    assert measures.wordless_folds(chapter) == []


def test_the_report_has_a_row_for_every_chapter(chapter, tmp_path):
    write_notebook(tmp_path / "03_a_b.ipynb", chapter)
    assert row("03 a b o", measures.measure(chapter)) in report(tmp_path)
