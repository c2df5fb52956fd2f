"""Captions say what is on the picture, and nothing else is on it."""

import doctest

import torch

from moreisdifferent.datasets import captioned as module
from moreisdifferent.datasets.captioned import COLOURS, N_KINDS, PLACES, WORDS, caption, captioned


def test_the_examples_in_the_docstring_are_true():
    assert doctest.testmod(module).failed == 0


def test_every_combination_has_its_own_caption():
    words = caption(torch.arange(N_KINDS))
    assert len(set(map(tuple, words.tolist()))) == N_KINDS == 8 * 12 * 4
    assert [WORDS[word] for word in words[0]] == ["red", "A", "top-left"]


def test_the_ink_has_the_colour_and_the_place_of_the_caption():
    pictures, _, kinds = captioned(200, 1)
    paint, corners = torch.tensor([*COLOURS.values()], dtype=torch.float32), list(PLACES.values())
    for picture, words in zip(pictures, caption(kinds)):
        row, column = corners[words[2] - 20]
        inside = picture[:, row : row + 10, column : column + 10]
        assert picture.count_nonzero() == inside.count_nonzero() > 0, "nothing beside the letter"
        ink = inside.flatten(1)[:, inside.sum(0).flatten() > 0.5]
        assert torch.equal(ink, paint[words[0]][:, None].expand_as(ink))


def test_the_order_of_the_words_says_nothing():
    _, captions, kinds = captioned(6000, 2)
    first = (captions[:, :1] == caption(kinds)).double().mean(0)
    assert (first - 1 / 3).abs().max() < 0.03
    assert torch.equal(captions.sort(1).values, caption(kinds))
