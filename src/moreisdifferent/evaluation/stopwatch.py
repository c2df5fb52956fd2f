"""Times that can be compared: calls taken in turns, in a process of their own.

The settings that make numbers the same on every processor slow some calls more than others, so
the calls travel to a fresh process without them, with one thread.
"""

import os
import pickle
import subprocess
import sys
from numbers import Integral
from time import process_time

import numpy as np
import torch

PINS = (
    "ATEN_CPU_CAPABILITY",
    "MKL_CBWR",
    "ONEDNN_MAX_CPU_ISA",
    "OPENBLAS_CORETYPE",
    "NPY_DISABLE_CPU_FEATURES",
)
SHORTEST = 0.01  # seconds that one measurement lasts at least


def stopwatch(calls: dict, rounds: int = 9) -> dict[str, np.ndarray]:
    """Return the processor seconds of a call, name → (rounds,), without gradients.

    Args:
        calls: name → (function, argument), both importable or made of tensors, so that they can
            be pickled.
        rounds: how often all are timed, one after the other, so that a busy moment of the
            machine meets all alike.

    Raises:
        ValueError: if there are no calls, one is not a function and its argument, or ``rounds`` is
            below 1.
        RuntimeError: if the process fails; the message is its last.
    """
    _check(calls, rounds)
    environment = {name: value for name, value in os.environ.items() if name not in PINS}
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=pickle.dumps((calls, rounds)),
        capture_output=True,
        env=environment | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    )
    if done.returncode:
        raise RuntimeError(f"the measuring process failed: {done.stderr.decode()[-500:]}")
    return pickle.loads(done.stdout)


@torch.no_grad()
def seconds(function, argument) -> float:
    """Return the processor time of one call, the mean over several if it is short."""
    calls, begin = 0, process_time()
    while True:
        function(argument)
        calls, spent = calls + 1, process_time() - begin
        if spent > SHORTEST:
            return spent / calls


def in_turns(calls: dict, rounds: int) -> dict[str, np.ndarray]:
    """Measure in this process; see :func:`stopwatch`."""
    _check(calls, rounds)
    turns = [[seconds(*call) for call in calls.values()] for _ in range(rounds + 1)]
    return dict(zip(calls, np.array(turns[1:]).T))  # the first round warms up


def _check(calls, rounds) -> None:
    if not calls or not isinstance(rounds, Integral) or rounds < 1:
        raise ValueError(
            f"calls has {len(calls)} entries and rounds is {rounds}; both should be at least 1"
        )
    for name, call in calls.items():
        if not isinstance(call, tuple | list) or len(call) != 2 or not callable(call[0]):
            raise ValueError(f"calls has {name!r}: {call!r}; it should be (function, argument)")


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.stdout.buffer.write(pickle.dumps(in_turns(*pickle.loads(sys.stdin.buffer.read()))))
