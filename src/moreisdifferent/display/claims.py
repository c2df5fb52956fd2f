"""The registry of claims: ids, statements, sources, homes and expected verdicts."""

import difflib
from dataclasses import dataclass
from pathlib import Path

import yaml

from moreisdifferent.evaluation.evidence import KINDS

VERDICTS = ("supported", "refuted", "partly", "corrected", "undecided", "not testable here")


@dataclass(frozen=True)
class Claim:
    """One entry of the registry; ``verdict`` is empty while the claim is planned.

    ``more`` is the verdict at the largest scale that was recorded, where it is another one;
    ``revised`` says why a rule was changed after a result was seen.
    """

    id: str
    statement: str
    source: tuple[str, ...]
    chapter: str
    kind: str
    verdict: str = ""
    note: str = ""
    status: str = ""
    more: str = ""
    revised: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(
                f"claim {self.id}: kind is {self.kind!r}; it should be one of {', '.join(KINDS)}"
            )
        if self.status not in ("", "planned"):
            raise ValueError(
                f"claim {self.id}: status is {self.status!r}; it should be planned or left out"
            )
        if self.status == "planned" and self.verdict:
            raise ValueError(f"claim {self.id}: it is planned but has the verdict {self.verdict!r}")
        if not self.status and self.verdict not in VERDICTS:
            raise ValueError(
                f"claim {self.id}: verdict is {self.verdict!r}; it should be one of {', '.join(VERDICTS)}"
            )
        if self.more and (self.more not in VERDICTS or self.more == self.verdict or self.status):
            raise ValueError(
                f"claim {self.id}: more is {self.more!r}; it should be another verdict than "
                f"{self.verdict!r}, of a claim that is decided"
            )


def registry_path() -> Path:
    """Return the registry: ``book/claims.yml`` of a checkout, or the copy inside a wheel."""
    checkout = Path(__file__).parents[3] / "book" / "claims.yml"
    return checkout if checkout.exists() else Path(__file__).with_name("claims.yml")


def repository_url() -> str:
    """Return the address of the repository from ``_config.yml``, or ``""`` where there is none."""
    checkout = Path(__file__).parents[3] / "_config.yml"
    path = checkout if checkout.exists() else Path(__file__).with_name("_config.yml")
    if not path.exists():
        return ""
    return yaml.safe_load(path.read_text("utf-8"))["repository"]["url"].rstrip("/")


def load_claims(path: Path | None = None) -> dict[str, Claim]:
    """Return every claim by id, in the order of the file.

    Raises:
        ValueError: if an id occurs twice, a field is missing or unknown, or a kind,
            status or verdict is not one of those allowed.
    """
    claims = {}
    for entry in yaml.safe_load((path or registry_path()).read_text("utf-8"))["claims"]:
        entry = dict(entry, source=tuple(entry.get("source", ())))
        try:
            claim = Claim(**entry)
        except TypeError as error:
            raise ValueError(f"claim {entry.get('id')}: {error}") from None
        if claim.id in claims:
            raise ValueError(f"claim {claim.id}: the id occurs twice")
        claims[claim.id] = claim
    return claims


def find_claim(claim_id: str) -> Claim:
    """Return one claim of the registry.

    Raises:
        ValueError: if there is no such id; the message names the nearest ones.
    """
    claims = load_claims()
    if claim_id not in claims:
        near = difflib.get_close_matches(claim_id, claims, 3, 0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise ValueError(f"claim is {claim_id!r}; it should be an id in book/claims.yml{hint}")
    return claims[claim_id]
