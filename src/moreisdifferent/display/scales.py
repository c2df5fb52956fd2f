"""A verdict with more: its box drawn again with a row for each scale that was recorded."""

from .box import Scales, box


def scales_of(claim: str, results: dict[str, dict]) -> Scales:
    """Return what the runs with more found of one claim, from the smallest scale to the largest.

    Args:
        claim: its id.
        results: scale ("4") → run with ``verdicts``: claim → record, as in ``reports/more.json``.
    """
    scales = sorted((scale for scale in results if float(scale) > 1), key=float)
    found = [results[scale].get("verdicts", {}).get(claim) for scale in scales]
    return [(f"×{float(scale):g}", _entry(record)) for scale, record in zip(scales, found)]


def _entry(record: dict | None) -> dict | None:
    if record is None:
        return None
    evidence = record["evidence"]
    if not isinstance(evidence, dict):
        evidence = {e["name"]: e for e in evidence}
    found = record.get("verdict") or record["found"]
    return {"found": found, "evidence": evidence, "with_more": record.get("with_more", "")}


def redraw(record: dict, results: dict | None = None, stale: bool = False, uid: str = "") -> str:
    """Return the box of a verdict from its record, with the rows of the runs with more.

    Args:
        record: what the notebook keeps of the verdict.
        results: scale → run of the same chapter; None where nothing was run.
        stale: whether those runs belong to another text: then they are not shown, and the box
            says that there is nothing for this text yet.
        uid: for a second box of the claim on a page, see :func:`box`.
    """
    scales = [] if stale else scales_of(record["claim"], results or {})
    return box(record, scales, stale, uid)
