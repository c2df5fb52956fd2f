"""The black box: exact on what it has seen, useless where nothing is alike, better with more."""

import numpy as np
import pytest

from moreisdifferent.models.smoother import fit_smoother, phases

SPEEDS = np.array([1.0, 0.4])


def world(n, seed=0):
    t = np.sort(np.random.default_rng(seed).uniform(0, 100, n))
    return t, 0.5 * np.sin(t) + np.cos(0.4 * t)


def error(n):
    asked = world(200, 1)
    found = fit_smoother(world(n), SPEEDS).position(asked[0])
    return np.sqrt(np.mean(np.angle(found * np.exp(-1j * asked[1])) ** 2))


def test_more_nights_are_better():
    assert error(400) < error(50) / 4 < 0.25


def test_clocks_repeat():
    np.testing.assert_allclose(phases([0.3], [2.0]), phases([0.3 + np.pi], [2.0]))


def test_the_width_is_chosen_on_nights_that_are_left_out():
    assert fit_smoother(world(200), SPEEDS, (1e-3, 0.4)).width == 0.4


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="widths is"):
        fit_smoother(world(20), SPEEDS, ())
    with pytest.raises(ValueError, match="nights has shapes"):
        fit_smoother((np.zeros(1), np.zeros(1)), SPEEDS)
