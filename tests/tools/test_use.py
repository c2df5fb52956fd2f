"""What happens on a real computer: taken ports, other Pythons, a notebook far from the course."""

import ast
import os
import shutil
import socket
import subprocess
import sys
import tomllib
import urllib.request
from threading import Thread

import pytest

from sample import chapter, checkout
from tools.chapters.run import ROOT
from tools.ports import free_port
from tools.reading import lab, links, serve
from tools.supply import interpreter

BASE = "https://github.com/a/b/blob/main"
AROUND = 'reading("Nearly {n:≈.2f}°.", n=1.25)'


@pytest.fixture
def taken():
    """Return a port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_gives_the_next_free_one(taken):
    assert free_port(taken) > taken
    with pytest.raises(OSError, match=f"ports {taken} to {taken} are all taken"):
        free_port(taken, 1)


def test_the_book_is_served_although_the_port_is_taken(tmp_path, taken):
    (tmp_path / "index.html").write_text("the book")
    with serve.server(tmp_path, taken) as web:
        Thread(target=web.serve_forever, daemon=True).start()
        address = f"http://localhost:{web.server_address[1]}/"
        assert urllib.request.urlopen(address).read() == b"the book"
        web.shutdown()


def test_the_links_of_the_book_follow_jupyterlab(tmp_path):
    page = tmp_path / "chapters" / "01_x.html"
    page.parent.mkdir()
    page.write_text('<a href="http://localhost:8888/lab/tree/chapters/01_x.ipynb">')
    assert lab.point_links(tmp_path, 8889) == 1
    assert 'href="http://localhost:8889/lab/tree/chapters/01_x.ipynb"' in page.read_text()
    assert lab.point_links(tmp_path, 8889) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[B](../book/bibliography.md)", f"[B]({BASE}/book/bibliography.md)"),
        ("[B](02_y.ipynb#a)", f"[B]({BASE}/chapters/02_y.ipynb#a)"),
        ('<img src="../book/x.png">', f'<img src="{BASE}/book/x.png">'),
        ("[B](https://a.b/c.md)", "[B](https://a.b/c.md)"),
        ("[B](#here) and `x[0](0)`", "[B](#here) and `x[0](0)`"),
    ],
)
def test_a_notebook_far_from_the_course_has_links_that_lead_somewhere(text, found):
    assert links.absolute(text, "chapters", BASE) == found


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def make_venv(folder, *pythons):
    command = [ROOT / "tools" / "supply" / "venv.sh", folder, *pythons]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def old_python(path):
    """Write an interpreter that reports itself as 3.10 to the check, whatever it is."""
    lines = "import runpy, sys; sys.version_info = (3, 10, 13); sys.argv = sys.argv[1:]; "
    lines += "runpy.run_path(sys.argv[0], run_name='__main__')"
    return script(path, f'exec \'{sys.executable}\' -c "{lines}" "$@"')


def test_a_python_that_is_too_old_ends_it_before_any_download(tmp_path):
    done = make_venv(tmp_path / "env", old_python(tmp_path / "python3"), tmp_path / "none")
    assert done.returncode == 1
    assert "python3: Python 3.10.13 at" in done.stderr
    assert "needs 3.11, 3.12 or 3.13" in done.stderr and "PYTHON=" in done.stderr
    assert not (tmp_path / "env").exists()


@pytest.mark.parametrize("version", [(3, 8, 1), (3, 10, 13), (3, 14, 0), (2, 7, 18)])
def test_other_versions_are_named(version):
    assert interpreter.problem(version, "pip").startswith(f"Python {version[0]}.{version[1]}.")
    assert "needs Python 3.11, 3.12 or 3.13" in interpreter.problem(version, "pip")


def test_what_is_missing_and_who_cannot_is_named():
    assert "no nosuchmodule; on Debian and Ubuntu: apt install python3.11-venv" in (
        interpreter.problem((3, 11, 7), "nosuchmodule", "linux")
    )
    assert "WSL" in interpreter.problem((3, 12, 0), "pip", "win32")
    assert interpreter.problem((3, 12, 0), "pip", "linux") == ""


def test_the_versions_are_those_of_the_package():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, newest = (
        f"{major}.{minor}" for major, minor in (interpreter.OLDEST, interpreter.NEWEST)
    )
    assert about["requires-python"].startswith(f">={oldest},<3.")
    assert newest in interpreter.WANTED and oldest in interpreter.WANTED


def test_an_environment_that_cannot_work_is_made_anew(tmp_path):
    old = old_python(tmp_path / "env" / "bin" / "python")
    (tmp_path / "env" / "bin" / "leftover").touch()
    done = make_venv(tmp_path / "env", tmp_path / "none", sys.executable)
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stdout
    assert old.is_symlink() and not (tmp_path / "env" / "bin" / "leftover").exists()
    (tmp_path / "env" / "bin" / "keep").touch()
    assert make_venv(tmp_path / "env", sys.executable).stdout == ""
    assert (tmp_path / "env" / "bin" / "keep").exists()


def test_the_interpreter_check_runs_under_any_python():
    """It has to say what is wrong where the rest of the course is a syntax error."""
    source = (ROOT / "tools" / "supply" / "interpreter.py").read_text("ascii")
    ast.parse(source, feature_version=(3, 4))
    assert not any(isinstance(node, ast.JoinedStr) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("name", subprocess.check_output(
    ["git", "ls-files", "*.cfg", "*.toml", "*.lock", "*.mplstyle", "*.sh", "Makefile", "_*.yml",
     "environment.yml", "postBuild", ".ci", ".github"], cwd=ROOT, text=True).split())  # fmt: skip
def test_what_others_open_is_ascii(name):
    """Other programs read these in the encoding of the locale."""
    assert (ROOT / name).read_bytes().isascii()


def test_a_chapter_passes_in_a_locale_without_utf8(tmp_path):
    checkout(tmp_path, "src", "tools")
    for name in ("conftest.py", "pyproject.toml", "tests/nbval_sanitize.cfg", "book/claims.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    source = tmp_path / "chapters" / "01_x.md"
    source.write_text(chapter("from moreisdifferent.display import reading\n" + AROUND), "utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), **plain}
    for arguments in (["tools.chapters.run"], ["pytest", "--nbval", "-q", "chapters"]):
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
        assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


@pytest.mark.parametrize("target", ["book", "test", "run", "lab"])
def test_the_interpreter_is_checked_before_anything_is_installed(target):
    command = ["make", "--dry-run", "--always-make", target]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert 0 <= text.index("tools/supply/venv.sh .venv python3.11") < text.index("pip install")
