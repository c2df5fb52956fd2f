"""A path about the Sun, judged from the Earth: the true one has no error, a stretched one has."""

import numpy as np
import pytest

from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.datasets.oppositions import ordinary_days
from moreisdifferent.evaluation.from_earth import from_earth, true_lit_venus

JD, ANOMALY = ordinary_days(20.0)
MARS = ephemeris("Mars", JD, centre="Sun")
TRUE = MARS.distance * np.exp(1j * np.radians(MARS.longitude))


def test_the_true_path_is_right_whatever_its_scale_and_zero():
    distance, direction = from_earth(3 * TRUE * np.exp(0.4j), JD)
    np.testing.assert_allclose(distance, 0, atol=1e-9)
    assert np.sqrt(np.mean(direction**2)) < 5  # minutes of arc: the planes differ


def test_a_wrong_distance_becomes_a_wrong_direction():
    wrong = TRUE * (1 + 0.02 * np.cos(np.radians(ANOMALY)))
    distance, direction = from_earth(wrong, JD)
    assert np.abs(distance).max() == pytest.approx(2, abs=0.3)  # one scale is free
    assert np.sqrt(np.mean(direction**2)) > 15


def test_venus_shows_all_its_phases():
    _, lit = true_lit_venus(1610, 1613)
    assert lit.min() < 0.03 and lit.max() > 0.97
