"""Pairs of sentences: one is read, the other is to be written.

Both worlds have one form. A pair is what is read, with padding in front, and what the writer has
written so far, the answer moved by one place behind a start sign. Where no answer is wanted the
target is -100.
"""

from collections import Counter
from functools import lru_cache
from numbers import Integral
from typing import NamedTuple

import numpy as np

from .basic_english import verses, words

DIGITS = 10
NOTHING = -100


class Pairs(NamedTuple):
    """``pairs`` (N, 2, T), ``targets`` (N, T), ``lengths`` (N,) of what is read, and ``padding``."""

    pairs: np.ndarray
    targets: np.ndarray
    lengths: np.ndarray
    padding: int


def _check(**sizes) -> None:
    for name, (value, least) in sizes.items():
        if not isinstance(value, Integral) or value < least:
            raise ValueError(f"{name} is {value!r}; it should be a whole number, at least {least}")


def _pairs(sources, answers, longest: int, padding: int) -> Pairs:
    """Lay out sentences; ``padding + 1`` is the start sign."""
    source = np.full((len(sources), longest), padding)
    target = np.full((len(sources), longest), NOTHING)
    for row, sentence in zip(source, sources):
        row[longest - len(sentence) :] = sentence
    for row, sentence in zip(target, answers):
        row[: len(sentence)] = sentence
    start = np.full((len(target), 1), padding + 1)
    written = np.concatenate([start, np.where(target < 0, padding, target)[:, :-1]], 1)
    lengths = np.array([len(sentence) for sentence in sources], dtype=np.int64)
    return Pairs(np.stack([source, written], 1), target, lengths, padding)


def copying(n: int, rng: np.random.Generator, longest: int = 16) -> Pairs:
    """Draw sentences of 1 to ``longest`` random digits that are to be written again, in order.

    Raises:
        ValueError: if ``n`` or ``longest`` is not a whole number from 1 on.
    """
    _check(n=(n, 1), longest=(longest, 1))
    digits, lengths = rng.integers(DIGITS, size=(n, longest)), rng.integers(1, longest + 1, size=n)
    sentences = [row[:length] for row, length in zip(digits, lengths)]
    return _pairs(sentences, sentences, longest, DIGITS)


@lru_cache
def verse_pairs(longest: int = 24, vocabulary: int = 500) -> Pairs:
    """Return the verses that are short in two translations: from the older English into Basic English.

    Both share one vocabulary, the commonest words and signs of the two together; token 0 stands for
    all others.

    Args:
        longest: words and signs of the longest verse that is kept, in either translation.
        vocabulary: number of different tokens, without padding and start sign.

    Raises:
        ValueError: if ``longest`` is below 3 or ``vocabulary`` below 2.
    """
    _check(longest=(longest, 3), vocabulary=(vocabulary, 2))
    both = [tuple(map(words, verse)) for verse in zip(verses("asv"), verses("bbe"))]
    counts = Counter(word for pair in both for verse in pair for word in verse)
    index = {word: i for i, (word, _) in enumerate(counts.most_common(vocabulary - 1), 1)}
    kept = [pair for pair in both if min(map(len, pair)) > 1 and max(map(len, pair)) <= longest]
    read, written = ([[index.get(w, 0) for w in pair[i]] for pair in kept] for i in (0, 1))
    return _pairs(read, written, longest, vocabulary)
