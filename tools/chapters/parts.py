"""How long the parts of a test run took, and how many can run side by side.

A part is a file: a chapter, or the tests of a module.
"""

import os
from collections import defaultdict

import psutil

MEMORY = 2.5e9  # bytes that a worker may need at most: a chapter, its tests, what measures them


def workers() -> int:
    """Return how many chapters can be tested side by side on the cores and memory there are."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, int(psutil.virtual_memory().total / MEMORY)))


def slowest(durations: list[tuple[str, float]], most: int = 10) -> list[str]:
    """Return a line for each of the parts that took longest.

    Args:
        durations: test (``file::name``) and its seconds; a test may occur several times.
    """
    parts = defaultdict(float)
    for name, seconds in durations:
        parts[name.split("::")[0]] += seconds
    order = sorted(parts.items(), key=lambda part: -part[1])[:most]
    return [f"{seconds:6.1f} s  {name}" for name, seconds in order]


def spent(seconds: float) -> str:
    """Return a time in minutes and seconds."""
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
