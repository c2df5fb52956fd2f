"""The two files of a chapter stay in step, and nobody's edit is lost."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

from sample import chapter
from tools.chapters import ready, sync
from tools.chapters.run import ROOT, run_chapter
from tools.reading import book
from tools.reading.lab import keep_language

FOLDED = "---\ntags: [hide-input]\n---\n"
SOURCE = chapter(f"{FOLDED}1 + 1", "2 + 2", words="# A question\n\nThe sky is blue.")


def git(folder, *arguments):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a folder in git with one chapter that was run and is stored in its form."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "pyproject.toml", folder)
    source = folder / "chapters" / "01_sky.md"
    source.parent.mkdir()
    source.write_text(SOURCE)
    run_chapter(source)
    sync.sync(source)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "A chapter")
    return folder


@pytest.fixture
def pair(course, tmp_path):
    copied = shutil.copytree(course, tmp_path / "course")
    return copied / "chapters" / "01_sky.md"


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def texts(source):
    return [path.read_bytes() for path in (source, source.with_suffix(".ipynb"))]


def test_a_sync_of_a_pristine_pair_changes_nothing(pair):
    before = texts(pair)
    assert sync.sync(pair) == ""
    assert texts(pair) == before
    assert b":tags: [hide-input]" in before[0]


def lab(root):
    manager = build_sync_jupytext_contents_manager_class(LargeFileManager)()
    manager.root_dir, manager.pre_save_hook = str(root), keep_language
    return manager


@pytest.mark.parametrize("newer", [".md", ".ipynb"])
@pytest.mark.parametrize("opened", [".md", ".ipynb"])
def test_jupyterlab_opens_a_pair_whatever_its_times_and_saves_it_unchanged(pair, newer, opened):
    """After ``make run`` or a pull the notebook is the newer file by far."""
    os.utime(pair.with_suffix(newer), (4e9, 4e9))
    before, manager = texts(pair), lab(pair.parents[1])
    path = f"chapters/{pair.with_suffix(opened).name}"
    model = manager.get(path)
    outputs = [c.outputs for c in model["content"].cells if c.cell_type == "code"]
    assert [out[0]["data"]["text/plain"] for out in outputs] == ["2", "4"]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    about = {"name": "python", "version": sys.version.split()[0], "file_extension": ".py"}
    model["content"].metadata.update(kernelspec=kernel, language_info=about)
    manager.save({"type": "notebook", "format": "json", "content": model["content"]}, path)
    assert texts(pair) == before


def test_an_edit_of_the_text_is_carried_and_keeps_the_outputs(pair):
    replace(pair, "sky is blue", "sea is blue")
    assert "in the .md is now in the .ipynb" in sync.sync(pair)
    cells = sync.read_stored(pair.with_suffix(".ipynb"))
    assert "sea" in cells[0].source
    assert [c.execution_count for c in cells[1:]] == [1, 2]


def test_an_edit_of_code_asks_for_a_run(pair):
    replace(pair, "2 + 2", "2 + 3")
    assert "make run CHAPTER=01" in sync.sync(pair)
    (line,) = ready.problems(pair.parent)
    assert line == "chapters/01_sky.ipynb has a cell that was never run: `make run CHAPTER=01`."


def test_an_edit_of_the_notebook_is_carried_back(pair):
    replace(pair.with_suffix(".ipynb"), "sky is blue", "sea is blue")
    assert "in the .ipynb is now in the .md" in sync.sync(pair)
    assert "sea is blue" in pair.read_text()


def test_two_edits_are_both_kept_until_somebody_chooses(pair):
    replace(pair, "sky is blue", "sea is blue")
    replace(pair.with_suffix(".ipynb"), "sky is blue", "sky is red")
    before = texts(pair)
    command = [sys.executable, "-m", "tools.chapters.sync", "--directory", str(pair.parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    for words in ("01_sky.md and 01_sky.ipynb", "both differ", "CHAPTER=01 KEEP=md"):
        assert words in done.stderr
    assert texts(pair) == before
    sync.sync(pair, keep="ipynb")
    assert "sky is red" in pair.read_text()


def test_a_pair_that_git_has_out_of_step_is_not_guessed_at(pair):
    replace(pair, "sky is blue", "sea is blue")
    git(pair.parents[1], "commit", "--quiet", "--all", "--message", "half a change")
    with pytest.raises(ValueError, match="git has them out of step"):
        sync.sync(pair)


def test_a_run_alone_is_no_edit(pair):
    notebook = nbformat.read(pair.with_suffix(".ipynb"), as_version=4)
    notebook.cells[1].outputs[0]["data"]["text/plain"] = "3"
    nbformat.write(notebook, pair.with_suffix(".ipynb"))
    assert sync.edited(pair) == set()


def test_a_pair_out_of_step_is_named_with_its_remedy(pair):
    assert ready.problems(pair.parent) == []
    replace(pair, "sky is blue", "sea is blue")
    (line,) = ready.problems(pair.parent)
    assert line.startswith("chapters/01_sky.md and chapters/01_sky.ipynb are out of step")
    assert "`make run CHAPTER=01`" in line and "`make sync CHAPTER=01`" in line


def test_a_slider_without_its_frames_is_named_with_its_remedy(tmp_path):
    source = tmp_path / "01_sky.md"
    source.write_text(chapter("import ipywidgets\nipywidgets.VBox([ipywidgets.IntSlider()])"))
    run_chapter(source)
    assert ready.problems(tmp_path) == []
    notebook = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    states = notebook.metadata.widgets[ready.STATE]["state"]
    del states[next(model for model in states if f"IPY_MODEL_{model}" in str(states))]
    nbformat.write(notebook, source.with_suffix(".ipynb"))
    (line,) = ready.problems(tmp_path)
    assert "chapters/01_sky.ipynb shows a slider" in line and "`make run CHAPTER=01`" in line
    del notebook.metadata["widgets"]
    assert ready.missing_widgets(notebook)


def test_the_book_is_not_built_from_a_pair_out_of_step(pair, capsys, monkeypatch):
    root = pair.parents[1]
    ends = "Your book's HTML pages are here:\n    _build/work/_build/html/"
    done = subprocess.CompletedProcess([], 0, stdout=ends)
    monkeypatch.setattr(book, "run_jupyter_book", lambda root: done)
    shutil.copy(ROOT / "_config.yml", root)
    (root / "_build" / "work" / "_build" / "html").mkdir(parents=True)
    assert book.build(root) == 0
    assert "_build/work" not in "".join(capsys.readouterr())
    replace(pair, "sky is blue", "sea is blue")
    monkeypatch.setattr(book, "run_jupyter_book", None)
    assert book.build(root) == 1
    said = capsys.readouterr().err
    assert "chapters/01_sky.md" in said and "make run CHAPTER=01" in said and "not built" in said
