import numpy as np

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.datasets.translation import copying, verse_pairs


def test_digits_are_read_with_padding_in_front_and_written_from_the_left():
    pairs, targets, lengths, padding = copying(40, rng(1), longest=6)
    assert set(lengths) <= set(range(1, 7)) and padding == 10
    for (source, written), target, n in zip(pairs, targets, lengths):
        assert (source[:-n] == padding).all() and np.array_equal(source[-n:], target[:n])
        assert (target[n:] == -100).all()
        assert written[0] == padding + 1 and np.array_equal(written[1:n], target[: n - 1])


def test_verses_are_short_in_both_and_say_the_same():
    pairs, targets, lengths, padding = verse_pairs(24, 500)
    assert pairs.shape[1:] == (2, 24) and len(pairs) > 7000 and padding == 500
    assert lengths.max() <= 24 and lengths.min() > 1
    written = (targets != -100).sum(1)
    assert np.corrcoef(lengths, written)[0, 1] > 0.3  # a long verse stays long
    assert targets.max() < 500 and pairs.max() == 501
