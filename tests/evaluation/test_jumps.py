import numpy as np
import pytest

from moreisdifferent.evaluation.jumps import steepest_doubling

AT = np.geomspace(1e-5, 1e3, 4001)


def test_an_exponential_makes_a_quarter_of_its_gain_within_a_doubling_whatever_its_rate():
    found = steepest_doubling(1 - np.exp(-AT[:, None] * [1, 10]), AT)
    np.testing.assert_allclose(found, 0.25, atol=1e-3)


def test_a_step_has_all_of_it_and_a_line_half():
    at = np.arange(1.0, 1025)
    curves = np.stack([at > 300, (at - 1) / 1023], axis=1)
    np.testing.assert_allclose(steepest_doubling(curves, at), [1, 0.5], atol=2e-3)


def test_a_power_law_spreads_evenly_over_its_doublings():
    at = 2.0 ** np.arange(11)
    assert steepest_doubling(np.log2(at)[:, None], at) == pytest.approx(0.1)


def test_the_unit_does_not_matter_and_what_gains_nothing_has_no_share():
    curve = 1 - np.exp(-AT[:, None])
    np.testing.assert_allclose(steepest_doubling(curve, 7 * AT), steepest_doubling(curve, AT))
    assert np.isnan(steepest_doubling(0.01 * curve, AT)).all()


@pytest.mark.parametrize(
    ("curve", "at", "least", "words"),
    [
        (np.ones(3), [1, 2, 4], 0.05, "curve has shape"),
        (np.ones((2, 1)), [1, 2, 4], 0.05, "curve has shape"),
        (np.ones((3, 1)), [0, 2, 4], 0.05, "from above 0"),
        (np.ones((3, 1)), [1, 2, 3], 0.05, "two doublings"),
        (np.full((3, 1), np.inf), [1, 2, 4], 0.05, "not finite"),
        (np.ones((3, 1)), [1, 2, 4], 0, "least is 0"),
    ],
)
def test_what_cannot_be_measured_is_refused(curve, at, least, words):
    with pytest.raises(ValueError, match=words):
        steepest_doubling(curve, at, least)
