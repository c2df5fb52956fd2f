"""The page for instructors: plans that leave nothing out, chapters that say what they ask for."""

import re

from reader import teaching

from tools.teaching.student import ROOT, find_notebooks, read_notebook

PAGE = (ROOT / "book" / "instructors.md").read_text("utf-8")


def test_the_long_plan_has_every_chapter_once_and_the_short_one_none_twice():
    rows = re.findall(r"(?m)^\| (\d+) \|(.*)\|(.*)\|$", PAGE.partition("## Two plans")[2])
    short, long = ([n for row in rows for n in re.findall(r"\b\d\d\b", row[k])] for k in (1, 2))
    assert long == [f"{number:02d}" for number in range(1, 25)]
    assert (
        len(rows) == 13
        and len(set(short)) == len(short)
        and sum(bool(r[1].strip()) for r in rows) == 6
    )


def test_every_command_of_the_page_is_a_target():
    targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text())
    assert set(re.findall(r"make ([a-z]+)\b(?= [A-Z]|`|\n)", PAGE)) <= set(targets)


def test_every_chapter_states_objectives_and_prerequisites():
    for path in find_notebooks(ROOT / "chapters"):
        text = "\n".join(cell["source"] for cell in read_notebook(path)["cells"])
        assert "**Prerequisites.**" in text or "**You need" in text
        assert "## What you will be able to do" in text or "**You will be able to" in text


def test_objectives_and_prerequisites_are_read_in_both_forms():
    old = "# A\n\nWhy?\n\n## What you will be able to do\n\n- Fit it.\n- See it\n  well.\n\n**Prerequisites.** Means.\n\n## B\n"
    new = "# A\n\nWhy?\n\n**You will be able to**\n\n- fit it\n- see it\n  well\n\n**You need** means.\n\n**Time** 40 minutes.\n\n## B\n"
    assert teaching.opening(old) == (["Fit it.", "See it well."], "Means.")
    assert teaching.opening(new) == (["fit it", "see it well"], "means.")
