"""A small table with row and column heads that screen readers announce."""

import re
from dataclasses import dataclass
from numbers import Integral

from .numbers import inline, separated
from .pictures import require_text


def _shown(cell) -> str:
    """Return a cell as text; a large count gets its thousands apart."""
    is_count = isinstance(cell, Integral) and not isinstance(cell, bool)
    return separated(str(cell)) if is_count else str(cell)


def _alignment(cells: list) -> str:
    """Return the style of a column: words to the left, numbers to the right (the default)."""
    words = all(re.search(r"[^\W\d_]{3,}", str(cell)) for cell in cells)
    return ' style="text-align:left"' if words else ""


@dataclass(frozen=True)
class Table:
    """Columns of equal length; the first column holds the row heads."""

    columns: dict
    caption: str

    def __repr__(self) -> str:
        rows = [list(self.columns), *zip(*self.columns.values())]
        return "\n".join([self.caption, *(" | ".join(map(_shown, row)) for row in rows)])

    def _repr_html_(self) -> str:
        sides = [_alignment(cells) for cells in self.columns.values()]
        head = "".join(
            f'<th scope="col"{side}>{inline(str(name))}</th>'
            for name, side in zip(self.columns, sides)
        )
        body = "".join(
            f'<tr><th scope="row">{inline(_shown(first))}</th>'
            + "".join(
                f"<td{side}>{inline(_shown(cell))}</td>" for cell, side in zip(rest, sides[1:])
            )
            + "</tr>"
            for first, *rest in zip(*self.columns.values())
        )
        return (
            f'<table class="mid-table"><caption>{inline(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def table(columns: dict, caption: str) -> Table:
    """Return a table for the page.

    Args:
        columns: name → list of cells, all of one length; the first column heads the rows.
            Cells are strings or exact counts: format floats with ``approx``.
        caption: says what the table holds.

    Raises:
        ValueError: if columns differ in length, or a cell is a bare float.
    """
    require_text(caption, "caption")
    columns = {str(name): list(cells) for name, cells in columns.items()}
    lengths = {name: len(cells) for name, cells in columns.items()}
    if not columns or len(set(lengths.values())) != 1:
        raise ValueError(f"columns have lengths {lengths}; they should be one length")
    for name, cells in columns.items():
        for cell in cells:
            if isinstance(cell, float):
                raise ValueError(
                    f"column {name!r} holds the float {cell!r}; format it, as with approx()"
                )
    return Table(columns, caption)
