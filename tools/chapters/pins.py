"""Settings that make the same numbers come out on many processors.

They must be in the environment before a kernel starts, so the test suite and the runner
import this module first. ``setdefault`` leaves a reader's own settings alone. Without
them verdicts still hold; only digits behind a ``≈`` may move.

The level is AVX2, which x86-64 processors have had since 2013: half the cost of SSE, and the same
bits under emulated Haswell, Skylake and EPYC. MKL is the exception: only COMPATIBLE gives the
same bits on Intel's and AMD's processors, at the pace of SSE; ``training/products.py`` goes round it.
Even so ``Tensor.sqrt`` is not rounded to the last bit: MKL begins it with the processor's own estimate,
which differs from one to the next. So the course takes NumPy's root, ``rsqrt`` or a norm, and Adam
``fused``; a test looks for the others.
"""

import os

PINS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ATEN_CPU_CAPABILITY": "avx2",
    "MKL_CBWR": "COMPATIBLE",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "PYTHONHASHSEED": "0",
}


def pin() -> None:
    """Set every pin that the environment does not set already."""
    for name, value in PINS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
