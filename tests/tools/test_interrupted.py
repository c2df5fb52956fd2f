"""Killed at any moment, a run leaves the last good state; a cache never hides a change."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sample import chapter
from tools.chapters.run import ROOT
from tools.reading import book

SOURCE = chapter("""
import time
from pathlib import Path
Path("started").touch()
time.sleep(0.5)
"PADDING"
""")


def begin(folder: Path) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "tools.chapters.run", "--directory", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **quiet)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.2, 0.45, 0.5, 0.55, 0.6, 0.7])
def test_a_killed_run_leaves_the_last_good_notebook(tmp_path, delay):
    source, stored = tmp_path / "01_x.md", tmp_path / "01_x.ipynb"
    source.write_text(SOURCE.replace("PADDING", "x" * 10**6))
    assert begin(tmp_path).wait() == 0
    good = stored.read_bytes()
    (tmp_path / "started").unlink()
    source.write_text(SOURCE.replace("PADDING", "y" * 10**6))
    process = begin(tmp_path)
    while not (tmp_path / "started").exists():
        time.sleep(0.01)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    found = stored.read_bytes()
    if found != good:  # it was too late: then the new one is whole
        assert "y" * 10**6 in json.dumps(json.loads(found))
    assert {p.suffix for p in tmp_path.glob("*.ipynb")} == {".ipynb"}
    assert begin(tmp_path).wait() == 0, "the next run works"
    assert "y" * 10**6 in stored.read_text()


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text)
    return path


def test_a_new_book_replaces_the_old_one_whole(tmp_path):
    built, place = folder(tmp_path / "work", "new"), folder(tmp_path / "html", "old")
    book.put_in_place(built, place)
    assert (place / "index.html").read_text() == "new"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["html", "work"]


@pytest.mark.parametrize("step", ["copytree", "replace"])
def test_a_kill_while_the_book_is_put_in_place_leaves_a_whole_one(tmp_path, monkeypatch, step):
    built, place = folder(tmp_path / "work", "new"), folder(tmp_path / "html", "old")
    calls = []

    def stop_at_second(*arguments, **named):
        calls.append(arguments)
        if len(calls) == (2 if step == "replace" else 1):
            raise KeyboardInterrupt
        return original(*arguments, **named)

    owner = book.shutil if step == "copytree" else book.os
    original = getattr(owner, step)
    monkeypatch.setattr(owner, step, stop_at_second)
    with pytest.raises(KeyboardInterrupt):
        book.put_in_place(built, place)
    monkeypatch.undo()
    book.recover(place)
    assert (place / "index.html").read_text() == "old"
    book.put_in_place(built, place)
    assert (place / "index.html").read_text() == "new"


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed_before_anything_runs(name):
    command = ["make", "--dry-run", f"--what-if={name}", "run"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert text.index("pip install") < text.index("tools.chapters.run")


def test_a_change_in_the_library_is_seen_by_the_next_run(tmp_path):
    """Chapters are executed anew each time: nothing that they computed is kept between runs."""
    library = tmp_path / "library.py"
    source = tmp_path / "01_x.md"
    source.write_text(SOURCE.replace('"PADDING"', "import library\nlibrary.answer()"))
    for answer in ("one", "two"):
        library.write_text(f"def answer():\n    return {answer!r}\n")
        assert begin(tmp_path).wait() == 0
        assert answer in source.with_suffix(".ipynb").read_text()
