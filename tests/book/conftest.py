"""A small checkout with the real settings and tools, and one chapter that passes."""

import os
import shutil
from pathlib import Path

import pytest

from tools.run import run_chapter

ROOT = Path(__file__).parents[2]
SOURCE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A question

Does it rise? Figure 1.1 shows it.

```{code-cell} ipython3
import matplotlib.pyplot as plt
from moreisdifferent.display import figure, reading, start, verdict
from moreisdifferent.evaluation.evidence import above, below, measured
SEED = start(chapter=1)
```

```{code-cell} ipython3
reading("Exactly {n} nights, off by {gap:≈.2f}°.", n=12, gap=1.25)
```

```{code-cell} ipython3
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [1, 4, 9])
figure(fig, "1.1", "It rises.", "A rising curve.")
```

```{code-cell} ipython3
error = measured(1.0, 0.9, 1.1, 10, "seed")
verdict("small", {"error": error}, supported_if={"error": below(2)}, refuted_if={"error": above(2)})
```
"""
REGISTRY = (
    "parts: []\nclaims:\n"
    "- {id: small, statement: The error is small., source: [], chapter: '01', kind: measured, verdict: supported}\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("src", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "book", "chapters"):
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
