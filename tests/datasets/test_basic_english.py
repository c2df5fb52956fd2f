from collections import Counter

import numpy as np
import pytest

from moreisdifferent.datasets import basic_english as module
from moreisdifferent.datasets.basic_english import (
    RARE,
    basic_english,
    two_translations,
    verses,
    words,
)


def test_verses_begin_and_end_where_sentences_do():
    text = verses()
    assert len(text) == 31_172
    assert text[0] == "At the first God made the heaven and the earth."
    assert text[13_942].startswith("Happy is the man who does not go in the company of sinners")
    assert text[23_213].startswith("The book of the generations of Jesus Christ")
    assert text[-1] == "The grace of the Lord Jesus be with the saints. So be it."
    assert not any("\\" in verse for verse in text)
    assert sum(len(verse) < 4 for verse in text) < 50


def test_the_vocabulary_is_small():
    counts = Counter(word for word in words(" ".join(verses())) if word[0].isalpha())
    assert len(counts) < 7000
    assert sum(n for _, n in counts.most_common(1000)) > 0.94 * counts.total()


def test_words_keep_signs_and_apostrophes():
    assert words("Go; it is God's!") == ["go", ";", "it", "is", "god's", "!"]


def test_tokens_say_the_text():
    tokens, vocabulary = basic_english(500)
    assert len(vocabulary) == len(set(vocabulary)) == 500 and vocabulary[RARE] == "<rare>"
    said = [vocabulary[i] for i in tokens[:12]]
    assert said == words("At the first God made the heaven and the earth. And")
    counts = np.bincount(tokens)[1:]
    assert (np.diff(counts) <= 0).all(), "the commonest word first"


def test_a_missing_package_is_named(monkeypatch):
    verses.cache_clear()
    monkeypatch.setattr(module, "PACKAGE", "no_such_package")
    with pytest.raises(ModuleNotFoundError, match="package no_such_package_bbe is missing"):
        verses()
    with pytest.raises(ValueError, match="translation is 'kjv'"):
        verses("kjv")


def test_the_older_translation_keeps_the_older_words():
    text = verses("asv")
    assert len(text) == 31_102
    assert text[0] == "In the beginning God created the heavens and the earth."
    assert " thou " in " ".join(text) and " thou " not in " ".join(verses())


def test_pieces_are_pieces_of_their_text():
    tokens, labels, vocabulary = two_translations(50, np.random.default_rng(0), 6, 5000)
    assert tokens.shape == (50, 6) and set(labels) == {0, 1} and len(vocabulary) == 5000
    texts = [" ".join(words(" ".join(verses(name)))) for name in ("asv", "bbe")]
    for piece, label in zip(tokens, labels):
        if RARE not in piece:
            assert " ".join(vocabulary[i] for i in piece) in texts[label]
    with pytest.raises(ValueError, match="vocabulary is 1"):
        two_translations(5, np.random.default_rng(0), vocabulary=1)
