import numpy as np
import pytest

from moreisdifferent.datasets.standard_library import MASK, RARE, windows, words


def test_words_keep_the_text():
    text = words(["bisect"])
    assert {"def", "bisect_right", ":", "\n"} <= set(text)
    assert not any(" " in word for word in text)


def test_windows_hold_the_common_words():
    tokens, vocabulary = windows(16, np.random.default_rng(0), 64, ["bisect", "heapq"])
    assert tokens.shape[1] == 16 and len(vocabulary) == 64
    assert tokens.min() == RARE and tokens.max() < 64 and not (tokens == MASK).any()
    text = words(["bisect", "heapq"])
    kept = sorted(tokens.flatten().tolist())
    index = {word: i for i, word in enumerate(vocabulary)}
    assert kept == sorted(index.get(word, RARE) for word in text[: tokens.size])


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="modules has 'no_such'"):
        words(["no_such"])
    with pytest.raises(ValueError, match="length is 0"):
        windows(0, np.random.default_rng(0))
