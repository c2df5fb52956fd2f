"""Folds, help while reading, predictions and verdicts with more: what the pages make of their sources."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from reader import entries, exercises, folds, help, more, prediction

from tools.reading import cells
from tools.reading.page import page_version

ROOT = Path(__file__).parents[2]

GLOSSARY = """# Glossary

## Words of this course

```{glossary}
reading
  A sentence.

replicas
  Models that are trained together.
```

## Words of the sky

```{glossary}
equant
  A point.
```

## Words of learning

```{glossary}
residual
  What was *observed* minus
  what `the` [model](x.md) says.

residual connection
skip connection
  A way around a layer.
```
"""
NOTATION = """# Notation

## Learning

| symbol | name | meaning |
| --- | --- | --- |
| $n$ | `n_train` | sample size |
| $\\lambda$ | `λ` | a penalty |

## The sky

| symbol | meaning | unit |
| --- | --- | --- |
| $e$ | eccentricity | none |

## Other letters

| chapter | letters | where |
| --- | --- | --- |
| 05 | $n$, $x$ | numbers in an exercise |
"""
BIBLIOGRAPHY = "@article{chen2020, author={Chen, Ting and Hinton, G.}, title={On}, year={2020}}\n"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "book").mkdir()
    for name, text in (("glossary.md", GLOSSARY), ("notation.md", NOTATION)):
        (tmp_path / "book" / name).write_text(text)
    (tmp_path / "book" / "references.bib").write_text(BIBLIOGRAPHY)
    return tmp_path


def code(source, *tags, **about):
    return {
        "cell_type": "code",
        "id": "a",
        "source": source,
        "metadata": {"tags": list(tags), **about},
        "outputs": [],
    }


@pytest.mark.parametrize(
    ("source", "tags", "words"),
    [
        ("import numpy as np\nSEED = start(chapter=1)", ("setup", "hide-input"), cells.IMPORTED),
        ("figure(draw.a(x), number='1.1')", ("hide-input",), cells.DRAWN),
        ("explorable(\n  [1],\n)  # fmt: skip", ("hide-input",), cells.DRAWN),
        ("x = 1", ("hide-input",), ""),
    ],
)
def test_a_fold_says_what_it_holds(source, tags, words):
    assert cells.fold_words(code(source, *tags)) == words
    own = code(source, *tags, mystnb={"code_prompt_show": "How it is counted"})
    assert cells.fold_words(own) == "How it is counted"


@pytest.mark.parametrize(
    ("source", "shown", "tags"),
    [
        ("reading('a')", "reading('a')", {"remove-input"}),
        ("x = 1\nverdict(\n    'a', x,\n)  # fmt: skip", "x = 1", set()),
        ("table({'a': 1})\nreading('b')", "table({'a': 1})\nreading('b')", {"remove-input"}),
        ("import numpy", "import numpy", {"hide-input"}),
        ("x = [1,\n     2]  # fmt: skip\ny = 3", "x = [1,\n     2]\ny = 3", set()),
        ("total = reading_of(3)", "total = reading_of(3)", set()),
        ("%matplotlib inline\nreading('a')", "%matplotlib inline\nreading('a')", set()),
    ],
)
def test_a_call_that_only_says_something_is_not_on_the_page(source, shown, tags):
    (cell,) = page_version({"cells": [code(source)], "metadata": {}})["cells"]
    assert cell["source"] == shown
    assert set(cell["metadata"]["tags"]) == tags


def test_the_notebook_itself_stays_as_it_is():
    notebook = {"cells": [code("reading('a')", "hide-input")], "metadata": {}}
    before = json.dumps(notebook)
    page_version(notebook)
    assert json.dumps(notebook) == before


def linked(words: str, root: Path, chapter: str = "03", heading: str = "Body") -> str:
    """Return the text that ``words`` become, links included as their HTML."""
    text = f"{heading}\n{'-' * len(heading)}\n\n{words}\n"
    tree = publish_doctree(text, settings_overrides={"doctitle_xform": False})
    cited = {"chen2020": entries.Entry("source-chen2020", "b#chen2020", "source", "Chen.")}
    help.add_links(tree, root, chapter, cited)
    return tree.astext()


def test_the_first_use_of_a_term_is_linked_and_no_other(course):
    text = linked("Residuals fall. A residual rises; a residual connection helps.", course)
    assert text.count('data-entry="term-residual"') == 1
    assert ">Residuals</a>" in text and ">residual connection</a>" in text


def test_words_are_linked_only_where_they_are_meant_so(course):
    assert "mid-help" not in linked("Your reading of the equant.", course)
    assert 'data-entry="term-equant"' in linked("An equant.", course, "01")
    assert "mid-help" not in linked("``residual`` in code.", course)
    assert "mid-help" not in linked("A residual.", course, heading="Predict first")


def test_a_citation_without_a_link_gets_one_each_time(course):
    text = linked(
        "So Chen and others (2020) say, and Smith (2020) not; again (Chen, 2020).", course
    )
    assert text.count('data-entry="source-chen2020"') == 2
    assert ">Chen and others (2020)</a>" in text


def test_letters_that_a_chapter_uses_otherwise_are_left_alone(course):
    assert set(entries.symbols(course, "03")) == {"n", "\\lambda"}
    assert set(entries.symbols(course, "05")) == {"\\lambda"}
    assert set(entries.symbols(course, "01")) == {"n", "\\lambda", "e"}
    assert linked("The size :math:`n` counts.", course).count("mid-help") == 1
    assert "mid-help" not in linked("The size :math:`n` counts.", course, "05")


def test_an_entry_is_short_html_without_links(course):
    found = entries.terms(course, "03")
    assert found["residual"].words == (
        "<strong>residual</strong> What was <em>observed</em> minus what <code>the</code> model says."
    )
    assert found["skip connection"].words.endswith("A way around a layer.")
    page = help.with_entries(
        '<a class="mid-help" data-entry="term-residual">r</a>', course, "03", {}
    )
    assert '<div id="term-residual"' not in page.partition("mid-entries")[0]
    assert page.count("What was") == 1


def test_difficulty_and_minutes_are_set_apart():
    text = "Exercises\n=========\n\n**1. Write it** (graded · medium · 20 minutes). Do it.\n\n**2. Open** (open)."
    tree = publish_doctree(text, settings_overrides={"doctitle_xform": False})
    exercises.mark_effort(tree)
    (effort,) = [n for n in tree.findall(nodes.inline) if "mid-effort" in n["classes"]]
    assert effort.astext().strip() == "(graded · medium · 20 minutes)."


def test_a_fold_leads_to_the_function_that_draws(tmp_path):
    module = tmp_path / "src" / "moreisdifferent" / "figures" / "sky.py"
    module.parent.mkdir(parents=True)
    module.write_text("import os\n\n\ndef path(x):\n    return x\n")
    call = '<span class="n">draw</span><span class="o">.</span><span class="n">path</span>'
    body = f'<details class="admonition hide above-input"><pre>{call}</pre></details>'
    theme = {"repository_url": "https://host/a", "repository_branch": "main"}
    page = folds.with_sources(body, tmp_path, "chapters/01_sky", theme)
    assert 'href="https://host/a/blob/main/src/moreisdifferent/figures/sky.py#L4"' in page
    assert folds.with_sources(body, tmp_path, "chapters/02_other", theme) == body


PREDICT = """# A

