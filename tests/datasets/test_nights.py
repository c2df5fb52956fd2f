"""Nights of a planet: reproducible, in order, and as noisy as they say."""

import numpy as np
import pytest

from moreisdifferent.datasets import nights as module
from moreisdifferent.datasets.calendar import julian_day
from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.datasets.seeds import rng


def test_years_count_from_1600():
    assert module.years(julian_day(1600, 1, 1)) == 0
    assert module.years(julian_day(1700, 1, 1)) == pytest.approx(100, abs=0.01)


def test_noise_is_what_was_asked_for():
    seen = module.nights("Mars", rng(1, 0), 4000, noise=3.0)
    jd = module.EPOCH + module.YEAR * seen.t
    off = 60 * (np.degrees(seen.longitude) - ephemeris("Mars", jd).longitude)
    assert off.std() == pytest.approx(3, rel=0.05)
    assert (np.diff(seen.t) >= 0).all() and seen.t[0] >= -40.01 and seen.t[-1] <= 20.01


def test_the_same_seed_gives_the_same_nights():
    first, second = (module.nights("Venus", rng(1, 2), 20) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_true_sky_has_its_days():
    sky = module.every_few_days("Mars", 1640, 1641, days=5.0)
    assert len(sky.t) == 74 and sky.t[0] == pytest.approx(40, abs=0.01)


def test_old_books_count_from_the_moving_equinox():
    jd, dated = module.as_almanacs_count("Sun", 1590, 1592)
    fixed = module.every_few_days("Sun", 1590, 1592)
    turn = np.degrees(np.angle(np.exp(1j * (fixed.longitude - dated.longitude))))
    np.testing.assert_allclose(turn, 50.3 / 3600 * 410, atol=0.05)  # precession from 1590 to 2000
    assert len(jd) == len(dated.t)


def test_the_path_about_the_earth_has_distances():
    t, z = module.path_about_the_earth("Mars", 1580, 1596)
    assert t.shape == z.shape
    assert 0.36 < np.abs(z).min() < 0.4 and 2.5 < np.abs(z).max() < 2.7  # au
