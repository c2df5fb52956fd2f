"""What is handed out: student versions, private tests, a template without solutions."""

import subprocess
import sys

import pytest
from small_course import GOOD, hand_in

from tools.reading.page import page_version
from tools.teaching.assign import build
from tools.teaching.grade import grade_all
from tools.teaching.student import (
    ROOT,
    find_notebooks,
    mark,
    read_notebook,
    student_version,
    without_folds,
    write_notebook,
)


def test_without_nbgrader_the_student_versions_are_made(chapter, tmp_path):
    write_notebook(tmp_path / "chapters" / "01_small.ipynb", chapter)
    program = "import sys, runpy; sys.modules['nbgrader'] = None; runpy.run_module('tools.teaching.student', run_name='__main__')"
    arguments = [str(tmp_path / "student"), "--chapters", str(tmp_path / "chapters")]
    subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=True)
    made = read_notebook(tmp_path / "student" / "01_small.ipynb")
    assert made == student_version(chapter)
    text = made["cells"][2]["source"]
    assert "Hint 1" in text and "A sum of two." in text and "This stays." in text
    assert "Twice" not in text and text.count("<details>") == text.count("</details>")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a <details><summary>Solution</summary>\n\nb\n\n</details>\n\nc", "a c"),
        (
            "<details><summary>Hint</summary>b</details>c",
            "<details><summary>Hint</summary>b</details>c",
        ),
        (
            "<details><summary>Hint 1</summary>b<details><summary>Solution</summary>c</details>d</details>e",
            "<details><summary>Hint 1</summary>bd</details>e",
        ),
        (
            "<details><summary>Solution</summary>b<details><summary>Hint</summary>c</details>d</details>e",
            "e",
        ),
    ],
)
def test_hints_stay_and_solutions_go_however_they_are_nested(written, kept):
    assert without_folds(written) == kept


@pytest.mark.parametrize("broken", ["<details><summary>Hint</summary>", "a</details>"])
def test_a_fold_that_does_not_end_is_an_error(broken):
    with pytest.raises(ValueError, match=r"begun|without an end"):
        without_folds(broken)


def test_the_page_has_the_solution_behind_a_button_or_not_at_all(chapter):
    stub, solution, tests = page_version(chapter)["cells"][3:6]
    assert "NotImplementedError" in stub["source"] and GOOD not in stub["source"]
    assert GOOD in solution["source"] and "hide-input" in solution["metadata"]["tags"]
    assert solution["metadata"]["mystnb"]["code_prompt_show"] == "Show the solution"
    assert "double(3)" not in tests["source"]
    bare = str(page_version(chapter, solutions=False))
    assert GOOD not in bare and "Twice" not in bare and "Hint" in bare


def test_a_region_without_an_end_is_an_error(chapter):
    chapter["cells"][3]["source"] = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x"
    with pytest.raises(ValueError, match="it should have an END SOLUTION"):
        student_version(chapter)


def test_private_tests_replace_the_hidden_ones(small_course, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "double-test.py").write_text("assert double(5) == 10, 'five'\n")
    chapters = [small_course / "chapters" / "01_small.ipynb"]
    build(chapters, tmp_path / "made", tmp_path / "private")
    for kind, there in (("instructor", True), ("student", False)):
        text = (tmp_path / "made" / kind / "01_small.ipynb").read_text("utf-8")
        assert ("double(5)" in text) == there and "double(3)" not in text
    folder = hand_in(tmp_path / "in", {"ann": "return {2: 4, 3: 6, 0: 0}[x]", "bob": GOOD})
    rows = grade_all(folder, tmp_path / "made", tmp_path / "grades", 20, 2000)
    assert [row["score"] for row in rows] == [1, 3]

    (tmp_path / "private" / "triple-test.py").write_text("assert False\n")
    with pytest.raises(SystemExit, match="PRIVATE has triple-test"):
        build(chapters, tmp_path / "made", tmp_path / "private")


def test_the_template_for_students_quotes_no_solution(small_course):
    template = small_course / "assignments" / "template"
    assert (template / "student" / "01_small.ipynb").exists()
    assert (template / "pyproject.toml").exists() and (template / "src").is_dir()
    here = {str(path.relative_to(template)) for path in template.rglob("*")}
    assert not [name for name in here if name.startswith(("tests", "chapters", "reports"))]
    lines = {
        line.strip()
        for path in find_notebooks(ROOT / "chapters")
        for cell in read_notebook(path)["cells"]
        if mark(cell, "solution")
        for line in cell["source"].partition("### BEGIN SOLUTION")[2].split("\n")
        if len(line.strip()) > 30
    }
    stubs = "".join(
        str(student_version(read_notebook(p))) for p in find_notebooks(ROOT / "chapters")
    )
    lines = {line for line in lines if line not in stubs}
    assert len(lines) > 10
    for path in template.rglob("*"):
        if path.is_file() and "src" not in path.parts:  # the library is what the course is about
            text = path.read_text("utf-8", errors="ignore")
            assert not [line for line in lines if line in text], path
