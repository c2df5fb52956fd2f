import os

import pytest
import torch
from torch import nn

from moreisdifferent.evaluation.stopwatch import PINS, elsewhere, stopwatch


def seen_there():
    names = (*PINS, "MKL_NUM_THREADS")
    return os.getpid(), [os.environ.get(name) for name in names], torch.get_num_threads()


def test_the_other_process_has_no_pins_and_one_thread(monkeypatch):
    for name in (*PINS, "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "2")
    before = dict(os.environ)
    process, pins, threads = elsewhere(seen_there)
    assert process != os.getpid()
    assert pins == [*[None] * len(PINS), "1"]
    assert threads == 1
    assert os.environ == before


def test_more_work_takes_longer_in_another_process():
    small, large = nn.Linear(8, 8), nn.Linear(1024, 1024)
    calls = {"small": (small, torch.zeros(1, 8)), "large": (large, torch.zeros(256, 1024))}
    times = stopwatch(calls, rounds=2)
    assert times["small"].shape == (2,) and (times["large"] > 5 * times["small"]).all()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="rounds is 0"):
        stopwatch({"one": (nn.Linear(1, 1), torch.zeros(1, 1))}, rounds=0)
    with pytest.raises(RuntimeError, match="the measuring process failed"):
        stopwatch({"bad": (nn.Linear(2, 2), torch.zeros(1, 3))}, rounds=1)
    with pytest.raises(ValueError, match="function is 3"):
        elsewhere(3)


def test_what_cannot_be_sent_is_told():
    with pytest.raises(RuntimeError, match="the measuring process failed"):
        stopwatch({"lambda": (lambda x: x, 1)}, rounds=1)
