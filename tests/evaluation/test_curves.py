import numpy as np
import pytest

from moreisdifferent.evaluation.curves import last_quarter, moment, needed
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


@pytest.mark.parametrize("n", [5, 6, 7, 9, 21, 100, 401])
def test_a_straight_line_gains_a_quarter_in_the_last_quarter(n):
    curve = np.linspace(0, 1, n)[:, None] * [1.0, -2.0, 0.0]
    np.testing.assert_allclose(last_quarter(curve), [0.25, -0.5, 0], atol=1e-12)


def test_who_is_done_gains_nothing_and_who_is_late_gains_all():
    times = np.linspace(0, 1, 81)
    done, late = np.minimum(4 * times, 1), np.maximum(0, 4 * times - 3)
    gains = last_quarter(np.stack([done, late], 1))
    assert gains[0] == 0 and gains[1] > 0.6


def test_an_exponential_gains_what_the_formula_says():
    times = np.linspace(0, 1, 801)
    found = last_quarter((1 - np.exp(-3 * times))[:, None])
    assert found == pytest.approx(np.exp(-3 * 11 / 16) - np.exp(-3 * 15 / 16), rel=0.01)


def test_the_noise_of_a_checkpoint_is_averaged_away():
    noise = np.random.default_rng(0).normal(size=(161, 400))
    assert last_quarter(noise).std() < 0.4 * (noise[-1] - noise[-41]).std()


@pytest.mark.parametrize("curve", [np.ones(9), np.ones((4, 2)), np.full((9, 1), np.nan)])
def test_a_last_quarter_needs_a_curve(curve):
    with pytest.raises(ValueError, match="curve"):
        last_quarter(curve)


def test_a_power_law_needs_what_its_inverse_says():
    sizes = np.geomspace(10, 1000, 200)
    errors = (sizes[:, None] / [1, 4]) ** -0.5
    np.testing.assert_allclose(needed(errors, sizes, 0.1), [100, 400], rtol=1e-3)


def test_a_dip_does_not_count_and_what_does_not_stay_is_missing():
    errors = np.array([[1, 0.1, 0.1], [0.2, 0.5, 0.2], [0.9, 0.1, 0.6], [0.1, 0.1, 0.5]])
    found = needed(errors, [10, 20, 40, 80], 0.3)
    assert found[:2].tolist() == pytest.approx([40 * 2**0.75, 20 * 2**0.5]) and np.isnan(found[2])
    assert needed(np.full((3, 1), 0.1), [10, 20, 40], 0.3) == pytest.approx([10])


@pytest.mark.parametrize(
    ("errors", "sizes", "words"),
    [
        (np.ones(3), [1, 2, 3], "errors has shape"),
        (np.ones((2, 1)), [1, 2, 3], "errors has shape"),
        (np.ones((3, 1)), [1, 3, 2], "sizes is"),
        (np.ones((3, 1)), [0, 1, 2], "sizes is"),
        (np.full((3, 1), np.nan), [1, 2, 3], "errors, sizes and level"),
    ],
)
def test_what_cannot_be_needed_is_named(errors, sizes, words):
    with pytest.raises(ValueError, match=words):
        needed(errors, sizes, 0.5)
