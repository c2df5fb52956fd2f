"""What a running kernel has used so far: CPU seconds and peak memory."""

import math
from pathlib import Path

import psutil

AIM = {"cpu_seconds": 45, "peak_mb": 1000}  # of every chapter, on a quiet machine
MOST = {"cpu_seconds": 90, "peak_mb": 1500}  # what a chapter may use there
RUNAWAY = 6  # times MOST's seconds: no slow laptop and no busy machine explains that


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


def over(usage: dict[str, float], slow: bool = False) -> dict[str, float]:
    """Return which limits a chapter exceeds, and by how much they allow.

    Args:
        slow: on a machine that may be slow or busy, where only a runaway counts.
    """
    seconds = MOST["cpu_seconds"] * (RUNAWAY if slow else 1)
    limits = {**MOST, "cpu_seconds": seconds}
    return {key: most for key, most in limits.items() if usage[key] > most}
