"""Properties of what chapter 19 is made of: cards, pairs of sentences, hidden words, drawings."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets import cards, translation
from moreisdifferent.figures import transformer as draw
from moreisdifferent.models import efficient_attention as efficient
from moreisdifferent.models import reader, transformer

from .contract import answer, covers

small = st.integers(-1, 5)
sizes = st.integers(0, 3)


def drawn(function, *values, good) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(cards.cards)
@given(small, st.integers(-1, 18))
def test_a_table_has_the_cards_that_were_asked_for(n, n_cards):
    made = answer(cards.cards, n, np.random.default_rng(0), n_cards)
    assert (made is None) == (n < 0 or not 1 <= n_cards <= 16)
    if made is not None:
        assert ((made[0][:, : cards.DRAWERS] < cards.QUESTION).sum(1) == n_cards).all()


@covers(translation.copying, translation.Pairs)
@given(small, small)
def test_what_is_read_is_to_be_written(n, longest):
    made = answer(translation.copying, n, np.random.default_rng(0), longest)
    assert (made is None) == (min(n, longest) < 1)
    if made is not None:
        assert ((made.targets != -100).sum(1) == made.lengths).all()


@covers(translation.verse_pairs)
@settings(max_examples=4)
@given(st.sampled_from([2, 6]), st.sampled_from([1, 9]))
def test_verses_fit_or_are_refused(longest, vocabulary):
    made = answer(translation.verse_pairs, longest, vocabulary)
    assert (made is None) == (longest < 3 or vocabulary < 2)
    if made is not None:
        assert made.pairs.shape[2] == longest and made.targets.max() < vocabulary


@covers(reader.Reader)
@given(small, small, small)
def test_a_reader_answers_once(n_tokens, n_out, width):
    made = answer(reader.Reader, n_tokens, n_out, width, 0)
    assert (made is None) == (min(n_tokens, n_out, width) < 1)
    if made is not None:
        assert made(torch.zeros(2, 3, dtype=torch.long)).shape == (2, n_out)
        assert answer(made.forward, torch.zeros(2, 0, dtype=torch.long)) is None


@covers(transformer.hidden)
@given(st.integers(0, 3), st.integers(0, 3))
def test_what_is_hidden_gets_no_attention_and_comes_back(query, key):
    model = transformer.Transformer(5, 3, 4, 4, 2, 2, 0, causal=False)
    tokens = torch.arange(4)[None]
    before = model(tokens)
    with transformer.hidden(model, query, torch.tensor([key])):
        maps = transformer.attention_maps(model, tokens)
    assert (maps[..., query, key] == 0).all() and torch.allclose(maps.sum(-1), torch.ones(()))
    assert torch.equal(model(tokens), before)


@covers(efficient.implied_shares)
@given(st.sampled_from(["full", "local", "kernel", "low rank"]), st.integers(1, 6))
def test_implied_shares_times_values_is_what_comes_out(kind, T):
    layer = {
        "full": lambda: transformer.Attention(4, 2, False),
        "local": lambda: efficient.LocalAttention(4, 2, False, 2),
        "kernel": lambda: efficient.KernelAttention(4, 2, False),
        "low rank": lambda: efficient.LowRankAttention(4, 2, False, 6, 3),
    }[kind]()
    x = torch.randn(2, T, 4, generator=torch.Generator().manual_seed(T))
    q, k, v = layer.project(x)
    shares = efficient.implied_shares(layer, x)
    assert torch.allclose(shares @ v, layer.mix(q, k, v), atol=1e-5)


@covers(draw.two_maps, draw.anatomy, draw.heads)
@settings(max_examples=8)
@given(sizes, sizes)
def test_words_and_shares_fit_or_are_refused(n, m):
    words, shares = list("abc")[:n], np.eye(m)
    drawn(draw.two_maps, [shares, shares], [words, words], 0, good=n == m > 0)
    drawn(draw.anatomy, words, 0, np.zeros(m), np.ones(m), good=n == m > 0)
    drawn(draw.heads, shares, words, 0, 1, good=n == m > 0)


@covers(draw.routes, draw.price, draw.variants)
@settings(max_examples=8)
@given(sizes, sizes)
def test_numbers_pair_up_or_are_refused(n, m):
    drawn(draw.routes, np.ones(n), np.ones(m), 50.0, good=n == m > 0)
    drawn(draw.price, np.arange(1, n + 1), {"full": np.ones(m)}, {"full": np.ones(m)}, good=n == m)
    drawn(draw.variants, {"full": np.ones((m, 4))}, np.zeros(n), 3, good=n == m)


@covers(draw.by_length, draw.by_distance, draw.by_cards)
@settings(max_examples=8)
@given(sizes, sizes)
def test_curves_fit_their_axis_or_are_refused(n, m):
    x, rows = np.arange(n), np.ones((2, m))
    along = {"attention": np.ones((2, 2))}
    drawn(draw.by_length, x, {"attention": rows}, {"attention": [0, 1]}, along, good=n == m)
    drawn(draw.by_distance, x, {"anywhere": {"LSTM": rows}}, good=n == m)
    drawn(draw.by_cards, x, {"full": rows}, 25.0, good=n == m)
