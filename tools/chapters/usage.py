"""What a running kernel has used so far: CPU seconds and peak memory."""

import math
from pathlib import Path

import psutil


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
