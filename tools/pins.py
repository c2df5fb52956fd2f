"""Settings that make the same numbers come out on every processor.

They must be in the environment before a kernel starts, so the test suite and the runner
import this module first. ``setdefault`` leaves a reader's own settings alone. Without
them verdicts still hold; only digits behind a ``≈`` may move.
"""

import os

PINS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ATEN_CPU_CAPABILITY": "default",
    "MKL_CBWR": "COMPATIBLE",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3 AVX512_ICL AVX512_SPR",
    "PYTHONHASHSEED": "0",
}


def pin() -> None:
    """Set every pin that the environment does not set already."""
    for name, value in PINS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
