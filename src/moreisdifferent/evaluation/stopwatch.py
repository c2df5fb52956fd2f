"""Times that can be compared: calls taken in turns, in a process of their own.

The settings that make numbers the same on every processor slow some calls more than others, so
the calls travel to a fresh process without them, with one thread.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
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
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")
SHORTEST = 0.01  # seconds that one measurement lasts at least


@contextmanager
def _unpinned():
    """Hide the pins from processes that start meanwhile: libraries read them as they are loaded."""
    before = {name: os.environ.get(name) for name in PINS + THREADS}
    for name in PINS:
        os.environ.pop(name, None)
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def elsewhere(function, *arguments):
    """Return ``function(*arguments)``, computed in a fresh process without the pins, in one thread.

    A script should call this below ``if __name__ == "__main__"``: the process imports it, too.

    Args:
        function: importable by its name, so not from a notebook.
        arguments: importable or made of tensors, so that they can be sent.

    Raises:
        ValueError: if ``function`` is not one.
        RuntimeError: if the process or the function fails; the message is its last.
    """
    if not callable(function):
        raise ValueError(f"function is {function!r}; it should be a function")
    with ProcessPoolExecutor(1, get_context("spawn"), torch.set_num_threads, (1,)) as pool:
        try:
            with _unpinned():  # the process starts with its first job
                job = pool.submit(function, *arguments)
            return job.result()
        except Exception as error:
            raise RuntimeError(f"the measuring process failed: {error}"[:500]) from error


def stopwatch(calls: dict, rounds: int = 9) -> dict[str, np.ndarray]:
    """Return the processor seconds of a call, name → (rounds,), without gradients.

    Args:
        calls: name → (function, argument), both importable or made of tensors, so that they can
            be sent to another process.
        rounds: how often all are timed, one after the other, so that a busy moment of the
            machine meets all alike.

    Raises:
        ValueError: if there are no calls, one is not a function and its argument, or ``rounds`` is
            below 1.
        RuntimeError: if the process fails; the message is its last.
    """
    _check(calls, rounds)
    return elsewhere(in_turns, calls, rounds)


@torch.no_grad()
def seconds(function, argument, shortest: float = SHORTEST) -> float:
    """Return the processor time of one call, the mean over several until ``shortest`` has passed.

    Raises:
        ValueError: if ``shortest`` is not a number, or so long that nobody would wait.
    """
    if not 0 <= shortest <= 60:
        raise ValueError(f"shortest is {shortest}; it should be from 0 to 60 seconds")
    calls, begin = 0, process_time()
    while True:
        function(argument)
        calls, spent = calls + 1, process_time() - begin
        if spent > shortest:
            return spent / calls


def in_turns(calls: dict, rounds: int, shortest: float = SHORTEST) -> dict[str, np.ndarray]:
    """Measure in this process; see :func:`stopwatch`. A measurement lasts at least ``shortest``."""
    _check(calls, rounds)
    turns = [[seconds(*call, shortest) for call in calls.values()] for _ in range(rounds + 1)]
    return dict(zip(calls, np.array(turns[1:]).T))  # the first round warms up


def _check(calls, rounds) -> None:
    if not calls or not isinstance(rounds, Integral) or rounds < 1:
        raise ValueError(
            f"calls has {len(calls)} entries and rounds is {rounds}; both should be at least 1"
        )
    for name, call in calls.items():
        if not isinstance(call, tuple | list) or len(call) != 2 or not callable(call[0]):
            raise ValueError(f"calls has {name!r}: {call!r}; it should be (function, argument)")
