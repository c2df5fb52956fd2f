"""Questions that a text asks by itself: which of two words comes next?"""

from typing import NamedTuple

import numpy as np


class Choices(NamedTuple):
    """``context`` (n, T) words before, ``right`` (n,) the word that came, ``wrong`` (n,) its rival."""

    context: np.ndarray
    right: np.ndarray
    wrong: np.ndarray


def choices(text, pairs, context: int, n: int, rng: np.random.Generator) -> Choices:
    """Return places in a text where one word of a pair comes next, both words equally often.

    Because both are equally often right, whoever knows no more than how common they are is right in
    half of the questions.

    Args:
        text: tokens and vocabulary, as :func:`~.basic_english.basic_english` gives them.
        pairs: of words, such as ``[("is", "are"), ("was", "were")]``.
        context: number of words before.
        n: questions, at least two a pair; fewer come back only if they do not divide evenly.
        rng: draws the places, with repetition.

    Raises:
        ValueError: if a word is not in the vocabulary or never comes after so many words, or a
            number is too small.
    """
    tokens, index = np.asarray(text.tokens), {word: i for i, word in enumerate(text.vocabulary)}
    pairs = [tuple(pair) for pair in pairs]
    if context < 1 or not pairs or n < 2 * len(pairs):
        raise ValueError(
            f"context is {context}, n is {n} and there are {len(pairs)} pairs; "
            "context should be at least 1, and n at least two a pair, of which there should be one"
        )
    at, right, wrong = [], [], []
    for one, other in [*pairs, *(pair[::-1] for pair in pairs)]:
        for word in (one, other):
            if word not in index:
                raise ValueError(f"pairs has {word!r}; it should be a word of the vocabulary")
        places = np.flatnonzero(tokens[context:] == index[one])  # where the context begins
        if not len(places):
            raise ValueError(f"{one!r} never comes after {context} words; take another pair")
        at.append(rng.choice(places, n // (2 * len(pairs))))
        right.append(np.full(len(at[-1]), index[one]))
        wrong.append(np.full(len(at[-1]), index[other]))
    windows = np.lib.stride_tricks.sliding_window_view(tokens, context)
    return Choices(windows[np.concatenate(at)], np.concatenate(right), np.concatenate(wrong))