## Predict first

Which?

1. The *first*.
2. The second,
   and longer.

<details><summary>Answer</summary>

1. No.
2. **Yes.** It was.

</details>

## B
"""


def notebook(path: Path, *sources: str, **record) -> Path:
    cells = [{"cell_type": "markdown", "source": source, "metadata": {}} for source in sources]
    if record:
        output = {"metadata": {"moreisdifferent": record}, "data": {}}
        cells.append({"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]})
    path.write_text(json.dumps({"cells": cells}))
    return path


def test_a_prediction_has_its_options_and_the_right_one(tmp_path):
    path = notebook(tmp_path / "03_a.ipynb", PREDICT)
    assert prediction.prediction(path) == (["The first.", "The second, and longer."], 1)
    assert 'data-chapter="03" data-found="1"' in prediction.recall(path)
    assert prediction.recall(notebook(tmp_path / "04_b.ipynb", "# No question")) == ""


def test_every_chapter_has_a_prediction():
    from reader.registry import notebooks

    assert all(prediction.prediction(path) for path in notebooks(ROOT).values())


def test_verdicts_with_more_are_told_when_they_are_of_this_text(tmp_path):
    from tools.trust import report

    for name in ("book", "chapters", "reports"):
        (tmp_path / name).mkdir()
    (tmp_path / "book" / "claims.yml").write_text(
        "parts: []\nclaims:\n- {id: a, statement: It grows., chapter: '03'}\n"
    )
    source = tmp_path / "chapters" / "03_a.md"
    source.write_text("text")
    record = {"claim": "a", "verdict": "refuted", "kind": "measured", "with_more": ""}
    path = notebook(source.with_suffix(".ipynb"), "# A", **record)
    assert more.more_section(tmp_path, path) == more.ABSENT

    def run(found):
        return {"verdicts": {"a": {"verdict": found, "evidence": []}}}

    results = {"4": run("refuted"), "16": run("supported")}
    record = {"source": report.fingerprint("more", source, tmp_path), "results": results}
    (tmp_path / "reports" / "more.json").write_text(json.dumps({"03_a": record}))
    section = more.more_section(tmp_path, path)
    assert "`a` is **supported** at ×16; the run on this page says *refuted*." in section
    assert section.count("mid-turned") == 1 and "It grows." in section

    results["16"] = run("refuted")
    (tmp_path / "reports" / "more.json").write_text(json.dumps({"03_a": record}))
    assert "No verdict changes." in more.more_section(tmp_path, path)

    source.write_text("```{code-cell} ipython3\nx = 1\n```\n")
    assert more.more_section(tmp_path, path) == more.ABSENT


def test_the_address_of_a_term_keeps_its_capitals_as_sphinx_does():
    assert entries.anchor("Rasch model") == "term-Rasch-model"
    assert entries.anchor("Simpson's paradox") == "term-Simpson-s-paradox"
    assert entries.anchor("MID_SEED") in ("term-MID_SEED", "term-MID-SEED")


def test_every_term_of_the_glossary_stands_after_an_empty_line():
    lines = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8").splitlines()
    close = [b for a, b in pairwise(lines) if a.startswith("  ") and b[:1].isalnum()]
    assert not close
