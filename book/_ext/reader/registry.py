"""The registry of claims, the chapters that exist, and the verdicts they show."""

import json
from pathlib import Path

import yaml

VERDICTS = ("supported", "partly", "corrected", "refuted", "undecided", "not testable here")
ROMAN = ("", "I", "II", "III", "IV", "V")


def read_registry(root: Path) -> dict:
    """Return the registry file: its ``parts`` and its ``claims``."""
    return yaml.safe_load((root / "book" / "claims.yml").read_text("utf-8"))


def notebooks(root: Path) -> dict[str, Path]:
    """Return chapter number → notebook, for the chapters listed in ``_toc.yml``."""
    toc = (root / "_toc.yml").read_text("utf-8")
    listed = sorted((root / "chapters").glob("[0-9][0-9]_*.ipynb"))
    return {path.name[:2]: path for path in listed if path.name in toc}


def read_notebook(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def text(value: str | list[str]) -> str:
    """Return a field of a notebook, which may be stored as a list of lines."""
    return value if isinstance(value, str) else "".join(value)


def read_verdicts(path: Path) -> dict[str, dict]:
    """Return claim id → record of every verdict that a notebook shows."""
    found = {}
    for cell in read_notebook(path)["cells"]:
        for output in cell.get("outputs", []):
            record = output.get("metadata", {}).get("moreisdifferent")
            if record:
                found[record["claim"]] = record
    return found


def title(path: Path) -> str:
    """Return the title of a chapter, the first line of its notebook."""
    return text(read_notebook(path)["cells"][0]["source"]).split("\n")[0].removeprefix("# ")


def question(registry: dict, chapter: str) -> str:
    """Return the question of a chapter, or ``""`` where the registry has none."""
    return registry.get("questions", {}).get(chapter, "")
