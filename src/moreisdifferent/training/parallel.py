"""Data-parallel training: one model in several processes, their gradients averaged in every step.

The workers are real processes that talk through ``torch.distributed`` (gloo). Whatever ends one of
them, killed or stalled, ends all of them, with an error that names it: nobody waits for ever, and no
process and no file stays behind.
"""

import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import connection, get_context, parent_process
from numbers import Integral
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from .examples import check_examples, minibatches, take
from .fit import check_rates, check_settings

GRACE = 1.0  # seconds in which the others notice that one has gone, so that the cause is named


class WorkerError(RuntimeError):
    """A worker of a data-parallel run was lost; the message says which, and how."""


@dataclass
class ParallelRun:
    """What P workers did in T steps.

    Attributes:
        weights: the parameters of every worker at the end, shape (P, number of parameters).
        seconds: wall-clock time of each step of the first worker, shape (T,).
        exchange: the part of it from its own gradient to the average of all, shape (T,).
    """

    weights: torch.Tensor
    seconds: torch.Tensor
    exchange: torch.Tensor


def data_parallel(
    model,
    x,
    y,
    *,
    workers: int = 4,
    steps: int,
    batch_size: int = 64,
    learning_rate: float = 0.1,
    seed: int = 0,
    timeout: float = 10.0,
    loss=F.cross_entropy,
    accident=None,
) -> ParallelRun:
    """Train copies of a model by plain SGD, each on its share of every minibatch.

    Every worker sees the same order of the examples, takes every P-th of a minibatch, and steps
    along the average of all gradients; so all stay equal to one process with the whole minibatch, up
    to rounding. ``model`` itself is not changed. Where processes start as forks, as on Linux, and
    this one has threads of its own, as a notebook has, call it through
    ``evaluation.stopwatch.elsewhere``.

    Args:
        model, x, y, loss: as for :func:`~moreisdifferent.training.fit.fit`.
        workers: P, processes.
        batch_size: examples of all workers together, a multiple of P.
        timeout: seconds that a worker waits for the others before it gives up.
        accident: called as ``accident(rank, step)`` in every worker before each step, to try what
            happens when one is lost: see :func:`killed` and :func:`stalled`.

    Raises:
        ValueError: if an argument cannot be used.
        WorkerError: if a worker is lost; all others have been ended then.

    Source: Li and others (2020), PyTorch distributed.
    """
    check_settings(steps, 1, "sgd")
    check_examples(model, x, y, loss)
    check_rates(learning_rate=learning_rate)
    if not isinstance(workers, Integral) or not 1 <= workers <= 64:
        raise ValueError(f"workers is {workers!r}; it should be a whole number from 1 to 64")
    if batch_size < 1 or batch_size % workers:
        raise ValueError(
            f"batch_size is {batch_size} and workers is {workers}; it should be a multiple of them"
        )
    if not 0 < timeout <= 3600:
        raise ValueError(f"timeout is {timeout}; it should be above 0 and at most 3600 seconds")
    next(minibatches(len(x), batch_size, seed))  # a wrong size or seed is told here
    task = (model, x, y, workers, steps, batch_size, learning_rate, seed, timeout, loss, accident)
    folder = tempfile.mkdtemp(prefix="data-parallel-")
    try:
        return _supervise(folder, workers, timeout, task)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def killed(rank: int, step: int, *, who: int, when: int) -> None:
    """End worker ``who`` before step ``when`` as the system does when memory runs out."""
    if (rank, step) == (who, when):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def stalled(rank: int, step: int, *, who: int, when: int) -> None:
    """Let worker ``who`` stand still from step ``when`` on, alive."""
    if (rank, step) == (who, when):
        time.sleep(3600)


