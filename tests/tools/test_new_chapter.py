"""A chapter from the template passes every check from the first minute."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools.chapters import new as new_chapter
from tools.chapters.run import ROOT

LEAVE_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "vendor", "__pycache__", ".hypothesis", ".ruff_cache", ".cache"
)
REGISTRY = """parts:
- title: One
  chapters:
    "01": First
- title: Two
  chapters:
    "02": Second

claims:

- id: a
  statement: It is so.
  chapter: "01"
  status: planned
- id: b
  statement: It is not.
  chapter: "02"
  kind: measured
  status: planned
"""
TOC = "parts:\n  - chapters:\n      - file: book/part1\n      - file: book/part2\n        sections:\n          - file: chapters/02_x.ipynb\n      - file: book/end\n"


@pytest.fixture
def project(tmp_path):
    for name in ("chapters", "book"):
        (tmp_path / name).mkdir()
    (tmp_path / "book" / "claims.yml").write_text(REGISTRY)
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "chapters" / "02_x.md").write_text("")
    return tmp_path


def test_a_planned_chapter_takes_its_claims(project):
    source = new_chapter.create("my_topic", project)
    assert source.name == "01_my_topic.md"
    assert 'verdict("a", not_testable=' in source.read_text()
    assert "@" not in source.read_text().replace("@grade", "")
    claims = yaml.safe_load((project / "book" / "claims.yml").read_text())["claims"]
    assert claims[0]["verdict"] == "not testable here" and "status" not in claims[0]
    assert claims[1]["status"] == "planned"
    assert "def means(" in (project / "src/moreisdifferent/figures/my_topic.py").read_text()
    assert (
        "@covers(draw.means)" in (project / "tests/properties/test_figures_my_topic.py").read_text()
    )
    toc = (project / "_toc.yml").read_text()
    assert "part1\n        sections:\n          - file: chapters/01_my_topic.ipynb\n" in toc


def test_a_chapter_beyond_the_plan_is_added_to_the_last_part(project):
    new_chapter.create("first", project)
    source = new_chapter.create("my_topic", project)
    assert source.name == "03_my_topic.md"
    parts = yaml.safe_load((project / "book" / "claims.yml").read_text())["parts"]
    assert parts[1]["chapters"] == {"02": "Second", "03": "My topic"}
    part = yaml.safe_load((project / "_toc.yml").read_text())["parts"][0]["chapters"][1]
    assert [s["file"] for s in part["sections"]][-1] == "chapters/03_my_topic.ipynb"


@pytest.mark.parametrize("slug", ["", "My topic", "../x", "9", "a-b"])
def test_a_slug_is_small_letters_digits_and_underscores(project, slug):
    with pytest.raises(ValueError, match="SLUG is"):
        new_chapter.create(slug, project)
    assert len(list((project / "chapters").iterdir())) == 1


@pytest.mark.slow
def test_it_passes_every_check_from_the_first_minute(tmp_path):
    copy = Path(shutil.copytree(ROOT, tmp_path / "course", ignore=LEAVE_OUT))
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}

    def run(*arguments):
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    run("tools.chapters.new", "my_topic")
    (source,) = copy.glob("chapters/*_my_topic.md")
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("pytest", "--nbval", "-q", f"chapters/{source.stem}.ipynb")
    checks = ("tests/chapters/test_chapters.py", "tests/book/test_registry.py", "tests/sabotage")
    checks += ("tests/properties", "tests/grading/test_grading.py")
    mine = f"{source.stem} or test_registry or every_public or figures_my_topic"
    run("pytest", "-q", "-m", "not slow", "-k", mine, *checks)
