"""The two books against the sky of their own and of Tycho's time."""

import numpy as np
import pytest

from moreisdifferent.datasets import nights, sky
from moreisdifferent.datasets.calendar import julian_day
from moreisdifferent.datasets.ephemeris import mean_ephemeris
from moreisdifferent.models import almanac


def off(z, longitude):
    return np.degrees(np.angle(z * np.exp(-1j * longitude)))


def test_ptolemy_is_good_in_his_own_century():
    jd = np.arange(julian_day(100, 1, 1), julian_day(160, 1, 1), 5.0)
    true = np.radians(mean_ephemeris("Mars", jd, equinox="date").longitude)
    gap = off(almanac.almagest_mars(jd), true)
    assert gap.mean() == pytest.approx(-1.06, abs=0.1)  # his equinox
    assert gap.std() < 0.45


def test_copernicus_in_tychos_years():
    jd, true = nights.as_almanacs_count("Mars", 1575, 1605)
    gap = off(almanac.de_revolutionibus_mars(jd), true.longitude)
    assert abs(gap.mean()) < 0.1 and 3 < np.abs(gap).max() < 4
    own = sky.de_revolutionibus().apogee
    same = off(almanac.de_revolutionibus_mars(jd, own), true.longitude)
    np.testing.assert_allclose(same, gap)
    assert np.abs(off(almanac.de_revolutionibus_mars(jd, own - 3), true.longitude)).max() < 2


def test_ptolemys_circles_follow_the_third_law():
    distance, period = np.log(list(almanac.read_by_the_sun().values())).T
    assert np.polyfit(distance, period, 1)[0] == pytest.approx(1.5, abs=0.005)
