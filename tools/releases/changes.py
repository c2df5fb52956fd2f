"""Which verdicts changed since the last edition: ``python -m tools.releases.changes [--write]``.

Compares ``book/claims.yml`` with that of the edition before, and says for each claim why: what the
registry says was revised, its note, or the commit that changed it. ``--write`` adds the lines that
the newest part of ``CHANGELOG.md`` lacks; people then say it better. The edition before is the commit
with its tag ``vVERSION`` or, where there is none, the last one on the main line of its date.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.files import write_whole
from tools.trust.history import git

ROOT = Path(__file__).parents[2]
REGISTRY = "book/claims.yml"
HEADING = re.compile(r"(?m)^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$")
CHANGED, DECIDED = "### Verdicts that changed", "### Decided for the first time"


@dataclass(frozen=True)
class Change:
    """A claim whose verdict is another one than before; ``before`` is empty for a new one."""

    claim: str
    chapter: str
    before: str
    after: str
    why: str = ""

    def __str__(self) -> str:
        moved = f"{self.before} → {self.after}" if self.before else self.after
        return f"- `{self.claim}` ({self.chapter}): {moved}. {self.why}".rstrip()


def said(entry: dict) -> str:
    """Return the verdict of an entry of the registry, with that of the runs with more."""
    verdict, more = entry.get("verdict", ""), entry.get("more", "")
    return f"{verdict}, with more {more}" if more else verdict


def reason(entry: dict) -> str:
    """Return what the registry says about why a verdict is as it is."""
    words = entry.get("revised") or entry.get("note") or ""
    return " ".join(str(words).split())


def differences(before: dict[str, dict], after: dict[str, dict]) -> list[Change]:
    """Return every claim whose verdict differs, in the order of ``after``; then those that are gone."""
    found = []
    for claim, entry in after.items():
        old, new = said(before.get(claim, {})), said(entry)
        if old != new:
            why = reason(entry) if old else ""
            found.append(Change(claim, entry["chapter"], old, new or "not decided", why))
    gone = [claim for claim in before if claim not in after]
    return found + [
        Change(claim, before[claim]["chapter"], said(before[claim]) or "not decided", "removed")
        for claim in gone
    ]


def claims(text: str) -> dict[str, dict]:
    """Return claim → entry of a registry's text."""
    return {entry["id"]: entry for entry in yaml.safe_load(text)["claims"]}


def editions(changelog: str) -> list[tuple[str, str]]:
    """Return (version, date) of every edition in a changelog, newest first."""
    return HEADING.findall(changelog)


def commit_of(version: str, date: str, root: Path = ROOT) -> str:
    """Return the commit of an edition, or ``""`` where this clone has no such history."""
    tag = git("rev-parse", "--verify", "--quiet", f"refs/tags/v{version}^{{commit}}", root=root)
    last = ("rev-list", "-1", "--first-parent", f"--before={date} 23:59:59 +0000", "HEAD")
    return tag.strip() or git(*last, root=root).strip()


def registry_at(commit: str, root: Path = ROOT) -> dict[str, dict]:
    """Return the claims of a commit; none where it has no registry."""
    text = git("show", f"{commit}:{REGISTRY}", root=root) if commit else ""
    return claims(text) if text else {}


def newest_part(changelog: str) -> str:
    """Return what a changelog says about its newest edition, heading included."""
    starts = [match.start() for match in HEADING.finditer(changelog)]
    return changelog[starts[0] : starts[1] if len(starts) > 1 else None]


def since_last(root: Path = ROOT) -> list[Change] | None:
    """Return what changed since the edition before the newest, or None without its history."""
    listed = editions((root / "CHANGELOG.md").read_text("utf-8"))
    before = registry_at(commit_of(*listed[1], root=root), root) if len(listed) > 1 else {}
    if not before:
        return None
    return differences(before, claims((root / REGISTRY).read_text("utf-8")))


def lacking(changelog: str, changes: list[Change]) -> list[Change]:
    """Return the changes that the newest part does not tell: the claim on one line with its verdict."""
    lines = newest_part(changelog).splitlines()
    return [
        change
        for change in changes
        if not any(f"`{change.claim}`" in line and change.after in line for line in lines)
    ]


def with_lines(changelog: str, changes: list[Change]) -> str:
    """Return a changelog whose newest part has a line for each change, and none for what was undone."""
    for change in changes:
        part = newest_part(changelog)
        heading = CHANGED if change.before else DECIDED
        old = re.compile(rf"(?m)^- `{re.escape(change.claim)}` \(.*\n?")
        new = old.sub("", part)
        if f"{heading}\n" not in new:
            new = new.rstrip("\n") + f"\n\n{heading}\n\n"
        new = new.replace(f"{heading}\n\n", f"{heading}\n\n{change}\n", 1)
        changelog = changelog.replace(part, new)
    return changelog


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="add what CHANGELOG.md lacks")
    options = parser.parse_args()
    path = ROOT / "CHANGELOG.md"
    text, changes = path.read_text("utf-8"), since_last()
    if changes is None:
        print("The history of the edition before is not in this clone.", file=sys.stderr)
        return 1
    for change in changes:
        print(change)
    missing = lacking(text, changes)
    if missing and options.write:
        write_whole(path, with_lines(text, missing))
    names = ", ".join(change.claim for change in missing)
    print(f"CHANGELOG.md {'now has' if options.write else 'lacks'}: {names or 'nothing'}")
    return 1 if missing and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
