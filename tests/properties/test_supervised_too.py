"""Properties of what *Supervised, too* moved into the library: stitches, neighbours, waves, drawings."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from torch import nn

from moreisdifferent.datasets.sinusoids import sinusoids
from moreisdifferent.evaluation import neighbours, probe, stitching
from moreisdifferent.figures import supervised_too as draw
from moreisdifferent.training import meta

from .contract import answer, arrays, covers

small = st.integers(-1, 4)
few = settings(max_examples=8)
matrices = arrays(st.tuples(st.integers(0, 6), st.integers(0, 4)), dtypes=(float,))
CHAIN = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))


@covers(stitching.cut)
@given(small)
def test_a_cut_network_is_the_network(depth):
    halves = answer(stitching.cut, CHAIN, depth)
    assert (halves is None) == (not 1 <= depth <= 2)
    if halves is not None:
        x = torch.rand(5, 3)
        assert torch.equal(halves[1](halves[0](x)), CHAIN(x))


@covers(stitching.fit_stitch, stitching.Stitch)
@given(matrices, matrices, st.sampled_from([0.0, 0.1, -1.0, float("nan")]))
def test_a_stitch_gives_targets_of_the_right_shape_or_a_reason(features, targets, penalty):
    f, t = torch.from_numpy(features), torch.from_numpy(targets)
    stitch = answer(stitching.fit_stitch, f, t, penalty, also=("features", "targets"))
    if stitch is not None:
        assert stitch(f).shape == t.shape and stitch(f).isfinite().all()


@covers(probe.Probe)
@few
@given(st.integers(1, 4), st.integers(1, 4))
def test_a_probe_is_the_layer_that_it_becomes(d, c):
    one = probe.Probe(torch.rand(d, c), torch.rand(c))
    x = torch.rand(5, d)
    assert torch.allclose(one(x), one.layer()(x), atol=1e-6)


@covers(stitching.train_stitch)
@few
@given(st.integers(0, 5), st.integers(-1, 3))
def test_a_stitch_is_trained_or_refused(n, steps):
    stitch = stitching.Stitch(torch.eye(4), torch.zeros(4))
    labels, rest = torch.zeros(n, dtype=torch.long), {"learning_rate": 0.1, "seed": 0}
    found = answer(stitching.train_stitch, stitch, CHAIN[4:], torch.rand(5, 4), labels, steps=steps, **rest)  # fmt: skip
    assert (found is None) == (n != 5 or steps < 1)


@covers(neighbours.nearest, neighbours.agreement, neighbours.permuted)
@given(matrices, small, st.booleans())
def test_neighbours_are_others_and_agree_with_themselves(values, k, wrong):
    features = torch.from_numpy(values)
    found = answer(neighbours.nearest, features, k)
    if found is None:
        return
    n = len(features)
    assert (found != torch.arange(n)[:, None]).all()
    assert neighbours.agreement(found, found) == 1
    assert answer(neighbours.agreement, found, found[:, 1:]) is None
    labels = np.zeros(n + wrong)
    shuffled = answer(neighbours.permuted, found, np.random.default_rng(0), labels)
    assert (shuffled is None) == wrong
    assert shuffled is None or shuffled.shape == found.shape


@covers(sinusoids)
@given(small, small, small)
def test_waves_are_as_many_as_asked(k, n_tasks, n):
    found = answer(sinusoids, k, n_tasks, n, 0)
    assert (found is None) == (min(k, n_tasks, n) < 1)
    if found is not None:
        assert found[0].shape == found[1].shape == (k, n_tasks, n, 1)
        assert found[1].abs().max() <= 5


@covers(meta.meta_weights, meta.body, meta.answers)
@given(small, st.lists(small, max_size=4))
def test_networks_have_the_sizes_asked_for(k, sizes):
    weights = answer(meta.meta_weights, k, sizes, 0)
    assert (weights is None) == (len(sizes) < 2 or min(k, *sizes) < 1)
    if weights is not None:
        x = torch.rand(k, 2, 3, sizes[0])
        assert meta.answers(weights, x).shape == (k, 2, 3, sizes[-1])
        assert meta.body(weights, x).shape == (k, 2, 3, sizes[-2])


@covers(meta.adapt, meta.meta_train, meta.fresh_head)
@few
@given(small, st.booleans(), st.sampled_from([0.0, 0.01, float("inf")]))
def test_learners_adapt_or_say_why_not(steps, fits, penalty):
    weights, (x, y) = meta.meta_weights(2, (1, 4, 1), 0), sinusoids(2, 3, 6, 1)
    moved = answer(meta.adapt, weights, x, y if fits else y[:1], steps=steps, rate=0.01)
    assert (moved is None) == (steps < 0 or not fits)
    outer = {"inner": 1, "rate": 0.01, "learning_rate": 0.01}
    found = answer(meta.meta_train, weights, lambda: (x, y), steps=steps, **outer)
    assert (found is None) == (steps < 1)
    head = answer(meta.fresh_head, weights, x, y, x, penalty)
    assert (head is None) == (penalty != 0.01)


def drawn(function, *values, good: bool, **named) -> None:
    found = answer(function, *values, **named)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.look, draw.penalty_by_depth, draw.share_of_gap, draw.two_cues)
@few
@given(st.integers(0, 3), st.integers(0, 5))
def test_costs_fit_the_depths_or_are_refused(k, d):
    values, good = np.random.default_rng(0).random((k, d)), k >= 2 and 1 <= d <= 4
    kinds = ("another start", "untrained")
    also = {"also": (*kinds, "shape", "mark")}
    drawn(draw.penalty_by_depth, {"panel": dict.fromkeys(kinds, values)}, good=good, **also)
    drawn(draw.share_of_gap, np.arange(1, 5) / 5, {"few pictures": values}, good=k >= 2 and d == 4)
    pictures = {"a": np.zeros((3, 1, 4, 4)), "b": np.zeros((3, 1, 4, 4))}
    named = {"way": {"shape": values, "mark": values}, "back": {"shape": values, "mark": values}}
    drawn(draw.two_cues, pictures, named, good=good, **also)
    with pytest.raises(ValueError, match="name is 'nobody'"):
        draw.look("nobody")


@covers(draw.three_answers, draw.shared_neighbours, draw.waves, draw.stitched_layers)
@few
@given(st.integers(2, 4), st.integers(2, 4), st.integers(-1, 6))
def test_drawings_fit_or_are_refused(n, m, depth):
    p = np.full(n, 1 / n)
    drawn(draw.three_answers, np.zeros((1, 4, 4)), {"a": p, "b": p}, "ABCD"[:m], good=n == m)
    found, chance = ({str(i): np.arange(3.0) for i in range(size)} for size in (n, m))
    drawn(draw.shared_neighbours, found, chance, found, good=n == m)
    x, y = np.arange(1.0, n + 1), np.arange(1.0, m + 1)
    errors = {"one": np.arange(1.0, 4), "two": np.arange(2.0, 5)}
    drawn(draw.waves, (x, x), (x, y), {"curve": x}, errors, good=n == m)
    shares = {"the shape": 50.0, "the mark": 30.0, "neither": 20.0}
    drawn(draw.stitched_layers, depth, shares, good=0 <= depth <= 5)
