"""Destroy the cause of an effect and see whether its verdict notices.

``tests/sabotage/NN_slug.yml`` holds for every measured claim of a chapter one sabotage, or a
list of them: ``why`` (what is destroyed), ``replace`` (text that occurs once in the chapter's
source) and ``with``. The sabotage bites when the chapter, with that one replacement, finds
another verdict than the registry, or evidence that is no longer a finite number. An error
anywhere else is a broken sabotage and no bite. ``python -m tools.sabotage [01 …]`` tries them.
"""

import argparse
import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.recorded import Recorded, record
from tools.run import ROOT, find_chapters, notebook_of, read_source

FOLDER = ROOT / "tests" / "sabotage"
NOT_FINITE = re.compile(r"^ValueError: \w+ is .*(it should be a finite number|not finite at \[)")


@dataclass(frozen=True)
class Sabotage:
    """One replacement in one chapter that should change the verdict of one claim."""

    source: Path
    claim: str
    why: str
    replace: str
    by: str

    def __str__(self) -> str:
        return f"{self.source.stem[:2]}-{self.claim}-{self.why.replace(' ', '_')}"

    def text(self) -> str:
        """Return the chapter's source with the replacement made.

        Raises:
            ValueError: if the text to replace does not occur exactly once.
        """
        text = self.source.read_text("utf-8")
        if text.count(self.replace) != 1:
            raise ValueError(
                f"{self}: replace occurs {text.count(self.replace)} times in {self.source.name}; "
                "it should occur once"
            )
        return text.replace(self.replace, self.by)


@dataclass(frozen=True)
class Outcome:
    """How a sabotage ended: ``bites``, and in words what was found."""

    bites: bool
    words: str
    usage: dict[str, float]


def load(source: Path, folder: Path = FOLDER) -> list[Sabotage]:
    """Return the sabotages of a chapter; none when it has no file.

    Raises:
        ValueError: if an entry has other fields than ``why``, ``replace`` and ``with``.
    """
    path = folder / f"{source.stem}.yml"
    found = []
    for claim, entries in (
        yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    ).items():
        for entry in entries if isinstance(entries, list) else [entries]:
            if set(entry) != {"why", "replace", "with"}:
                raise ValueError(
                    f"{path.name}, {claim}: fields are {', '.join(entry)}; "
                    "they should be why, replace, with"
                )
            found.append(Sabotage(source, claim, entry["why"], entry["replace"], entry["with"]))
    return found


def rules(text: str) -> list[str]:
    """Return every call of ``verdict`` in a chapter's source, normalized."""
    cells = [cell.source for cell in notebook_of(text).cells if cell.cell_type == "code"]
    return [
        ast.unparse(node)
        for cell in cells
        for node in ast.walk(ast.parse(cell))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "verdict"
    ]


def attempt(sabotage: Sabotage) -> Outcome:
    """Run the chapter with the replacement, to the verdict of the claim, and say what happened."""
    nb = read_source(sabotage.source, sabotage.text())
    run = record(nb, sabotage.source.parent, until=sabotage.claim)
    return Outcome(*judge(run, sabotage.claim), run.usage)


def judge(run: Recorded, claim: str) -> tuple[bool, str]:
    """Say whether a run shows that the claim's verdict noticed."""
    if claim in run.verdicts:
        entry = run.verdicts[claim]
        return entry["found"] != entry["expected"], entry["found"]
    if NOT_FINITE.match(run.error):
        return True, f"no verdict: {run.error}"
    return False, f"broken in cell {run.cell}: {run.error or 'the verdict was never reached'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--claim", help="only this one")
    options = parser.parse_args()
    survived = 0
    for source in find_chapters(ROOT / "chapters", options.chapters):
        for sabotage in load(source):
            if options.claim in (None, sabotage.claim):
                outcome = attempt(sabotage)
                word = "bites" if outcome.bites else "DOES NOT BITE"
                seconds = f"{outcome.usage['cpu_seconds']:.0f} CPU s"
                print(f"{sabotage}: {word}: {outcome.words} ({seconds})", flush=True)
                survived += not outcome.bites
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
