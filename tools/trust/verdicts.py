"""Write what every chapter decided to ``reports/verdicts.json``: ``python -m tools.trust.verdicts``.

The file holds the registry in its order, each claim with the record of its verdict, without the
replicates, and with what the runs with more found. The chapter *Verdict* is made from it alone.
"""

import json
from pathlib import Path

from moreisdifferent.display.box import headline
from moreisdifferent.display.claims import load_claims
from moreisdifferent.display.scales import scales_of
from tools.chapters.run import ROOT
from tools.files import write_whole
from tools.trust import report

NAME = "reports/verdicts.json"
KEPT = ("verdict", "finding", "evidence", "rules", "source")


def records(notebook: Path) -> dict[str, dict]:
    """Return claim → record of every verdict that a notebook shows."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    found = (output.get("metadata", {}).get("moreisdifferent", {}) for output in outputs)
    return {record["claim"]: record for record in found if "rules" in record}


def decided(root: Path = ROOT) -> list[dict]:
    """Return every claim of the registry as plain data; one that is planned has no verdict."""
    known = {}
    more = report.current("more", sorted((root / "chapters").glob("[0-9][0-9]_*.md")), root)
    for path in sorted((root / "chapters").glob("[0-9][0-9]_*.ipynb")):
        results = more.get(path.stem, {}).get("results")
        known |= {claim: _entry(r, results, path.stem) for claim, r in records(path).items()}
    return [
        {"id": claim.id, "statement": " ".join(claim.statement.split()), "kind": claim.kind}
        | {
            "chapter": int(claim.chapter),
            "essays": list(claim.source),
            "revised": bool(claim.revised),
        }
        | known.get(claim.id, {"verdict": "", "headline": "", "scales": []})
        for claim in load_claims(root / "book" / "claims.yml").values()
    ]


def _entry(record: dict, results: dict | None, stem: str) -> dict:
    scales = scales_of(record, results)
    kept = {key: record[key] for key in KEPT if key in record}
    kept["evidence"] = [{**e, "values": []} for e in record["evidence"]]
    found = [[label, entry["found"]] for label, entry in scales if entry]
    return {**kept, "page": stem, "headline": headline(record, scales)[0], "scales": found}


def text(root: Path = ROOT) -> str:
    """Return what the file should hold."""
    return json.dumps(decided(root), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_whole(ROOT / NAME, text())
