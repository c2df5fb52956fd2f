import numpy as np
import pytest

from moreisdifferent.datasets.brackets import SIGNS, brackets, match


def test_half_match_and_the_others_have_the_same_signs_on_average():
    rows, labels = brackets(400, np.random.default_rng(0), 12)
    assert rows.shape == (400, 12) and labels.mean() == 0.5
    assert [match(row) for row in rows] == list(labels == 1)
    counts = np.array([np.bincount(row, minlength=4) for row in rows])
    assert (counts[:, :2] == counts[:, 2:]).all(), "an exchange leaves the signs as they are"


def test_match_knows_kinds_and_order():
    def tokens(text):
        return [SIGNS.index(sign) for sign in text]

    assert match(tokens("([])()")) and match([])
    assert not any(match(tokens(text)) for text in ("([)]", ")(", "(", "(]"))


def test_bad_input_is_named():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="length is 5"):
        brackets(2, rng, 5)
    with pytest.raises(ValueError, match="n is 0"):
        brackets(0, rng)
    with pytest.raises(ValueError, match="row is"):
        match([0, 7])
