"""The old tables: their arithmetic, their misprints and how well they fit the sky."""

import numpy as np
import pytest
from scipy.optimize import least_squares

from moreisdifferent.datasets import sky
from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.models import celestial


def arcminutes(a, b):
    return 60 * ((np.asarray(a) - b + 180) % 360 - 180)


def test_sexagesimal_and_zodiac():
    assert sky.sexagesimal("6;28,35") == pytest.approx(6 + 28 / 60 + 35 / 3600)
    assert sky.sexagesimal("-4;0,36") == pytest.approx(-4.01)
    assert sky.sexagesimal("31") == 31
    assert sky.zodiac("Gemini", "6;28,35") == pytest.approx(66.476389, abs=1e-6)
    with pytest.raises(ValueError, match=r"text is '6\.5'"):
        sky.sexagesimal("6.5")
    with pytest.raises(ValueError, match="sign is 'Ophiuchus'"):
        sky.zodiac("Ophiuchus", "1;0")


def test_keplers_oppositions_are_oppositions():
    """Real Mars stands within minutes of where the table says, and opposite the real Sun."""
    table = sky.kepler_oppositions()
    error = arcminutes(table.longitude, ephemeris("Mars", table.jd, equinox="date").longitude)
    assert np.sqrt((error**2).mean()) < 3
    assert np.abs(error).max() < 5
    sun = ephemeris("Sun", table.jd, equinox="date").longitude
    # Tycho's Sun, from which the moments were computed, has an eccentricity 0.0012 too large
    assert np.abs(arcminutes(table.longitude, sun + 180)).max() < 9
    latitude = ephemeris("Mars", table.jd, equinox="date").latitude
    assert 60 * np.abs(table.latitude - latitude).max() < 9


def test_keplers_mean_longitudes_move_evenly():
    """This is what catches the slips of the copies that circulate: 1′ would stand out."""
    table = sky.kepler_oppositions()
    year = (table.jd - table.jd[0]) / 365.25
    unwrapped = np.unwrap(table.mean_longitude, period=360)
    turns = np.round((191.4 * year - (unwrapped - unwrapped[0])) / 360)
    mean = unwrapped + 360 * turns
    slope, start = np.polyfit(year, mean, 1)
    assert slope == pytest.approx(360 / 1.88073, abs=0.02)  # tropical year of Mars
    assert 60 * np.abs(mean - start - slope * year).max() < 0.6


def kepler_fit(path, extra):
    """Residuals (arcmin) of a path about the Sun, fitted to Kepler's twelve longitudes."""
    table = sky.kepler_oppositions()
    year = (table.jd - 2306000) / 365.25
    among_stars = np.radians(table.longitude - 50.29 / 3600 * year)

    def residual(p):
        start, rate, aphelion, *shape = p
        z = path(start + rate * year - aphelion, *shape) * np.exp(1j * (aphelion - among_stars))
        return np.angle(z)

    rate = 2 * np.pi / 1.88085
    start = np.angle(np.exp(1j * (among_stars - rate * year)).sum())
    best = least_squares(residual, (start, rate, np.radians(149), *extra), x_scale="jac").x
    return 60 * np.degrees(residual(best)), best


@pytest.mark.parametrize(
    ("path", "extra", "rms", "worst"),
    [
        (celestial.eccentric, (0.18,), 14.4, 28.7),
        (celestial.equant, (0.09,), 4.33, 7.91),  # the eight arcminutes of chapter 19
        (celestial.equant, (0.11, 0.07), 0.93, 1.84),  # the vicarious hypothesis
        (celestial.ellipse, (0.09,), 0.89, 1.75),
    ],
)
def test_the_eight_arcminutes(path, extra, rms, worst):
    residual, _ = kepler_fit(path, extra)
    assert np.sqrt((residual**2).mean()) == pytest.approx(rms, rel=0.02)
    assert np.abs(residual).max() == pytest.approx(worst, rel=0.03)


def test_kepler_found_the_same_vicarious_eccentricities():
    """Chapter 16 prints 0.11332 from the Sun to the centre and 0.07232 on to the equant."""
    _, (*_, e, e_equant) = kepler_fit(celestial.equant, (0.11, 0.07))
    assert e == pytest.approx(0.11332, abs=0.0015)
    assert e_equant == pytest.approx(0.07232, abs=0.0015)


def test_ceres_rows():
    ceres = sky.piazzi_ceres()
    assert ceres.jd.shape == (21,)
    assert np.all(np.diff(ceres.jd) > 0)
    assert ceres.jd[0] == pytest.approx(2378861.5 + 0.82630)  # JD of 1801 January 1.0 is 2378861.5
    assert ceres.jd[-1] - ceres.jd[0] == pytest.approx(40.895, abs=0.001)
    for angle in (ceres.right_ascension, ceres.declination):
        smooth = np.polyval(np.polyfit(ceres.jd - ceres.jd[0], angle, 4), ceres.jd - ceres.jd[0])
        assert 3600 * np.abs(angle - smooth).max() < 60  # arcseconds: no slip of a digit
    assert sky.recovered_ceres().right_ascension == pytest.approx(190.84, abs=0.01)


def test_ptolemy_ties_every_superior_planet_to_the_sun():
    """Mean longitude and anomaly add up to the mean Sun: the observer's own motion."""
    tables = sky.almagest()
    sun = sky.sexagesimal("0;59,8,17,13,12,31")
    for planet in ("Mars", "Jupiter", "Saturn"):
        row = tables[planet]
        assert row.daily_longitude + row.daily_anomaly == pytest.approx(sun, abs=1e-9)
        assert (row.mean_longitude + row.anomaly) % 360 == pytest.approx(330.75, abs=0.02)
    assert tables["Venus"].mean_longitude == tables["Mercury"].mean_longitude == 330.75


def test_copernicus_has_ptolemys_eccentricity_in_two_parts():
    mars = sky.de_revolutionibus()
    assert mars.eccentricity == pytest.approx(3 * mars.epicyclet, rel=0.03)
    period = 360 / mars.daily_longitude
    assert period == pytest.approx(686.98, abs=0.05)  # sidereal, days
