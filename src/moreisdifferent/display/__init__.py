"""What a reader sees: figures, readings, tables, explorables and verdicts."""

from .explorable import explorable
from .figure import figure
from .numbers import approx, reading
from .style import COLOURS, start
from .table import table
from .verdict import verdict

__all__ = ["COLOURS", "approx", "explorable", "figure", "reading", "start", "table", "verdict"]
