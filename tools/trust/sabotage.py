"""Destroy the cause of an effect and see whether its verdict notices.

``tests/sabotage/NN_slug.yml`` holds for every measured claim of a chapter one entry, or a list of
them: ``why``, ``replace`` (text that occurs once in the chapter's source), ``with``, and a ``kind``:

- ``sabotage`` (when left out): the cause is destroyed. It bites when another verdict than the
  registry's is found.
- ``placebo``: both arms are the same. ``nothing``: the method does nothing (a constant, an empty list,
  a random ranking). Another verdict is not enough here, because nothing is there to be found: it must
  be one of ``allowed``, which is ``[undecided, refuted]`` when left out.

Evidence that is no longer a finite number is a bite, too; an error anywhere else is a broken entry and
no bite. ``known`` (an issue) marks an entry that does not bite yet; once it does, the mark must go. A
placebo without ``replace`` and ``with`` is about the rule alone (``tools.trust.placebo``): its
``allowed`` says what a difference of exactly 0 may give, and ``why``.

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

import yaml

from moreisdifferent.display.claims import VERDICTS
from tools.chapters.run import ROOT, find_chapters, notebook_of
from tools.trust import report
from tools.trust.recorded import RECORDER, Recorded, read_verdicts

FOLDER = ROOT / "tests" / "sabotage"
KINDS = ("sabotage", "placebo", "nothing")
NO_DIFFERENCE = ("undecided", "refuted")  # what may be found where there is nothing to find
FIELDS = {"why", "replace", "with", "kind", "allowed", "known"}
NOT_FINITE = re.compile(r"ValueError: \w+ is .*(it should be a finite number|not finite at \[)")


@dataclass(frozen=True)
class Sabotage:
    """One replacement in one chapter that should change the verdict of one claim."""

    source: Path
    claim: str
    why: str
    replace: str
    by: str
    kind: str = "sabotage"
    allowed: tuple[str, ...] = NO_DIFFERENCE
    known: str = ""

    def bitten(self, verdict: dict) -> bool:
        """Say whether a verdict shows that the claim noticed."""
        found, moved = verdict["found"], verdict["found"] != verdict["expected"]
        if self.kind == "sabotage":
            return moved
        if found == "partly" and "partly" not in verdict["stored"]["rules"]:
            return moved  # the remainder of the form before `finding`: no rule was met
        return found in self.allowed

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
    """Return the entries of a chapter that change its code; none when it has no file.

    Raises:
        ValueError: if an entry has unknown or missing fields, or an unknown kind or verdict.
    """
    entries = [
        (claim, entry) for claim, entry in read_entries(source, folder) if "replace" in entry
    ]
    return [
        Sabotage(
            source,
            claim,
            entry["why"],
            entry["replace"],
            entry["with"],
            entry.get("kind", "sabotage"),
            tuple(entry.get("allowed", NO_DIFFERENCE)),
            entry.get("known", ""),
        )
        for claim, entry in entries
    ]


def read_entries(source: Path, folder: Path = FOLDER) -> list[tuple[str, dict]]:
    """Return every entry of a chapter's file with its claim, checked."""
    path = folder / f"{source.stem}.yml"
    claims = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    found = []
    for claim, entries in (claims or {}).items():  # a file may hold comments only
        for entry in entries if isinstance(entries, list) else [entries]:
            _check(f"{path.name}, {claim}", entry)
            found.append((claim, entry))
    return found


def _check(name: str, entry: dict) -> None:
    fields, kind = set(entry), entry.get("kind", "sabotage")
    if not fields <= FIELDS or "why" not in fields or ("replace" in fields) != ("with" in fields):
        raise ValueError(
            f"{name}: fields are {', '.join(entry)}; they should be why, replace, with, "
            "and where needed kind, allowed, known"
        )
    if kind not in KINDS:
        raise ValueError(f"{name}: kind is {kind!r}; it should be one of {', '.join(KINDS)}")
    if "replace" not in fields and (kind != "placebo" or "allowed" not in fields):
        raise ValueError(
            f"{name}: without replace it should be a placebo that says what is allowed"
        )
    if "allowed" in fields and (kind == "sabotage" or not set(entry["allowed"]) <= set(VERDICTS)):
        raise ValueError(
            f"{name}: allowed is {entry['allowed']!r}; it should list verdicts, of a placebo or nothing"
        )


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
