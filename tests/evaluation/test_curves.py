import numpy as np
import pytest

from moreisdifferent.evaluation.curves import moment
from moreisdifferent.evaluation.intervals import paired_difference

TIMES = np.linspace(0, 20, 2001)


def test_an_exponential_takes_22_times_as_long_to_nine_tenths_as_to_one():
    curve = (1 - np.exp(-TIMES / [[1], [2]])).T
    early, late = (moment(curve, TIMES, share) for share in (0.1, 0.9))
    np.testing.assert_allclose(late / early, np.log(10) / np.log(10 / 9), rtol=1e-2)
    np.testing.assert_allclose(late[1] / late[0], 2, rtol=1e-2)


def test_a_straight_line_is_half_way_at_half_time_however_few_the_checkpoints():
    times = np.array([0, 30, 100])
    assert moment(times[:, None] / 100, times, 0.5) == pytest.approx(50)


def test_what_is_there_from_the_start_is_there_at_the_start():
    assert moment(np.ones((3, 1)), [5, 6, 7], 0.5) == 5


def test_what_learns_nothing_has_no_moment_and_no_interval():
    flat, learned = np.zeros(11), np.linspace(0, 1, 11)
    curve = np.stack([flat, learned, 0.09 * learned], 1)
    half = moment(curve, np.arange(11), 0.5)
    assert np.isnan(half).tolist() == [True, False, True]
    with pytest.raises(ValueError, match=r"not finite at \[0, 2\]"):
        paired_difference(half, np.zeros(3))


@pytest.mark.parametrize(
    ("curve", "times", "share", "least", "words"),
    [
        (np.ones(3), [0, 1, 2], 0.5, 0.05, "curve has shape"),
        (np.ones((2, 1)), [0, 1, 2], 0.5, 0.05, "curve has shape"),
        (np.ones((3, 1)), [0, 2, 1], 0.5, 0.05, "increase"),
        (np.full((3, 1), np.nan), [0, 1, 2], 0.5, 0.05, "not finite"),
        (np.ones((3, 1)), [0, 1, 2], 0, 0.05, "share is 0"),
        (np.ones((3, 1)), [0, 1, 2], 0.5, 0, "least is 0"),
    ],
)
def test_it_refuses(curve, times, share, least, words):
    with pytest.raises(ValueError, match=words):
        moment(curve, times, share, least)
