"""What a running kernel has used so far: CPU seconds and peak memory.

A CPU second is not the same on every machine, nor on one machine at every hour: on shared ones
the same chapter was seen to take half as much again. So a limit counts seconds of the machine
that measured the budgets when it was quiet: a small fixed piece of work is timed beside the
chapter, and a slower machine may take as much longer as that work does. A faster one gets no less.
"""

import math
from pathlib import Path
from time import process_time

import numpy as np
import psutil

QUIET = 0.0083  # CPU seconds of the work of `pace` in a test run on that machine when it was quiet


def pace() -> float:
    """Return how long a fixed piece of work takes now, relative to the quiet machine: 1 is equal.

    Products of matrices, functions of arrays larger than the cache, and plain Python, in about
    equal parts; 30 milliseconds.
    """
    x = a = np.random.default_rng(0).normal(size=(96,) * 2)  # small enough to need no fresh pages
    b = np.linspace(-3, 3, 400_000)
    c = np.zeros_like(b) + 1.0
    start, total = process_time(), 0
    for _ in range(80):
        x = np.tanh(x @ a / 10)
    for _ in range(4):
        np.multiply(b, b, out=c)
        np.exp(c, out=c)
    for i in range(60_000):
        total += i % 7
    return (process_time() - start) / QUIET


def exceeded(usage: dict[str, float], limits: dict[str, float], paces: list[float]) -> dict:
    """Return the limits that ``usage`` exceeds, CPU seconds counted at the pace of the machine."""
    slower = max(1.0, float(np.mean(paces)))
    quiet = {**usage, "cpu_seconds": usage["cpu_seconds"] / slower}
    return {name: most for name, most in limits.items() if quiet[name] > most}


def kernel_usage(pid: int) -> dict[str, float]:
    """Return CPU seconds (children included) and peak megabytes of the process ``pid``."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    seconds = times.user + times.system
    seconds += getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
    return {"cpu_seconds": seconds, "peak_mb": _peak_bytes(process) / 1e6}


def _peak_bytes(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return 1024 * float(line.split()[1])
    return getattr(process.memory_info(), "peak_wset", process.memory_info().rss)


def rounded_budget(usage: dict[str, float]) -> dict[str, int]:
    """Round a measurement up to 10 CPU seconds and 100 MB."""
    return {
        "cpu_seconds": 10 * math.ceil(usage["cpu_seconds"] / 10),
        "peak_mb": 100 * math.ceil(usage["peak_mb"] / 100),
    }


def limits(chapter: str) -> dict[str, int]:
    """Return what a chapter may use: 60 CPU seconds and 1 GB, or 90 and 1.5 for the large ones."""
    large = chapter[:2] in {"04", "05", "06", "07", "17", "18", "19"}
    return {"cpu_seconds": 90 if large else 60, "peak_mb": 1500 if large else 1000}
