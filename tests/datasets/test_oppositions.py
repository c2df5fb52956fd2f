"""Kepler's twelve, as nights and as loops."""

import numpy as np

from moreisdifferent.datasets import oppositions
from moreisdifferent.datasets.ephemeris import ephemeris


def test_at_opposition_the_suns_view_is_ours():
    twelve = oppositions.opposition_nights()
    jd = oppositions.kepler_oppositions().jd
    true = np.radians(ephemeris("Mars", jd, centre="Sun").longitude)
    off = 60 * np.degrees(np.angle(np.exp(1j * (twelve.longitude - true))))
    assert np.abs(off - off.mean()).max() < 8  # minutes of arc, up to one zero of longitude


def test_the_loops_are_kepler_s_with_1593_last():
    paths, table = oppositions.loops(60)
    assert next(iter(paths)) == "1580 Gemini" and list(paths)[-1] == "1593 Pisces"
    assert "1582 Cancer" in paths  # old style
    assert np.abs(table[:, 0]).max() < 0.1
    for (east, north), (_, y) in zip(paths.values(), table):
        assert len(east) == len(north) == 121 and east[60] == 0
        assert abs(y - north[60]) < 0.2
        assert np.diff(east)[55:65].max() < 0  # Mars runs backwards, to the west


def test_ordinary_days_go_around():
    jd, anomaly = oppositions.ordinary_days(10.0)
    far = ephemeris("Mars", jd, centre="Sun").distance
    assert anomaly.min() >= 0 and anomaly.max() < 360
    assert far[np.argmin(np.abs(anomaly - 180))] < 1.4 < 1.6 < far[np.argmin(anomaly)]
