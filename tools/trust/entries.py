"""What should change a verdict: the entries of ``tests/sabotage``.

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
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from moreisdifferent.display.claims import VERDICTS
from tools.chapters.run import ROOT

FOLDER = ROOT / "tests" / "sabotage"
KINDS = ("sabotage", "placebo", "nothing")
NO_DIFFERENCE = ("undecided", "refuted")  # what may be found where there is nothing to find
FIELDS = {"why", "replace", "with", "kind", "allowed", "known"}


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
