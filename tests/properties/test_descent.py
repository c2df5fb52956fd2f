"""Properties of what *Descent* uses: many tuned perceptrons, curvature, and ways between networks."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from moreisdifferent.evaluation.valley import along_the_line, match_units, sharpness
from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.tuning import (
    constant,
    cosine,
    forward,
    linear,
    perceptrons,
    rising,
    thirds,
    train,
)

from .contract import answer, covers

small = st.integers(-1, 4)
X = torch.linspace(-1, 1, 60).view(20, 3)
Y = torch.arange(20) % 4


@covers(perceptrons, forward)
@settings(max_examples=20)
@given(small, small, small, st.sampled_from([-1, 0, 1 / 3, 2]))
def test_k_networks_answer_or_are_refused(k, n_in, width, gain):
    nets = answer(perceptrons, k, (n_in, width, 2), 0, gain)
    assert (nets is not None) == (min(k, n_in, width) >= 1 and gain >= 0)
    if nets:
        assert [tuple(w.shape) for w in nets] == [(k, n_in + 1, width), (k, width + 1, 2)]
        out = answer(forward, nets, X)
        assert out is None if n_in != 3 else out.shape == (k, 20, 2)


def test_forward_is_the_perceptron():
    nets = perceptrons(2, (3, 5, 4), 0)
    for k in (0, 1):
        own = MLP((3, 5, 4), 0)
        with torch.no_grad():
            for layer, table in zip((own[1], own[3]), nets):
                layer.weight[:], layer.bias[:] = table[k, :-1].T, table[k, -1]
            assert torch.allclose(own(X), forward(nets, X)[k], atol=1e-6)


def test_a_skip_adds_the_input():
    nets = perceptrons(1, (3, 3, 2), 0)
    plain = torch.relu(torch.baddbmm(nets[0][:, -1:], X[None], nets[0][:, :-1]))
    want = torch.baddbmm(nets[1][:, -1:], X[None] + plain, nets[1][:, :-1])
    assert torch.allclose(forward(nets, X, skip=True), want, atol=1e-6)


@covers(constant, linear, cosine, thirds, rising)
@given(st.floats(0, 1))
def test_schedules_stay_between_nothing_and_the_rate(progress):
    for schedule in (constant, linear, cosine, thirds, rising):
        assert 0 <= schedule(progress) <= 1
    assert np.isclose(linear(progress) + rising(progress), 1)
    assert constant(progress) == linear(0) == cosine(0) == thirds(0) == rising(1) == 1


@covers(train)
@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 3),
    st.integers(0, 4),
    st.sampled_from([-1, 0, 0.1]),
    st.sampled_from([-0.5, 0, 0.5, 1]),
)
def test_training_goes_down_or_is_refused(steps, batch_size, rate, dropout):
    nets = perceptrons(2, (3, 4, 4), 0)
    seen = answer(
        train, nets, X, Y, steps=steps, batch_size=batch_size, rate=rate, dropout=dropout,
        watch=lambda nets: torch.zeros(2), every=1,
    )  # fmt: skip
    good = min(steps, batch_size) >= 1 and rate >= 0 and 0 <= dropout < 1
    assert (seen is not None) == good
    if good:
        assert seen.shape == (steps + 1, 2)


def test_each_network_keeps_its_own_rate():
    nets = perceptrons(2, (3, 8, 4), 0)
    before = [w.clone() for w in nets]
    train(nets, X, Y, steps=60, batch_size=20, rate=torch.tensor([0.0, 0.1]))
    assert all(torch.equal(w[0], b[0]) for w, b in zip(nets, before))
    losses = [F.cross_entropy(forward(own, X)[1], Y) for own in (before, nets)]
    assert losses[1] < losses[0]


@covers(sharpness)
@settings(max_examples=15)
@given(st.lists(st.floats(0.1, 9), min_size=1, max_size=4), st.integers(0, 40))
def test_the_sharpest_direction_of_a_bowl_is_found(curvatures, rounds):
    c, w = torch.tensor(curvatures), torch.ones(len(curvatures), requires_grad=True)
    found = answer(sharpness, (c * w**2).sum() / 2, [w], torch.ones(len(c)), rounds)
    assert (found is None) == (rounds < 1)
    if rounds >= 20:
        assert 0.8 * c.max() <= found[0] <= 1.001 * c.max()
    short = answer(sharpness, (c * w**2).sum() / 2, [w], torch.zeros(len(c)))
    assert short is None


@covers(match_units, along_the_line)
@settings(max_examples=10)
@given(st.integers(1, 5), st.integers(0, 99), st.integers(1, 6))
def test_units_in_another_order_are_the_same_network(width, seed, points):
    a = MLP((3, width, 4), seed)
    b, order = MLP((3, width, 4), seed), torch.randperm(width)
    with torch.no_grad():
        b[1].weight[:], b[1].bias[:] = a[1].weight[order], a[1].bias[order]
        b[3].weight[:] = a[3].weight[:, order]
    again = match_units(a, b)
    assert torch.allclose(again[1].weight, a[1].weight)
    heights = answer(along_the_line, a, again, X, Y, points)
    assert (heights is None) == (points < 3)
    if heights is not None:
        assert heights.shape == (points,) and np.allclose(heights, heights[0], atol=1e-5)
    assert answer(match_units, a, MLP((3, width + 1, 4), 0)) is None
