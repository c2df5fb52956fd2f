"""Properties of what *Compute* uses: refusals that say why, and laws that hold for every size."""

from functools import partial

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.evaluation import roofline
from moreisdifferent.figures import compute as draw
from moreisdifferent.models.lenet import LeNet5
from moreisdifferent.training import averaging, parallel

from .contract import answer, covers, numbers

small = st.integers(0, 4)


@covers(roofline.by_loop, roofline.by_dot, roofline.by_row, roofline.by_blas)
@given(small, small, small, small)
def test_all_ways_give_one_product_or_none(n, k, k2, m):
    a, b = np.arange(n * k).reshape(n, k) + 1.0, np.arange(k2 * m).reshape(k2, m) - 2.0
    ways = roofline.by_dot, roofline.by_row, roofline.by_blas
    found = [answer(way, (a, b)) for way in ways]
    assert all((f is None) == (k != k2) for f in found)
    if k == k2 and n and k and m:
        looped = answer(roofline.by_loop, (a.tolist(), b.tolist()))
        assert all(np.allclose(f, a @ b) for f in (*found, looped))
    elif n and k2:
        answer(roofline.by_loop, (a.tolist(), b.tolist()))


@covers(roofline.add)
@given(small, small)
def test_two_vectors_are_added_or_refused(n, m):
    out = np.zeros(m)
    answer(roofline.add, (np.ones(n), np.ones(n), out))
    assert (out == (2 if n == m else 0)).all()


@covers(roofline.intensity, roofline.roof)
@given(small, small, small, numbers, numbers)
def test_the_roof_is_the_lower_of_two_or_refused(n, k, m, peak, bandwidth):
    at = answer(roofline.intensity, n, k, m)
    if at is not None:
        assert 0 < at <= min(n, k, m) / 2
        most = answer(roofline.roof, [at, 2 * at], peak, bandwidth)
        assert most is None or ((most <= peak).all() and most[0] <= most[1])


@covers(roofline.training_step, LeNet5)
@settings(max_examples=5)
@given(small, small)
def test_a_step_has_a_loss_and_gradients_or_is_refused(n, m):
    model = LeNet5(0)
    task = model, torch.zeros(n, 1, 32, 32), torch.zeros(m, dtype=torch.long)
    loss = answer(roofline.training_step, task)
    assert (loss is None) == (n != m or not n)
    assert loss is None or all(p.grad is not None for p in model.parameters())


@covers(averaging.AveragedLoss)
@given(small, small, st.lists(st.integers(-1, 9), max_size=4))
def test_moments_increase_or_are_refused(n, m, moments):
    watch = answer(averaging.AveragedLoss, torch.zeros(n, 2), torch.zeros(m), moments)
    good = n == m > 0 and bool(moments) and moments[0] >= 1 and sorted(set(moments)) == moments
    assert (watch is not None) == good


@covers(parallel.data_parallel, parallel.killed, parallel.stalled)
@settings(max_examples=10)
@given(st.integers(-1, 70), st.integers(-1, 9), st.sampled_from([0, -1.0, np.nan, np.inf]))
def test_what_cannot_be_shared_is_refused_before_anything_starts(workers, batch_size, timeout):
    x, y = torch.zeros(4, 2), torch.zeros(4, dtype=torch.long)
    model = torch.nn.Linear(2, 2)
    named = {"workers": workers, "batch_size": batch_size, "timeout": timeout, "steps": 1}
    assert answer(parallel.data_parallel, model, x, y, **named) is None
    parallel.killed(0, 0, who=1, when=0)  # it is another's turn
    parallel.stalled(0, 0, who=0, when=1)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.ways, draw.roofline, draw.growth)
@settings(max_examples=8)
@given(small, small)
def test_speeds_and_growth_fit_their_axis_or_are_refused(n, m):
    x, y, good = np.arange(1.0, n + 1), np.arange(1.0, m + 1), n == m > 0
    drawn(draw.ways, ["way"] * n, np.ones((m, 2)), good=good)
    drawn(draw.roofline, x, x, y * 1e9, {"loop": (1, 1e8)}, 1e11, 1e10, good=good)
    drawn(draw.growth, x, {"data": y}, {"data": (1, 0)}, good=good)


@covers(draw.steps_by_batch, draw.choose_batch)
@settings(max_examples=8)
@given(small, small, st.integers(-1, 3))
def test_steps_fit_their_batches_or_are_refused(n, m, now):
    x, y, good = np.arange(1.0, n + 1), np.arange(1.0, m + 1), n == m > 0
    steps = {(16, "late"): np.ones((m, 3))}
    drawn(draw.steps_by_batch, x, steps, {(16, "late"): np.ones(3)}, good=good)
    drawn(partial(draw.choose_batch, now=now), x, y, y, y, good=good and 0 <= now < n)
