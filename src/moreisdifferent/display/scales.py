"""A verdict with more: its box drawn again with a row for each scale that was recorded."""

from .box import Scales, box


def scales_of(record: dict, results: dict[str, dict] | None, stale: bool = False) -> Scales:
    """Return what the runs with more found of one claim, from the smallest scale to the largest.

    Nothing for a claim that is counted, proved or looked up: more does not bear on it.

    Args:
        record: what the notebook keeps of the verdict.
        results: scale ("4") → run with ``verdicts``: claim → record, as in ``reports/more.json``.
        stale: whether those runs belong to another text of the chapter; then they do not count.
    """
    if stale or not results or record["kind"] != "measured":
        return []
    scales = sorted((scale for scale in results if float(scale) > 1), key=float)
    found = [results[scale].get("verdicts", {}).get(record["claim"]) for scale in scales]
    said = record.get("with_more", "")
    return [(f"×{float(scale):g}", _entry(entry, said)) for scale, entry in zip(scales, found)]


def _entry(record: dict | None, said: str) -> dict | None:
    """Return what a run found; its sentence is the page's, unless it has numbers of its own."""
    if record is None:
        return None
    evidence, words = {e["name"]: e for e in record["evidence"]}, record.get("with_more", "")
    words = words if "≈" in words else said
    return {"found": record["verdict"], "evidence": evidence, "with_more": words}


def redraw(record: dict, results: dict | None = None, stale: bool = False, uid: str = "") -> str:
    """Return the box of a verdict from its record, with the rows of the runs with more.

    Args:
        record: what the notebook keeps of the verdict.
        results: scale → run of the same chapter; None where nothing was run.
        stale: whether those runs belong to another text: then they are not shown, and the box
            says that there is nothing for this text yet.
        uid: for a second box of the claim on a page, see :func:`box`.
    """
    scales = scales_of(record, results, stale)
    return box(record, scales, stale and record["kind"] == "measured", uid)
