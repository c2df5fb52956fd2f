"""Properties of what chapter 18 is made of: memories by hand, practice, traces and drawings."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets.memory import delayed_copy, recall
from moreisdifferent.evaluation import traces
from moreisdifferent.figures import recurrent as draw
from moreisdifferent.models import by_hand
from moreisdifferent.models.recurrent import Recurrent
from moreisdifferent.training import practise as training

from .contract import answer, covers

small = st.integers(-1, 4)
sizes = st.integers(0, 3)


def stream(seed=0):
    return torch.Generator().manual_seed(seed)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(by_hand.delay_line)
@given(small)
def test_a_delay_line_is_right_at_its_own_delay(delay):
    net = answer(by_hand.delay_line, delay)
    assert (net is None) == (delay < 0)
    if net is not None:
        x, y = delayed_copy((1, 20), delay, delay + 5, stream())
        assert torch.equal(net(x)[delay:].argmax(-1), y)


@covers(by_hand.latch)
@given(st.floats(8, 20) | st.sampled_from([np.nan, np.inf]), st.integers(0, 50))
def test_a_latch_holds_over_any_gap(hold, gap):
    net = answer(by_hand.latch, hold)
    assert (net is None) == (not np.isfinite(hold))
    if net is not None:
        x, y = recall((1, 20), gap, gap + 2, stream())
        assert torch.equal(net(x).argmax(-1), y)


@covers(training.practise)
@settings(max_examples=10)
@given(small, small, st.booleans(), st.sampled_from([0.01, 0.0, -1.0, np.nan]))
def test_exams_come_at_equal_steps_or_the_call_is_refused(steps, every, examined, rate):
    model = Recurrent("RNN", 13, 3, 8, [0], "last")
    exam = (lambda net: np.zeros(2)) if examined else None
    found = answer(
        training.practise,
        model,
        lambda draw: recall((1, 4), 0, 2, draw),
        training.cross_entropy,
        steps,
        stream(),
        exam,
        every,
        rate,
    )
    good = steps >= 1 and rate > 0 and examined == (every >= 1)
    assert (found is not None) == good
    if good and examined:
        assert found.shape == (steps // every + 1, 2)


@covers(training.cross_entropy, training.share_right)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.booleans())
def test_each_replica_is_marked_for_itself(shape, fits):
    logits = torch.rand(*shape, 3, generator=stream())
    targets = torch.zeros(*shape, dtype=torch.long) if fits else torch.zeros(9, 9).long()
    share = answer(training.share_right, logits, targets)
    loss = answer(training.cross_entropy, logits, targets)
    assert (share is None) == (loss is None) == (not fits or len(shape) < 2)
    if share is not None:
        assert share.shape == (shape[-2],) and ((share >= 0) & (share <= 1)).all() and loss > 0


@covers(training.only)
@given(st.integers(-4, 4), st.integers(-4, 4))
def test_some_replicas_are_kept_or_none_is_returned(a, b):
    model = Recurrent("GRU", 2, 3, 2, [0, 1, 2])
    part = answer(training.only, model, slice(a, b))
    assert (part is None) == (not len(range(3)[a:b]))
    if part is not None:
        assert torch.equal(part.V, model.V[a:b])


@covers(traces.fade, traces.traces, traces.alike)
@given(small, small, st.integers(1, 2))
def test_traces_have_a_row_for_each_step(T, S, K):
    cell = Recurrent("LSTM", 3, 4, 2, [*range(K)]).cell
    x = torch.rand(max(T, 0), max(S, 0), 5, 3, generator=stream())
    found = answer(traces.fade, cell, x if S == K else x[:0], stream())
    assert found is None or (found.shape == (T, K) and (found[0] == 0).all())
    left = answer(traces.traces, cell, x)
    assert left is None or (K == 1 and left.shape == (T, S, 4))
    if left is not None and left.size:
        table = traces.alike(left)
        assert table.shape == (T, T) and np.allclose(table, table.T)
        assert (np.abs(table) <= 1 + 1e-9).all()
    assert left is None or left.size or answer(traces.alike, left) is None


@covers(draw.two_memories, draw.fading, draw.how_traces_move)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_memories_and_traces_are_drawn_or_refused(T, H, words):
    drawn(
        draw.two_memories, np.ones((T, H)), np.ones((2, 1)), ["A" * words, "AB"],
        good=T and H and words == T,
    )  # fmt: skip
    drawn(draw.fading, {"RNN": np.zeros((T, 2, H))}, good=T and H)
    drawn(draw.how_traces_move, {"a": np.eye(T)}, {"a": np.ones(H)}, good=T == H and T)


@covers(draw.over_practice, draw.by_state_size, draw.how_long_how_many, draw.longer)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_curves_fit_their_steps_or_are_refused(n, m, K):
    steps, curves = np.arange(1, n + 1), {"RNN": np.ones((m, K))}
    good = n == m > 0 < K
    drawn(draw.over_practice, steps, {"a": curves}, "share", 0.1, good=good)
    drawn(draw.by_state_size, steps, curves, steps, curves, 4, 0.1, good=good)
    drawn(draw.how_long_how_many, steps, curves, 2, steps, curves, 0.1, good=good)
    drawn(draw.longer, steps, curves, 1, good=good)


@covers(draw.need_of_data, draw.at_a_gap, draw.forecasts)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_what_is_compared_fits_or_is_refused(n, m, K):
    steps, curves = np.arange(1, n + 1), {"RNN": np.ones((m, K))}
    good = n == m > 0 < K
    drawn(draw.need_of_data, steps, curves, steps, curves, 0.1, good=good)
    drawn(draw.at_a_gap, steps, curves, 0, 2, 0.1, good=good)
    drawn(draw.forecasts, np.ones(n), np.ones(m), {"a": np.ones(K)}, good=good)
