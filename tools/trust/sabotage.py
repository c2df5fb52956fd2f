"""Destroy the cause of an effect and see whether its verdict notices.

What is destroyed, and what counts as noticing, stands in ``tests/sabotage`` (``tools.trust.entries``).
An error that is not evidence without a finite number is a broken entry and no bite.

A chapter runs once, whole, as the control. Where the code of an entry begins to differ the process
forks, and the copy goes on with the changed code to the verdict of the claim.
``python -m tools.trust.sabotage [01 …]`` tries them.
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

from tools.chapters.run import ROOT, find_chapters, notebook_of
from tools.trust import report
from tools.trust.entries import Sabotage, load
from tools.trust.recorded import RECORDER, Recorded, read_verdicts

NOT_FINITE = re.compile(r"ValueError: \w+ is .*(it should be a finite number|not finite at \[)")


def code(text: str) -> list[str]:
    """Return the code cells of a chapter's source."""
    return [cell.source for cell in notebook_of(text).cells if cell.cell_type == "code"]


def rules(text: str) -> list[str]:
    """Return every call of ``verdict`` in a chapter's source, normalized."""
    nodes = [node for cell in code(text) for node in ast.walk(ast.parse(cell))]
    calls = [n for n in nodes if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "verdict"]
    return [ast.unparse(call) for call in calls]


def judge(run: Recorded, entry: Sabotage) -> tuple[bool, str]:
    """Say whether a run shows that the entry's claim noticed, and what it found."""
    if entry.claim in run.verdicts:
        return entry.bitten(run.verdicts[entry.claim]), run.verdicts[entry.claim]["found"]
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
            bites, words = judge(chapter.run, sabotage)
            answer.write_text(json.dumps({"bites": bites, "found": words, "seconds": seconds}))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    outcome = {"bites": False, "found": "the copy of the process died", "seconds": 0}
    outcome |= json.loads(answer.read_text()) if answer.exists() else {}
    answer.unlink(missing_ok=True)
    names = {key: getattr(sabotage, key) for key in ("claim", "why", "kind", "known")}
    return names | outcome


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
    found = {c: run.verdicts.get(c, {"found": "not reached", "expected": ""}) for c in claims}
    wrong = [f"{c}: {v['found']}" for c, v in sorted(found.items()) if v["found"] != v["expected"]]
    words = run.error or "; ".join(wrong)
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
            keep = {key: outcome[key] for key in ("claim", "bites", "found", "known")}
            name = f"{outcome['claim']}: {outcome['why']}"
            report.note(outcome["kind"], source, {name: keep}, outcome["seconds"])
        yield outcome


def survived(outcome: dict) -> bool:
    """Say whether a record is a failure.

    A claim that does not notice, a control that bites, or a known failure that is none any more.
    """
    return outcome["bites"] != (bool(outcome["claim"]) and not outcome.get("known"))


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
            word = "FAILS: " if survived(outcome) else "known: " if outcome.get("known") else ""
            name = f"{source.stem[:2]} {outcome['claim'] or 'control'}, {outcome['why']}"
            print(f"{name}: {word}{outcome['found']}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
