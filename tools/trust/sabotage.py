"""Destroy the cause of an effect and see whether its verdict notices.

``tests/sabotage/NN_slug.yml`` holds for every measured claim of a chapter one sabotage, or a
list of them: ``why`` (what is destroyed), ``replace`` (text that occurs once in the chapter's
source) and ``with``. The sabotage bites when the chapter, with that one replacement, finds
another verdict than the registry, or evidence that is no longer a finite number. An error
anywhere else is a broken sabotage and no bite. ``python -m tools.trust.sabotage [01 …]`` tries them.

A chapter runs once, whole, as the control. Where the code of a sabotage begins to differ the
process forks, and the copy goes on with the changed code to the verdict of the claim.
"""

import argparse
import ast
import contextlib
import io
import json
import linecache
import os
import re
import resource
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.chapters.run import ROOT, find_chapters, notebook_of
from tools.trust import report
from tools.trust.recorded import RECORDER, Recorded, read_verdicts

FOLDER = ROOT / "tests" / "sabotage"
NOT_FINITE = re.compile(r"ValueError: \w+ is .*(it should be a finite number|not finite at \[)")


@dataclass(frozen=True)
class Sabotage:
    """One replacement in one chapter that should change the verdict of one claim."""

    source: Path
    claim: str
    why: str
    replace: str
    by: str

    def __str__(self) -> str:
        return f"{self.source.stem[:2]} {self.claim}, {self.why}"

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


def load(source: Path, folder: Path = FOLDER) -> list[Sabotage]:
    """Return the sabotages of a chapter; none when it has no file.

    Raises:
        ValueError: if an entry has other fields than ``why``, ``replace`` and ``with``.
    """
    path = folder / f"{source.stem}.yml"
    claims = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    claims = claims or {}  # a file that holds comments only
    found = []
    for claim, entries in claims.items():
        for entry in entries if isinstance(entries, list) else [entries]:
            if set(entry) != {"why", "replace", "with"}:
                raise ValueError(
                    f"{path.name}, {claim}: fields are {', '.join(entry)}; "
                    "they should be why, replace, with"
                )
            found.append(Sabotage(source, claim, entry["why"], entry["replace"], entry["with"]))
    return found


def code(text: str) -> list[str]:
    """Return the code cells of a chapter's source."""
    return [cell.source for cell in notebook_of(text).cells if cell.cell_type == "code"]


def rules(text: str) -> list[str]:
    """Return every call of ``verdict`` in a chapter's source, normalized."""
    nodes = [node for cell in code(text) for node in ast.walk(ast.parse(cell))]
    calls = [n for n in nodes if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "verdict"]
    return [ast.unparse(call) for call in calls]


def judge(run: Recorded, claim: str) -> tuple[bool, str]:
    """Say whether a run shows that the claim's verdict noticed, and what it found."""
    if claim in run.verdicts:
        entry = run.verdicts[claim]
        return entry["found"] != entry["expected"], entry["found"]
    if NOT_FINITE.match(run.error):
        return True, f"no verdict: {run.error}"
    return False, f"broken in code cell {run.cell}: {run.error or 'the verdict was never reached'}"


@dataclass
class Chapter:
    """The state of a chapter that is executed cell by cell in this process."""

    stem: str
    log: Path
    space: dict
    run: Recorded

    @classmethod
    def begin(cls, source: Path, scratch: Path) -> "Chapter":
        """Start where a kernel starts: in the folder of the chapter, with an empty name space."""
        os.chdir(source.parent)
        sys.path.insert(0, "")
        os.environ["MPLBACKEND"] = "agg"
        space = {"__name__": "__main__"}
        exec(RECORDER, space)
        chapter = cls(source.stem, scratch / "control", space, Recorded())
        space["record_verdicts"](chapter.log)
        return chapter

    def go(self, cells: list[str], first: int = 0, until: str = "") -> bool:
        """Execute cells from the ``first`` on; stop at an error or a verdict of ``until``."""
        for self.run.cell in range(first, len(cells)):
            name = f"<{self.stem}, code cell {self.run.cell}>"
            linecache.cache[name] = (0, None, cells[self.run.cell].splitlines(True), name)
            try:
                quiet = io.StringIO()
                with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                    exec(compile(cells[self.run.cell], name, "exec"), self.space)
            except Exception as error:
                self.run.error = "".join(traceback.format_exception_only(error)).strip()
            self.run.verdicts = read_verdicts(self.log)
            if self.run.error or until in self.run.verdicts:
                return False
        return True


