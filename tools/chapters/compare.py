"""What nbval does not compare of a cell's outputs: masked numbers, pictures, records of verdicts.

A page has its numbers twice, in plain text for the tests and in HTML for the reader; both are
compared with a fresh run, so that neither can say what the other does not.
"""

import itertools

from moreisdifferent.display.pictures import thumbnails
from tools.chapters.approx import PINNED, differences

SHADES = 8 if PINNED else 24  # of 255 that one part may differ in: the eye sees about as much
RECORD = "moreisdifferent"
SIGNIFICANT = 2e-3  # a record keeps four digits


def moved(stored: list, fresh: list) -> list[str]:
    """Return a line for each thing in a cell's outputs that a reader would see moved.

    Args:
        stored, fresh: outputs as nbformat has them.
    """
    lines = []
    for old, new in itertools.zip_longest(stored, fresh, fillvalue={}):
        for kind in ("text/plain", "text/html"):
            before, after = text_of(old, kind), text_of(new, kind)
            lines += [f"{line} ({kind})" for line in differences(before, after)]
            lines += pictures_moved(thumbnails(before), thumbnails(after))
        lines += pictures_moved(*(o.get("metadata", {}).get("pictures", []) for o in (old, new)))
        lines += record_moved(_record(old), _record(new))
    return list(dict.fromkeys(lines))


def verdicts_moved(stored: list, fresh: list) -> list[str]:
    """Return a line for each verdict of a cell's outputs that is another, and no other line."""
    lines = []
    for old, new in itertools.zip_longest(stored, fresh, fillvalue={}):
        before, after = ({k: _record(o).get(k) for k in ("claim", "verdict")} for o in (old, new))
        lines += record_moved(before, after)
    return lines


def text_of(output, kind: str = "text/plain") -> str:
    """Return one representation of an output, or nothing; a stream is plain text."""
    text = output.get("data", {}).get(kind, "")
    if kind == "text/plain" and "text" in output:
        text = output["text"]
    return text if isinstance(text, str) else "".join(text)


def pictures_moved(before: list[str], after: list[str]) -> list[str]:
    """Return a line for each of two lists of thumbnails that looks different."""
    if len(before) != len(after):
        return [f"stored {len(before)} pictures, the run gave {len(after)}"]
    pairs = enumerate(zip(before, after), start=1)
    return [f"picture {i} looks different" for i, (a, b) in pairs if not alike(a, b)]


def alike(first: str, second: str) -> bool:
    """Say whether two thumbnails have one size and no part that looks different."""
    (size, a), (other, b) = (thumbnail.split(":") for thumbnail in (first, second))
    gaps = (abs(x - y) for x, y in zip(bytes.fromhex(a), bytes.fromhex(b)))
    return size == other and max(gaps) <= SHADES


def _record(output) -> dict:
    return output.get("metadata", {}).get(RECORD, {})


def record_moved(stored, fresh, name: str = "record") -> list[str]:
    """Return a line for each entry of two records that differs; numbers may in the fifth digit."""
    if isinstance(stored, dict) and isinstance(fresh, dict) and set(stored) == set(fresh):
        return [x for k in stored for x in record_moved(stored[k], fresh[k], f"{name}.{k}")]
    lists = isinstance(stored, list | tuple) and isinstance(fresh, list | tuple)
    if lists and len(stored) == len(fresh):
        return [
            x for i, p in enumerate(zip(stored, fresh)) for x in record_moved(*p, f"{name}[{i}]")
        ]
    if _is_number(stored) and _is_number(fresh):
        same = abs(stored - fresh) <= (SIGNIFICANT if PINNED else 0.1) * max(abs(stored), 1e-6)
    else:
        same = stored == fresh
    return [] if same else [f"{name}: stored {stored!r}, the run gave {fresh!r}"]


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
