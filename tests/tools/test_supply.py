"""Where everything comes from: exact versions, licences, pinned actions, no pickles."""

import ast
import hashlib
import json
import re
import subprocess
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.supply import audit, licences, lock, lowest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAY_WRITE = {
    ("course", "publish"): {"pages": "write", "id-token": "write"},
    ("canary", "tell"): {"issues": "write"},
    ("release", "release"): {"contents": "write"},
}
FROM_THE_JUDGE = ROOT / "tools" / "teaching" / "answering.py"
UNSAFE = re.compile(
    r"\b(torch\.load|pickle\.loads?|joblib\.load|cloudpickle\.loads?|allow_pickle\s*=\s*True)\b"
)


def tracked() -> list[Path]:
    """Return the files of the repository, those of git where there is one."""
    command = ["git", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in names or ROOT.rglob("*") if path.is_file()]


def test_every_locked_package_has_its_licence_listed():
    rows = (ROOT / "DEPENDENCIES.md").read_text("utf-8").splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("| ")][2:]
    assert {name: version for name, version, _ in cells} == licences.locked()
    assert all(words and words != "not stated" for _, _, words in cells)


MACOS = {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"}
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
SYSTEMS = {"linux": {}, "macos": MACOS, "windows": WINDOWS}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_locks_are_complete_on_every_python_and_system(python, system):
    version = {"python_version": python, "python_full_version": f"{python}.1", "extra": ""}
    here = {**default_environment(), "sys_platform": "linux", **SYSTEMS[system], **version}
    lines = [line for name in licences.LOCKS for line in (ROOT / name).read_text().splitlines()]
    wanted = [Requirement(line) for line in lines if "==" in line]
    locked = {canonicalize_name(r.name) for r in wanted if not r.marker or r.marker.evaluate(here)}
    needed = {
        canonicalize_name(needs.name): package
        for package in licences.locked()
        for needs in map(Requirement, requires(package) or [])
        if not needs.marker or needs.marker.evaluate(here)
    }
    assert {name: why for name, why in needed.items() if name not in locked} == {}


def test_what_the_locks_say_is_what_lock_writes():
    text = (ROOT / "requirements.lock").read_text("ascii")
    assert text.startswith(lock.HEAD) and text.endswith("\n".join(lock.ELSEWHERE) + "\n")


def test_a_licence_is_read_from_the_packages_own_metadata():
    assert licences.licence("numpy")
    assert licences.licence("hypothesis") == "MPL-2.0"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_may_only_read(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job.get("permissions") == MAY_WRITE.get((path.stem, name))
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + 40 * "0"))


def test_nothing_unpickles_what_was_stored():
    """A student's process unpickles what the judge hands it over a pipe; nothing else is unpickled."""
    assert len(UNSAFE.findall(FROM_THE_JUDGE.read_text("utf-8"))) == 1
    for path in tracked():
        if path == FROM_THE_JUDGE:
            continue
        if path.suffix in (".py", ".md", ".ipynb") and path != Path(__file__):
            assert not UNSAFE.search(path.read_text("utf-8")), path
        assert path.suffix not in (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib"), path


def test_checkpoints_are_safetensors_with_the_hash_that_is_listed():
    """``checkpoints.json`` beside them: name → SHA-256. There need not be any."""
    for path in tracked():
        if path.suffix == ".safetensors":
            listed = json.loads(path.with_name("checkpoints.json").read_text())
            assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[path.name]


def test_an_audit_reads_its_report_or_says_that_there_is_none(capsys):
    package = {"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    assert audit.weaknesses(json.dumps({"dependencies": [package]})) == ["a 1: X-1, mended in 2"]
    assert audit.weaknesses(json.dumps({"dependencies": []})) == []
    assert audit.weaknesses("no connection") is None
    assert audit.skipped("no connection") == 0
    assert "audit skipped" in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["src", "tools/chapters", "tools/reading", "tools/supply"])
def test_what_readers_run_needs_no_unix(folder):
    """Nothing imports a module, or starts processes in a way, that Windows does not have."""
    only_unix = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "posix", "readline"}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not only_unix & {alias.name for alias in node.names}, path
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("fork", "forkpty", "killpg", "setsid"), path
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in ("fork", "forkserver"), path


def test_the_lowest_versions_are_read_from_the_ranges():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = lowest.lowest(project["dependencies"])
    assert len(found) == len(project["dependencies"])
    assert all(re.fullmatch(r"[\w-]+==\d[\w.]*", line) for line in found)
    with pytest.raises(ValueError, match="'numpy'; it should begin with name>=version"):
        lowest.lowest(["numpy"])
