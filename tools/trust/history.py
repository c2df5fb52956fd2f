"""Claims whose rule changed after an output was stored: ``python -m tools.trust.history [01 …]``.

Goes through the commits that touch a chapter. Where the rules of a ``verdict`` call differ from
those of the commit before, and that one's notebook already held an output for the claim, whoever
changed the rule could have seen the result: the registry should say ``revised`` and why. Calls are
compared as syntax, without layout and comments. A renamed piece of evidence counts as words only, and
so does ``at least 2`` for the ``above(2)`` of the time when a bound that was touched counted. A claim
that has no rules any more, because its source decides it, is left out. A rule that was tried and
changed before anything was committed leaves no trace here.
"""

import argparse
import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.chapters.run import ROOT, find_chapters, notebook_of

SIDES = ("supported_if", "refuted_if", "partly_if", "restated_if")
SAME_AS = {"at_least": "above", "at_most": "below"}
SAME = re.compile(r"^(at_least|at_most)\b")
Rules = tuple[tuple[str, str, str], ...]  # side, evidence, condition


@dataclass(frozen=True)
class Change:
    """One commit in which the rules of a claim changed after an output of it was stored."""

    claim: str
    commit: str
    subject: str
    before: Rules
    after: Rules

    @property
    def words_only(self) -> bool:
        """Whether the same conditions stand at the same places, with evidence renamed.

        How many a comprehension stands for is not known; then it is enough that they are the same.
        """
        before, after = (
            [(side, SAME.sub(lambda m: SAME_AS[m[1]], asked)) for side, _, asked in rules]
            for rules in (self.before, self.after)
        )
        several = any(" for " in named for _, named, _ in self.before + self.after)
        return set(before) == set(after) if several else before == after

    def __str__(self) -> str:
        gone = [" ".join(rule) for rule in self.before if rule not in self.after]
        new = [" ".join(rule) for rule in self.after if rule not in self.before]
        lines = [f"  − {rule}" for rule in gone] + [f"  + {rule}" for rule in new]
        return "\n".join([f"{self.claim}  {self.commit}  {self.subject}", *lines])


def git(*arguments: str, root: Path = ROOT) -> str:
    """Return what git prints; empty where it has nothing."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    return done.stdout


def rules_of(text: str) -> dict[str, Rules]:
    """Return the rules of every ``verdict`` call in a chapter's source, by claim, normalized."""
    cells = [cell.source for cell in notebook_of(text).cells if cell.cell_type == "code"]
    found = {}
    for node in (node for cell in cells for node in ast.walk(parsed(cell))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "verdict":
            claim = getattr(node.args[0], "value", None) if node.args else None
            if isinstance(claim, str):
                found[claim] = tuple(r for side in SIDES for r in conditions(node, side))
    return found


def parsed(cell: str) -> ast.Module:
    """Return the syntax of a cell; an empty module where it is not Python."""
    try:
        return ast.parse(cell)
    except SyntaxError:
        return ast.parse("")


def conditions(call: ast.Call, side: str) -> list[tuple[str, str, str]]:
    """Return what one side of a call asks, condition by condition."""
    place = {"supported_if": 2, "refuted_if": 3, "restated_if": 5}.get(side, 99)
    value = next((k.value for k in call.keywords if k.arg == side), None)
    value = value or (call.args[place] if place < len(call.args) else None)
    if value is None:
        return []
    if isinstance(value, ast.DictComp):
        loops = " ".join(map(ast.unparse, value.generators))
        return [(side, f"{ast.unparse(value.key)} {loops}", condition(value.value))]
    if not isinstance(value, ast.Dict):
        return [(side, "", ast.unparse(value))]
    pairs = zip(value.keys, value.values)
    return [(side, ast.unparse(k) if k else "**", condition(v)) for k, v in pairs]


def condition(node: ast.expr) -> str:
    """Return a rule without the words that it may carry for the picture."""
    if isinstance(node, ast.Call):
        numbers = [a for a in node.args if not isinstance(getattr(a, "value", None), str)]
        name = ast.Name(getattr(node.func, "attr", getattr(node.func, "id", "")))
        node = ast.Call(name, numbers, [])
    return ast.unparse(node)


def stored(notebook: str, claim: str) -> bool:
    """Say whether a notebook's text holds an output for the claim."""
    return f'"claim": "{claim}"' in notebook or f'id=\\"claim-{claim}\\"' in notebook


def changes(source: Path, root: Path = ROOT) -> list[Change]:
    """Return every change of a rule that came after an output, oldest first."""
    text, notebook = (str(source.with_suffix(s).relative_to(root)) for s in (".md", ".ipynb"))
    log = git(
        "log",
        "--reverse",
        "--topo-order",
        "--no-merges",
        "--format=%h%x09%s",
        "--",
        text,
        root=root,
    )
    found = []
    for commit, subject in (line.split("\t", 1) for line in log.splitlines()):
        old, new = (rules_of(git("show", f"{c}:{text}", root=root)) for c in (f"{commit}^", commit))
        moved = [claim for claim in old if new.get(claim) and old[claim] != new[claim]]
        outputs = git("show", f"{commit}^:{notebook}", root=root) if moved else ""
        found += [
            Change(claim, commit, subject, old[claim], new[claim])
            for claim in moved
            if stored(outputs, claim)
        ]
    return found


def revised(registry: Path = ROOT / "book" / "claims.yml") -> set[str]:
    """Return the claims that the registry already marks."""
    claims = yaml.safe_load(registry.read_text("utf-8"))["claims"]
    return {claim["id"] for claim in claims if claim.get("revised")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="numbers, such as 01; all when left out")
    parser.add_argument("--missing", action="store_true", help="only what the registry lacks")
    options = parser.parse_args()
    marked, open_ = revised(), set()
    for source in find_chapters(ROOT / "chapters", options.chapters):
        for change in changes(source):
            if options.missing and change.claim in marked:
                continue
            print(f"{source.stem[:2]} {change}{'  (words only)' * change.words_only}", flush=True)
            open_ |= set() if change.words_only else {change.claim}
    lacking = sorted(open_ - marked)
    print(f"without `revised` in the registry: {', '.join(lacking) or 'none'}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
