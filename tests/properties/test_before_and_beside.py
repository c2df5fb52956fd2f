"""Properties of generators, judges, machines, capsules, memories and hunts, and of their drawings."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.evaluation import two_samples
from moreisdifferent.figures import before_and_beside as draw
from moreisdifferent.models import capsules, memory_network, rbm
from moreisdifferent.training import chase, generators
from moreisdifferent.training.tuning import perceptrons

from .contract import answer, covers

sizes = st.integers(0, 3)


def noise(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(0))


@covers(two_samples.told_apart, two_samples.coverage)
@settings(max_examples=10)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_a_sample_is_like_itself_and_unlike_another(n, m, k):
    real, made = noise(n, 2), noise(m, 2) + 100
    apart = answer(two_samples.told_apart, real, made)
    assert (apart is None) == (n != m or n < 2)
    assert apart in (None, 1.0)
    covered = answer(two_samples.coverage, real, made, k)
    assert (covered is None) == (n != m or n < 2 or not 1 <= k < n)
    assert covered in (None, 0.0)
    if covered is not None:
        assert two_samples.coverage(real, real.clone(), k) == 1


@covers(rbm.fit_rbms, rbm.hidden_given, rbm.visible_given)
@settings(max_examples=8, deadline=None)
@given(sizes, st.integers(0, 2), st.integers(0, 2))
def test_machines_give_probabilities_or_refuse(K, hidden, steps):
    machines = answer(rbm.fit_rbms, noise(K, 5, 3), hidden, steps, 0)
    assert (machines is None) == (min(K, hidden, steps) < 1)
    if machines is None:
        return
    h = rbm.hidden_given(machines, noise(K, 5, 3))
    assert h.shape == (K, 5, hidden) and 0 <= h.min() <= h.max() <= 1
    assert rbm.visible_given(machines, h).shape == (K, 5, 3)
    assert answer(rbm.hidden_given, machines, noise(K, 5, 4)) is None
    assert answer(rbm.visible_given, machines, noise(K, 5, hidden + 1)) is None


@covers(capsules.squash, capsules.trunk, capsules.CapsuleNetwork)
@settings(max_examples=8)
@given(st.integers(0, 9))
def test_capsules_have_lengths_below_one(size):
    found = answer(capsules.trunk, size)
    assert (found is None) == (size < 1)
    vectors = noise(4, 3) * 10**size
    assert (capsules.squash(vectors).norm(dim=-1) < 1 + 1e-6).all()
    assert (answer(capsules.CapsuleNetwork, size, 3, 0) is None) == (size < 1)
    if size:
        assert found(noise(2, 1, size, size)).shape[:2] == (2, 32)
        logits = capsules.CapsuleNetwork(size, 3, 0)(noise(2, 1, size, size))
        assert logits.shape == (2, 3) and (logits <= 10 + 1e-4).all()


@covers(memory_network.chains)
@settings(max_examples=10)
@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 6))
def test_a_chain_can_be_followed_or_is_refused(n_symbols, n, steps):
    found = answer(memory_network.chains, n_symbols, n, steps, np.random.default_rng(0))
    assert (found is None) == (n_symbols < 2 or n < 1 or not 1 <= steps < n_symbols)
    if found is None:
        return
    worlds, answers = found[0].argmax(-1), found[1]
    for world, goal in zip(worlds, answers):
        after = dict(zip(world[1 : n_symbols + 1].tolist(), world[n_symbols + 1 :].tolist()))
        at = world[0].item()
        for _ in range(steps):
            at = after[at]
        assert at == goal


@covers(memory_network.MemoryNetwork)
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 5), st.integers(0, 3))
def test_more_looks_need_no_more_weights(n_symbols, hops):
    network = answer(memory_network.MemoryNetwork, n_symbols, hops, 0, 4)
    assert (network is None) == (min(n_symbols, hops) < 1)
    if network is not None:
        once = memory_network.MemoryNetwork(n_symbols, 1, 0, 4)
        assert [p.shape for p in network.parameters()] == [p.shape for p in once.parameters()]
        assert network(noise(2, 7, n_symbols)).shape == (2, n_symbols)


@covers(generators.leaky, generators.standardised, generators.drawn)
@settings(max_examples=6)
@given(st.integers(2, 5))
def test_drawings_are_pictures(n):
    x = noise(2, n, 3) - 0.5
    assert torch.equal(generators.leaky(x), torch.where(x > 0, x, 0.2 * x))
    assert generators.standardised(x).isfinite().all()
    decoders = perceptrons(2, (3, 4, 9), 0)
    made = generators.drawn(decoders, x)
    assert made.shape == (2, n, 9) and 0 <= made.min() <= made.max() <= 1
    assert answer(generators.drawn, decoders, noise(2, n, 4)) is None


@covers(generators.fit_vaes, generators.fit_gans)
@settings(max_examples=6, deadline=None)
@given(sizes, st.integers(0, 2), st.integers(0, 2))
def test_generators_are_finite_or_refused(K, codes, steps):
    for fit in (generators.fit_vaes, generators.fit_gans):
        found = answer(fit, noise(K, 20, 4), codes, steps, 0, 5)
        assert (found is None) == (min(K, codes, steps) < 1)
        if found is not None:
            parts = (
                found if isinstance(found[0], torch.Tensor) else [w for part in found for w in part]
            )
            assert all(w.isfinite().all() for w in parts)


@covers(generators.fit_adam, generators.optimizer_of, generators.annealed, generators.descend)
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2), st.floats(-1, 1))
def test_adam_goes_down_or_refuses(steps, rate):
    x, y = noise(2, 30, 3), (noise(2, 30) > 0.5).long()
    weights = perceptrons(2, (3, 4, 2), 0)
    loss = torch.nn.functional.cross_entropy
    done = True
    try:
        generators.fit_adam(weights, x, y, loss, steps, rate=rate)
    except ValueError as error:
        done = False
        assert "steps" in str(error) or "rate" in str(error)
    assert done == (steps > 0 and rate > 0)
    assert answer(generators.fit_adam, weights, x[:1], y, loss, 1) is None
    if done:
        optimizer = generators.optimizer_of(perceptrons(1, (2, 2), 0))
        assert list(generators.annealed(optimizer, 4)) == [0, 1, 2, 3]
        assert optimizer.param_groups[0]["lr"] < 2e-3
        w = optimizer.param_groups[0]["params"][0]
        before = w.detach().clone()
        generators.descend(optimizer, (w**2).sum())
        assert (w.detach().abs() <= before.abs() + 1e-6).all()


@covers(chase.move, chase.best_moves, chase.one_hot, chase.starts)
@settings(max_examples=10, deadline=None)
@given(st.integers(1, 4), st.integers(0, 3), st.booleans())
def test_the_best_moves_catch_what_stands_still(side, action, flees):
    begin = answer(chase.starts, np.random.default_rng(0), 2, 3, side)
    best = answer(chase.best_moves, side)
    assert (begin is None) == (best is None) == (side < 2)
    if best is None:
        return
    full = np.full(begin.shape[:-1], action)
    after, caught = chase.move(begin, full, full * 0 + flees, side)
    assert after.min() >= 0 and after.max() < side
    assert ((after[..., :2] == after[..., 2:]).all(-1) == caught).all()
    assert (np.abs(after - begin).sum(-1) <= 2).all()
    assert answer(chase.move, begin, full + 4, full, side) is None
    seen = chase.one_hot(begin, side)
    assert seen.shape == (2, 3, 4 * side) and (seen.sum(-1) == 4).all()
    assert answer(chase.one_hot, begin + side, side) is None
    for _ in range(2 * side):  # a goal that stands still
        choice = best[tuple(np.moveaxis(begin, -1, 0))]
        moved, now = chase.move(begin, choice, choice * 0, side)
        begin = np.where(now[..., None], begin, moved)
    assert now.all()


@covers(chase.hunts, chase.follow, chase.fit_q)
@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2), st.integers(0, 3))
def test_hunters_hunt_or_are_refused(K, steps):
    found = answer(chase.fit_q, K, 3, steps, 0)
    assert (found is None) == (min(K, steps) < 1)
    if found is not None:
        share, path = chase.hunts(chase.follow(found, 3), np.random.default_rng(0), K, 4, 3)
        assert share.shape == (K,) and 0 <= share.min() <= share.max() <= 1
        assert path.shape == (K, 4, chase.LIMIT, 4)


def drawing(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(draw.mosaic, draw.scores, draw.by_labels, draw.turned, draw.columns)
@settings(max_examples=8, deadline=None)
@given(sizes, sizes)
def test_there_is_something_to_draw_or_a_refusal(n, m):
    ones = np.ones(n)
    drawing(draw.mosaic, np.zeros((n, m, 2, 2)), good=n and m)
    drawing(draw.mosaic, np.zeros((2, 2, 2, 2)), list("abc"[:n]), good=n in (0, 2))
    drawing(draw.scores, {"VAE": ones}, {"VAE": np.ones(m)}, good=n == m > 0)
    drawing(draw.by_labels, {"ReLU": {100: ones}}, good=n)
    drawing(draw.turned, ones, {"capsules": np.ones((m, 2))}, good=n == m > 0)
    drawing(draw.columns, {"one": ones}, "right", 10, good=n)
