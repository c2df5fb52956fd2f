"""The registry against the plan, and the files that must agree with one another."""

import re
import subprocess
import tomllib
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from moreisdifferent.display.claims import load_claims

ROOT = Path(__file__).parents[2]
HOMES = {
    "01": 8,
    "02": 3,
    "03": 5,
    "04": 10,
    "05": 6,
    "06": 2,
    "07": 7,
    "08": 3,
    "09": 3,
    "10": 2,
    "11": 5,
    "12": 7,
    "13": 5,
    "14": 2,
    "15": 6,
    "16": 3,
    "17": 10,
    "18": 6,
    "19": 10,
    "20": 3,
    "21": 2,
    "22": 7,
    "23": 4,
}


def lock(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    return {
        k.lower().replace("_", "-"): v
        for k, v in (line.partition(" ;")[0].split("==") for line in lines if "==" in line)
    }


def test_all_119_claims_have_one_home():
    claims = [claim for claim in load_claims().values() if claim.chapter <= "24"]
    assert len(claims) == 119
    assert Counter(claim.chapter for claim in claims) == HOMES


def test_every_home_has_a_title():
    registry = yaml.safe_load((ROOT / "book" / "claims.yml").read_text("utf-8"))
    titles = [number for part in registry["parts"] for number in part["chapters"]]
    assert titles == [f"{n:02d}" for n in range(1, max(25, len(titles) + 1))]


def test_only_chapters_in_the_book_are_decided():
    toc = (ROOT / "_toc.yml").read_text("utf-8")
    for claim in load_claims().values():
        in_book = f"chapters/{claim.chapter}_" in toc
        assert in_book == (claim.status != "planned"), claim.id


def test_the_lock_lies_within_the_ranges():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    base, grading = lock("requirements.lock"), lock("requirements-instructor.lock")
    for line in [*project["dependencies"], *extras["book"], *extras["test"]]:
        need = Requirement(line)
        assert need.specifier.contains(base[need.name.lower()]), line
    for line in extras["instructor"]:
        need = Requirement(line)
        assert need.specifier.contains(grading[need.name.lower()]), line


def test_the_lock_has_exact_versions_and_no_cuda():
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        exact = re.fullmatch(r'[\w.-]+==[\w.]+( ; sys_platform == "(darwin|win32)")?', line)
        assert line.startswith("#") or exact, line
    assert lock("requirements.lock")["torch"] == "2.13.0"
    assert not [
        name for name in lock("requirements.lock") if name.startswith(("nvidia", "triton", "cuda"))
    ]


def test_binder_installs_the_lock_with_a_cpu_torch():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, _, pip = environment["dependencies"]
    assert pip == {
        "pip": [
            "--extra-index-url https://download.pytorch.org/whl/cpu",
            "-r requirements.lock",
            "-e .",
        ]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert Requirement(f"python{project['requires-python']}").specifier.contains(
        python.split("=")[1]
    )


def test_binder_accepts_the_repository():
    """What repo2docker checks without building: a readable environment and a Python it knows."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert set(environment) == {"name", "channels", "dependencies"}
    assert environment["dependencies"][0] == "python=3.11"


@pytest.mark.parametrize(
    "name", ["numpy", "torch", "scikit-learn", "matplotlib", "nbval", "jupyter-book"]
)
def test_this_environment_is_the_locked_one(name):
    assert version(name).split("+")[0] == lock("requirements.lock")[name]


def test_make_lists_its_targets_in_one_line_each():
    text = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = [line.split()[1] for line in text.splitlines()]
    assert {"book", "test", "run", "sync", "lab", "clean", "serve"} <= set(targets)


def test_contributing_fits_on_a_page():
    assert len((ROOT / "CONTRIBUTING.md").read_text().splitlines()) <= 45


def test_every_chapter_has_a_question():
    registry = yaml.safe_load((ROOT / "book" / "claims.yml").read_text("utf-8"))
    titles = [number for part in registry["parts"] for number in part["chapters"]]
    assert list(registry["questions"]) == titles
    assert all(question.endswith("?") for question in registry["questions"].values())
