import pytest
import torch
from torch import nn

from moreisdifferent.evaluation.stopwatch import stopwatch


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
