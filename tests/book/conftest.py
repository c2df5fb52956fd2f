"""A small checkout with the real settings and tools, and one chapter that passes."""

import os
import shutil
from pathlib import Path

import pytest

from sample import chapter, checkout
from tools.chapters.run import ROOT, run_chapter

SOURCE = chapter(
    """
import matplotlib.pyplot as plt
from moreisdifferent.display import figure, reading, start, verdict
from moreisdifferent.evaluation.evidence import above, below, measured
SEED = start(chapter=1)
""",
    """
reading("Exactly {n} nights, off by {gap:≈.2f}°.", n=12, gap=1.25)
""",
    """
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [1, 4, 9])
figure(fig, "1.1", "It rises.", "A rising curve.")
""",
    """
error = measured(1.0, 0.9, 1.1, 10, "seed")
verdict("small", {"error": error}, supported_if={"error": below(2)}, refuted_if={"error": above(2)})
""",
    words="# A question\n\nDoes it rise? Figure 1.1 shows it.",
)
REGISTRY = (
    "parts: []\nclaims:\n"
    "- {id: small, statement: The error is small., source: [], chapter: '01', kind: measured, verdict: supported}\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = checkout(tmp_path_factory.mktemp("course"), "src", "tools")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("tests", "book"):
        (folder / name).mkdir()
    shutil.copy(ROOT / "tests" / "nbval_sanitize.cfg", folder / "tests")
    (folder / "book" / "claims.yml").write_text(REGISTRY)
    (folder / "chapters" / "01_question.md").write_text(SOURCE)
    os.environ["PYTHONPATH"], before = str(folder / "src"), os.environ.get("PYTHONPATH", "")
    run_chapter(folder / "chapters" / "01_question.md")
    os.environ["PYTHONPATH"] = before
    return folder


@pytest.fixture
def course(built, tmp_path):
    return Path(shutil.copytree(built, tmp_path / "course"))
