"""Properties of what chapter 23 is made of: layers over places, brackets, a tournament, drawings."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import nn

from moreisdifferent.datasets import basic_english, brackets
from moreisdifferent.figures import inductive_bias as draw
from moreisdifferent.models import weight_sharing as sharing
from moreisdifferent.training import tournament

from .contract import answer, covers

small = st.integers(-1, 5)
sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(sharing.Filters)
@given(small, small, small, small, small, st.booleans())
def test_filters_give_a_row_for_each_place_or_refuse(places, n_in, n_out, width, stride, shared):
    layer = answer(sharing.Filters, places, n_in, n_out, width, stride, shared)
    if layer is not None:
        found = layer(torch.ones(2, places, n_in))
        assert found.shape == (2, layer.places, n_out) and (found >= 0).all()
        assert layer.places == -(-places // stride)


@covers(sharing.Gates, sharing.Recursion)
@given(small, small, small, st.booleans())
def test_a_state_does_not_know_what_comes_later(places, n_in, width, shared):
    layer = answer(sharing.Gates, places, n_in, width, shared)
    if layer is not None:
        x = torch.randn(2, places, n_in, generator=torch.Generator().manual_seed(0))
        states = layer(x)
        assert states.shape == (2, places, width) and (states.abs() <= 1).all()
        x[:, -1] += 1
        assert torch.equal(layer(x)[:, :-1], states[:, :-1])


@covers(sharing.each)
@given(st.integers(0, 4), st.integers(1, 4))
def test_one_map_or_one_for_each_place(n, places):
    maps = nn.ModuleList(nn.Linear(2, 3) for _ in range(n))
    found = answer(sharing.each, maps, torch.ones(2, places, 2))
    assert (found is None) == (n not in (1, places))
    if found is not None:
        assert found.shape == (2, places, 3)


@covers(sharing.reader)
@given(small, small, small, small)
def test_a_reader_reads_all_places_or_is_refused(features, classes, tokens, width):
    net = answer(sharing.reader, [nn.Identity()], features, classes, 0, tokens, width)
    if net is not None and not tokens:
        assert net(torch.ones(3, features, 1)).shape == (3, classes)


@covers(brackets.brackets, brackets.match)
@given(st.integers(-1, 5), st.integers(2, 9), st.integers(0, 9))
def test_rows_match_as_their_labels_say(n, length, seed):
    made = answer(brackets.brackets, n, np.random.default_rng(seed), length)
    assert (made is None) == (n < 1 or length < 4 or length % 2 == 1)
    if made is not None:
        assert [brackets.match(row) for row in made[0]] == list(made[1] == 1)
    answer(brackets.match, [seed - 4] * max(n, 0))


@covers(basic_english.two_translations)
@settings(max_examples=10)
@given(small, small, st.integers(0, 40))
def test_pieces_have_the_length_that_was_asked_for(n, length, vocabulary):
    made = answer(basic_english.two_translations, n, np.random.default_rng(0), length, vocabulary)
    assert (made is None) == (n < 1 or length < 1 or vocabulary < 2)
    if made is not None:
        assert made[0].shape == (n, length) and 0 <= made[0].min() <= made[0].max() < vocabulary


@covers(tournament.compete, tournament.World, tournament.Outcome)
@settings(max_examples=10)
@given(
    st.sampled_from([*tournament.SETTINGS, "SVM"]),
    st.integers(0, 3),
    st.integers(0, 40),
    st.floats(0, 8),
)
def test_an_exam_is_marked_in_per_cent_or_there_is_none(model, K, n, passes):
    x, y = torch.arange(32.0).view(32, 1, 1) % 2, torch.arange(32) % 2
    out = answer(tournament.compete, model, tournament.World([(x, y)] * K, n, 2), passes)
    if out is not None:
        assert out.right.shape == (K - 1,) and ((out.right >= 0) & (out.right <= 100)).all()


@covers(tournament.rows)
@given(st.integers(0, 3), st.integers(1, 3), st.integers(0, 4))
def test_rows_hold_each_token_once_in_its_count(n, length, n_tokens):
    x = torch.arange(n * length).view(n, length) % 3
    found = answer(tournament.rows, x, n_tokens)
    if found is not None and n_tokens:
        assert (found[:, :n_tokens].sum(1) == length).all()


@covers(draw.twice)
@settings(max_examples=8)
@given(sizes, sizes)
def test_a_row_is_drawn_twice_or_refused(n, m):
    pair = [np.ones(m), np.ones(m)]
    drawn(draw.twice, np.zeros(n), list(range(n)), {"CNN": pair}, good=n and m)


@covers(draw.leans, draw.by_examples)
@settings(max_examples=8)
@given(sizes, sizes, sizes)
def test_curves_have_their_values_or_are_refused(n, m, k):
    drawn(
        draw.leans, np.arange(n), {"MLP": np.ones((2, m))}, {"MLP": np.ones(k)}, good=n == m > 0 < k
    )
    drawn(draw.by_examples, {"hard": ("right, %", {"linear": {100: np.ones(k)}})}, good=k)


@covers(draw.matrix, draw.ranking)
@settings(max_examples=8)
@given(sizes, st.booleans())
def test_who_is_foretold_takes_part(k, known):
    right = {"CNN": np.ones(k), "trees": np.zeros(k)}
    foretold = "CNN" if known else "GRU"
    drawn(draw.matrix, {"strokes": right}, {"strokes": foretold}, good=k and known)
    drawn(draw.ranking, right, 10.0, foretold, good=k and known)
