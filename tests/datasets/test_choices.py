import numpy as np

from moreisdifferent.datasets.basic_english import Text
from moreisdifferent.datasets.choices import choices


def test_both_words_are_right_equally_often_and_the_context_is_what_stood_before():
    tokens = np.array([0, 1, 2, 0, 1, 2, 0, 1, 3, 0, 1, 2])
    found = choices(
        Text(tokens, ["a", "b", "is", "are"]), [("is", "are")], 2, 40, np.random.default_rng(0)
    )
    assert np.bincount(found.right).tolist() == [0, 0, 20, 20]
    assert (found.right + found.wrong == 5).all()
    assert (found.context == [0, 1]).all()