def fork(chapter: Chapter, sabotage: Sabotage, cells: list[str], first: int, scratch: Path) -> dict:
    """Go on with changed cells in a copy of this process; return what its verdict did."""
    answer = scratch / "answer"
    child = os.fork()
    if child == 0:
        try:
            chapter.log = scratch / "sabotaged"
            chapter.log.unlink(missing_ok=True)
            chapter.space["record_verdicts"](chapter.log)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            chapter.go(cells, first, sabotage.claim)
            seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
            bites, words = judge(chapter.run, sabotage.claim)
            answer.write_text(json.dumps({"bites": bites, "found": words, "seconds": seconds}))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    outcome = {"bites": False, "found": "the copy of the process died", "seconds": 0}
    outcome |= json.loads(answer.read_text()) if answer.exists() else {}
    answer.unlink(missing_ok=True)
    return {"claim": sabotage.claim, "why": sabotage.why} | outcome


def attempt(source: Path, sabotages: list[Sabotage]) -> Iterator[dict]:
    """Run a chapter and its sabotages; give one record each, the control (no claim) last.

    Call this in a process of its own: it changes the folder and forks.
    """
    cells, claims = code(source.read_text("utf-8")), {s.claim for s in sabotages}
    changed = [(code(s.text()), s) for s in sabotages]
    first = [next(i for i, (a, b) in enumerate(zip(c, cells)) if a != b) for c, _ in changed]
    with tempfile.TemporaryDirectory() as folder:
        chapter = Chapter.begin(source, Path(folder))
        for index in range(len(cells)):
            for (other, sabotage), at in zip(changed, first):
                if at == index:
                    yield fork(chapter, sabotage, other, index, Path(folder))
            if not chapter.go(cells[: index + 1], index) or claims <= set(chapter.run.verdicts):
                break
    yield control(chapter.run, claims)


def control(run: Recorded, claims: set[str]) -> dict:
    """Say whether the same code without a sabotage finds what the registry says."""
    wrong = [c for c in sorted(claims) if judge(run, c)[0] or c not in run.verdicts]
    words = run.error or "; ".join(f"{c}: {judge(run, c)[1]}" for c in wrong)
    return {"claim": "", "why": "control", "bites": bool(words), "found": words or "all agree"}


def attempt_apart(source: Path, claim: str = "") -> Iterator[dict]:
    """Try the sabotages of a chapter in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tools.trust.sabotage",
        str(source),
        "--json",
        "--claim",
        claim,
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield from map(json.loads, process.stdout)


def noted(source: Path, outcomes: Iterable[dict]) -> Iterator[dict]:
    """Pass records on, and put them into the report."""
    for outcome in outcomes:
        if outcome["claim"]:
            keep = {key: outcome[key] for key in ("claim", "bites", "found")}
            name = f"{outcome['claim']}: {outcome['why']}"
            report.note("sabotage", source, {name: keep}, outcome["seconds"])
        yield outcome


def survived(outcome: dict) -> bool:
    """Say whether a record is a failure: a claim that does not notice, or a control that bites."""
    return outcome["bites"] != bool(outcome["claim"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--claim", default="", help="only this one")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.json:
        source = Path(options.chapters[0])
        chosen = [s for s in load(source) if options.claim in ("", s.claim)]
        for outcome in attempt(source, chosen):
            print(json.dumps(outcome), flush=True)
        return 0
    failures = 0
    for source in find_chapters(ROOT / "chapters", options.chapters):
        for outcome in noted(source, attempt_apart(source, options.claim)):
            failures += survived(outcome)
            word = "FAILS: " if survived(outcome) else ""
            name = f"{source.stem[:2]} {outcome['claim'] or 'control'}, {outcome['why']}"
            print(f"{name}: {word}{outcome['found']}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
