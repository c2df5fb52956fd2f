"""Properties of what *Unlocking* brought: a right answer, or a refusal that says why."""

from types import SimpleNamespace

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets.choices import choices
from moreisdifferent.datasets.sums import clock_sums, column_sums
from moreisdifferent.evaluation.jumps import steepest_doubling
from moreisdifferent.evaluation.modes import Modes, dip, half_way, mixture, two_modes
from moreisdifferent.figures import unlocking as draw
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.next_word import next_word
from moreisdifferent.models.ridge_flow import ridge_flow
from moreisdifferent.models.squared import Square, SquaredMLP
from moreisdifferent.training.examine import examine

from .contract import answer, arrays, covers, numbers

sizes = st.integers(-1, 3)


@covers(dip, mixture, two_modes, half_way, Modes)
@given(arrays(), st.integers(0, 99))
def test_a_sample_has_modes_or_is_refused(values, seed):
    for sample in (values, values.reshape(-1), np.random.default_rng(seed).normal(size=8)):
        good = sample.ndim == 1 and len(sample) >= 8 and np.isfinite(sample).all()
        found = answer(dip, sample)
        assert (found is not None) == good
        if good:
            assert 1 / (2 * len(sample)) <= found + 1e-12 and found <= 0.25 + 1e-12
            assert 0 <= half_way(sample) <= len(sample)
        for function in (half_way, mixture):
            assert (answer(function, sample) is not None) == good
        if not good:
            assert answer(two_modes, sample) is None


@covers(steepest_doubling)
@given(arrays(), arrays())
def test_a_steepest_doubling_is_a_share_or_a_refusal(curve, at):
    found = answer(steepest_doubling, curve, at)
    assert found is None or found.shape == curve.shape[1:]


@covers(ridge_flow)
@given(arrays(), arrays(), arrays(), numbers, arrays())
def test_ridge_flows_or_refuses(x, y, start, decay, times):
    found = answer(ridge_flow, x, y, start, decay, times)
    assert found is None or found.shape == (len(times), len(start))
    assert answer(ridge_flow, np.ones((2, 3)), np.ones(2), np.ones(3), 0.1, [0, 1]).shape == (2, 3)


@covers(clock_sums, column_sums)
@given(st.one_of(st.integers(-2, 4), st.sampled_from([0.5, True, "2"])))
def test_sums_are_complete_or_refused(n):
    whole = isinstance(n, int) and not isinstance(n, bool)
    found = answer(clock_sums, n)
    assert (found is not None) == (whole and n >= 2)
    if found is not None:
        assert found[0].shape == (n * n, 2 * n) and (found[0].sum(1) == 2).all()
    if not (whole and n == 3):  # a million rows
        assert (answer(column_sums, n) is not None) == (whole and 1 <= n <= 3)


@covers(Square, SquaredMLP, next_word)
@given(st.lists(sizes, max_size=4), sizes, sizes)
def test_small_models_have_the_sizes_that_were_asked_for(features, context, width):
    model = answer(SquaredMLP, features, 0)
    assert (model is not None) == (len(features) == 3 and min(features) >= 1)
    if model is not None:
        assert model(torch.ones(2, features[0])).shape == (2, features[2])
    model = answer(next_word, 7, context, width, 0)
    assert (model is not None) == (min(context, width) >= 1)
    if model is not None:
        assert model(torch.zeros(2, context, dtype=torch.int64)).shape == (2, 7)


@covers(choices)
@given(sizes, sizes, st.sampled_from(["on", "off", "away"]))
def test_choices_are_of_words_that_come(context, n, word):
    text = SimpleNamespace(tokens=np.arange(12) % 2, vocabulary=["on", "off"])
    found = answer(choices, text, [("on", word)], context, n, np.random.default_rng(0))
    assert (found is not None) == (context >= 1 and n >= 2 and word != "away")


@covers(examine)
@given(st.integers(0, 3), st.integers(0, 3), st.integers(-1, 3))
def test_an_exam_has_a_mark_for_each_model_or_is_refused(n, m, label):
    models = [MLP((4, 3), seed) for seed in (0, 1)]
    y = torch.full((m,), label, dtype=torch.int64)
    found = answer(examine, models, torch.ones(n, 4), y)
    assert (found is not None) == (n == m > 0 and 0 <= label < 3)
    if found is not None:
        assert found[0].shape == found[1].shape == (2,)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.one_network, draw.under_the_curve, draw.beside_ridge, draw.two_crowds)
@settings(max_examples=8)
@given(st.integers(0, 3), st.integers(0, 3))
def test_curves_fit_their_steps_or_are_refused(n, m):
    x, y, good = np.arange(1.0, n + 1), np.ones(m) / 2, n == m > 0
    shares = np.ones((m, 2)) / 2
    drawn(draw.one_network, x, y, y, good=good)
    drawn(draw.under_the_curve, x, shares, shares, shares, {"control": shares}, good=good)
    drawn(draw.beside_ridge, x, {"1": (y, y)}, x, {"1": (y, y)}, good=good)
    drawn(draw.two_crowds, x, x, 4, 700, good=n > 0)


@covers(draw.exact_and_digits, draw.skills, draw.crowd)
@settings(max_examples=8)
@given(st.integers(0, 4), st.integers(0, 4))
def test_metrics_fit_their_sizes_or_are_refused(n, m):
    x, shares, good = np.arange(1.0, n + 1), np.ones((m, 2)) / 2, n == m > 0
    if n > 2 or not good:
        drawn(draw.exact_and_digits, x, shares, shares, [[0, 1, 2], [0, 1, 2]], good=good)
    drawn(draw.skills, x, {"number": shares}, {"number": shares}, good=good)
    drawn(draw.crowd, x, x, np.ones(m), 0, good=good)
