"""Chapters run where there is no network at all, and a chapter that wants one fails there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sample import chapter, checkout
from tools.chapters.run import ROOT
from tools.trust import offline

SOURCES = sorted((ROOT / "chapters").glob("[0-9][0-9]_*.md"))
needs_namespace = pytest.mark.skipif(
    not offline.allowed(), reason="this system allows no network namespace"
)
CALLS_HOME = chapter("""
import socket
socket.create_connection(("192.0.2.1", 80), timeout=1)
""")


def cut_off(root: Path, number: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "tools.trust.offline", number]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)


@needs_namespace
def test_a_chapter_that_wants_a_network_fails(tmp_path):
    checkout(tmp_path, "tools")
    (tmp_path / "chapters" / "01_calls_home.md").write_text(CALLS_HOME)
    done = cut_off(tmp_path, "01")
    assert done.returncode == 1
    assert "Network is unreachable" in done.stderr


@needs_namespace
@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_chapter_runs_without_a_network(source):
    done = cut_off(ROOT, source.stem[:2])
    assert done.returncode == 0, done.stdout + done.stderr
