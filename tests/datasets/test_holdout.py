import numpy as np
import pytest

from moreisdifferent.datasets.holdout import hold_out

LABELS = np.tile(np.repeat(np.arange(3), 2), 20)  # 20 writers, 3 classes, twice each
WRITERS = np.repeat(np.arange(20), 6)


def test_nobody_is_trained_on_and_tested_or_chosen_by():
    split = hold_out(LABELS, WRITERS, K=3, n_test=4, n_validation=5, seed=1)
    assert split.train.shape == (3, 3, 22) and split.test.shape == (3, 24)
    chosen_by = set(WRITERS[split.validation])
    for train, test in zip(split.train, split.test):
        taught, tested = set(WRITERS[train.ravel()]), set(WRITERS[test])
        assert len(taught) == 11 and len(tested) == 4
        assert not taught & tested and not taught & chosen_by and not tested & chosen_by
        assert (LABELS[train] == np.arange(3)[:, None]).all()
    assert len({w for test in split.test for w in WRITERS[test]}) == 12, "tests share nobody"


def test_the_order_of_training_differs_between_replicates_and_follows_the_seed():
    first, again, other = (hold_out(LABELS, WRITERS, 3, 4, 5, seed).train for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()
    assert (first[0] != first[1]).any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"K": 4}, "there are 20 groups"),
        ({"n_test": 0}, "each at least 1"),
        ({"labels": LABELS + 0.0}, "whole numbers"),
        ({"labels": LABELS[:-1]}, r"both should be \(N,\)"),
        ({"labels": np.r_[1, LABELS[1:]]}, "equally many examples"),
    ],
)
def test_bad_input_is_named(change, message):
    settings = {
        "labels": LABELS,
        "groups": WRITERS,
        "K": 3,
        "n_test": 4,
        "n_validation": 5,
        "seed": 1,
    }
    with pytest.raises(ValueError, match=message):
        hold_out(**settings | change)
