import os
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
import torch
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector

from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.fit import fit
from moreisdifferent.training.parallel import WorkerError, data_parallel, killed, stalled

GENERATOR = torch.Generator().manual_seed(0)
X = torch.randn(256, 12, generator=GENERATOR, dtype=torch.float64)
Y = torch.randint(3, (256,), generator=GENERATOR)
SETTINGS = {"steps": 12, "batch_size": 64, "learning_rate": 0.3}


def model():
    return MLP((12, 8, 3), 0).double()


@pytest.fixture(autouse=True)
def nothing_is_left_behind(monkeypatch, tmp_path):
    """Every test leaves no process and no file."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(psutil.Process().children(recursive=True))
    yield
    assert not set(psutil.Process().children(recursive=True)) - before
    assert not list(tmp_path.glob("data-parallel-*"))


def test_four_workers_do_what_one_big_batch_does():
    run, alone = data_parallel(model(), X, Y, workers=4, **SETTINGS), model()
    fit(alone, X, Y, momentum=0.0, **SETTINGS)
    big_batch = parameters_to_vector(alone.parameters()).detach()
    assert run.weights.shape == (4, len(big_batch)) and run.seconds.shape == (12,)
    assert (run.weights == run.weights[:1]).all(), "all workers end with the same weights"
    assert (run.weights - big_batch).abs().max() < 1e-12
    assert (run.exchange > 0).all() and (run.exchange < run.seconds).all()
    start = parameters_to_vector(model().parameters())
    assert (big_batch - start).abs().max() > 0.01, "and they have moved"


def test_a_killed_worker_is_named_within_seconds():
    begin = time.monotonic()
    with pytest.raises(WorkerError, match=r"worker 2 was killed \(signal 9\)"):
        data_parallel(model(), X, Y, accident=partial(killed, who=2, when=5), **SETTINGS)
    assert time.monotonic() - begin < 8


def test_a_stalled_worker_is_named_after_the_timeout():
    begin = time.monotonic()
    stall = partial(stalled, who=1, when=3)
    with pytest.raises(WorkerError, match="worker 1 did not answer within 1 s"):
        data_parallel(model(), X, Y, accident=stall, timeout=1.0, **SETTINGS)
    assert time.monotonic() - begin < 10


def broken_loss(outputs, targets):
    if len(outputs) == 16:  # a worker's share of a batch, not the two examples of the check
        raise RuntimeError("no such luck")
    return F.cross_entropy(outputs, targets)


def test_an_error_in_a_worker_is_told():
    with pytest.raises(WorkerError, match="RuntimeError: no such luck"):
        data_parallel(model(), X, Y, loss=broken_loss, **SETTINGS)


ORPHANS = """
import sys, time, torch
from functools import partial
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.parallel import data_parallel, stalled
x, y = torch.randn(64, 4), torch.zeros(64, dtype=torch.long)
print("ready", flush=True)
data_parallel(MLP((4, 2), 0), x, y, steps=9, timeout=60.0, accident=partial(stalled, who=0, when=1))
"""


def test_workers_end_when_who_started_them_is_killed(tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, env=environment
    )
    try:
        parent.stdout.readline()
        workers = _wait_for(lambda: psutil.Process(parent.pid).children(), 4)
        _wait_for(lambda: list(Path(tmp_path).glob("data-parallel-*/meet")), 1)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        _, alive = psutil.wait_procs(workers, timeout=8)
        assert not alive
    finally:
        parent.kill()
        parent.stdout.close()


def _wait_for(found, n):
    end = time.monotonic() + 20
    while len(found()) < n and time.monotonic() < end:
        time.sleep(0.02)
    assert len(found()) >= n
    return found()