def _supervise(folder, workers, timeout, task) -> ParallelRun:
    """Start the workers, collect what they send, and end all of them, whatever happens."""
    context = get_context()  # the system's own way of starting processes
    pipes = [context.Pipe(duplex=False) for _ in range(workers)]
    processes = [
        context.Process(target=_work, args=(folder, rank, pipes[rank][1], *task), daemon=True)
        for rank in range(workers)
    ]
    try:
        for process, (_, theirs) in zip(processes, pipes):
            process.start()
            theirs.close()
        return _collect(processes, [mine for mine, _ in pipes], timeout)
    finally:
        for process in processes:
            if process.pid is not None:
                process.kill()
                process.join()


def _collect(processes, pipes, timeout) -> ParallelRun:
    found, waiting = {}, dict(zip(pipes, range(len(pipes))))
    while waiting:
        for pipe in connection.wait(list(waiting)):
            rank = waiting.pop(pipe)
            try:
                found[rank] = pipe.recv()
            except EOFError:
                found[rank] = "ended without a word"
            if isinstance(found[rank], str):
                raise WorkerError(_cause(processes, rank, found, timeout))
    weights = torch.stack([torch.from_numpy(found[rank][0]) for rank in sorted(found)])
    return ParallelRun(weights, *map(torch.from_numpy, found[0][1:]))


def _cause(processes, rank, found, timeout) -> str:
    """Say which worker was lost: a killed one, else one that still stands when others gave up."""
    end = time.monotonic() + GRACE
    while time.monotonic() < end and sum(p.is_alive() for p in processes) > 1:
        time.sleep(0.01)
    codes = [process.exitcode for process in processes]
    for lost, code in enumerate(codes):
        if code is not None and code < 0:
            return f"worker {lost} was killed (signal {-code}); the others were ended"
    if "timeout" in found[rank].lower() or "timed out" in found[rank].lower():
        still = ", ".join(str(lost) for lost, code in enumerate(codes) if code is None)
        return f"worker {still or '?'} did not answer within {timeout:g} s; all were ended"
    return f"worker {rank} failed: {found[rank]}; the others were ended"


def _work(folder, rank, pipe, *task) -> None:
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    try:
        pipe.send(_train(folder, rank, *task))
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}"[:300])
        pipe.close()
        os._exit(1)


def _end_with_parent(folder) -> None:
    """Leave when the process that started this one is gone, and take its folder along."""
    connection.wait([parent_process().sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _train(
    folder, rank, model, x, y, workers, steps, batch_size, rate, seed, timeout, loss, accident
):
    torch.set_num_threads(1)
    _join(folder, rank, workers, timeout)
    seconds, exchange = torch.zeros(2, steps, dtype=torch.float64)
    batches = minibatches(len(x), batch_size, seed)
    for step in range(steps):
        if accident is not None:
            accident(rank, step)
        begin = time.perf_counter()
        mine = next(batches)[rank::workers][None]
        model.zero_grad()
        loss(model(take(x, mine)[0]), take(y, mine)[0]).backward()
        gradient = parameters_to_vector(p.grad for p in model.parameters())
        ready = time.perf_counter()
        dist.all_reduce(gradient)  # the sum over all workers, at every worker
        exchange[step] = time.perf_counter() - ready
        with torch.no_grad():
            weights = parameters_to_vector(model.parameters())
            vector_to_parameters(weights - rate / workers * gradient, model.parameters())
        seconds[step] = time.perf_counter() - begin
    dist.barrier()
    weights = parameters_to_vector(model.parameters()).detach().numpy()
    return weights, seconds.numpy(), exchange.numpy()


def _join(folder, rank, workers, timeout) -> None:
    """Meet the others through a file in ``folder``, and talk over the loopback from then on."""
    loopback = [name for _, name in socket.if_nameindex() if name.startswith("lo")]
    os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback[0] if loopback else "")
    dist.init_process_group(
        "gloo",
        init_method=(Path(folder) / "meet").as_uri(),
        rank=rank,
        world_size=workers,
        timeout=timedelta(seconds=timeout),
    )
