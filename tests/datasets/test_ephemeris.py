"""The ephemeris against an independent theory, a printed almanac value and known geometry."""

import erfa
import numpy as np
import pytest

from moreisdifferent.datasets.calendar import julian_day
from moreisdifferent.datasets.ephemeris import PLANETS, ephemeris, mean_ephemeris

MODERN = np.linspace(julian_day(1901, 1, 1), julian_day(2099, 12, 1), 400)


def arcminutes(a, b):
    return 60 * ((np.asarray(a) - b + 180) % 360 - 180)


def test_earth_agrees_with_epv00():
    """``epv00`` is a fit to another ephemeris (VSOP2000); it gives the Earth itself, which
    circles the centre of mass of Earth and Moon at 4,700 km: 6.4″ seen from the Sun."""
    position = erfa.epv00(MODERN, 0.0)[0]["p"] @ erfa.ltecm(2000.0).T
    earth = ephemeris("Earth", MODERN, centre="Sun")
    assert np.abs(np.linalg.norm(position, axis=1) - earth.distance).max() < 5e-5
    longitude = np.degrees(np.arctan2(position[:, 1], position[:, 0]))
    assert 60 * np.abs(arcminutes(longitude, earth.longitude)).max() < 16  # arcseconds


def test_sun_on_a_day_worked_by_meeus():
    """Meeus, Astronomical Algorithms, example 25.b: 1992 October 13.0 TD, true longitude
    199°54′21.8″ before nutation and aberration, R = 0.99760775 au; Earth-Moon barycentre here."""
    sun = ephemeris("Sun", 2448908.5, equinox="date")
    assert sun.longitude == pytest.approx(199 + 54 / 60 + 21.8 / 3600, abs=8 / 3600)
    assert sun.distance == pytest.approx(0.99760775, abs=4e-5)


# largest differences over 1000 to 3000 that the two theories' stated errors allow, as seen
# from the Earth: arcminutes
@pytest.mark.parametrize(
    ("planet", "limit"),
    [("Mercury", 2), ("Venus", 6), ("Sun", 1.5), ("Mars", 10), ("Jupiter", 18), ("Saturn", 30)],
)
def test_two_theories_agree_for_two_thousand_years(planet, limit):
    jd = np.linspace(julian_day(1000, 2, 1), julian_day(2999, 12, 1), 1500)
    one = ephemeris(planet, jd, equinox="date")
    other = mean_ephemeris(planet, jd, equinox="date")
    assert np.abs(arcminutes(one.longitude, other.longitude)).max() < limit
    assert np.abs(60 * (one.latitude - other.latitude)).max() < limit
    assert np.abs(one.distance / other.distance - 1).max() < 5e-3


@pytest.mark.parametrize("planet", [p for p in PLANETS if p != "Earth"])
def test_sides_of_the_triangle_sun_earth_planet(planet):
    """The planet from the Earth is the planet from the Sun plus the Sun from the Earth."""

    def vector(sight):
        λ, β = np.radians(sight.longitude), np.radians(sight.latitude)
        flat = sight.distance * np.cos(β)
        return np.stack([flat * np.cos(λ), flat * np.sin(λ), sight.distance * np.sin(β)])

    from_earth = vector(ephemeris(planet, MODERN))
    detour = vector(ephemeris("Sun", MODERN)) + vector(ephemeris(planet, MODERN, centre="Sun"))
    np.testing.assert_allclose(from_earth, detour, atol=1e-12)


def test_the_equinox_moves_fifty_arcseconds_a_year():
    jd = julian_day(1600, 1, 1)
    of_date = ephemeris("Mars", jd, equinox="date").longitude
    shift = arcminutes(ephemeris("Mars", jd).longitude, of_date) * 60 / 400
    assert shift == pytest.approx(50.2, abs=0.5)


@pytest.mark.parametrize("function", [ephemeris, mean_ephemeris])
def test_bad_input_is_named(function):
    with pytest.raises(ValueError, match="planet is 'Pluto'"):
        function("Pluto", 2451545.0)
    with pytest.raises(ValueError, match="centre is 'Moon'"):
        function("Mars", 2451545.0, centre="Moon")
    with pytest.raises(ValueError, match="both 'Earth'"):
        function("Earth", 2451545.0)
    with pytest.raises(ValueError, match="equinox is 'B1950'"):
        function("Mars", 2451545.0, equinox="B1950")
    with pytest.raises(ValueError, match="jd is nan"):
        function("Mars", np.nan)


def test_dates_outside_the_theory_are_refused():
    with pytest.raises(ValueError, match=r"jd is .*the years 1000 to 3000"):
        ephemeris("Mars", [2451545.0, julian_day(999, 12, 1, calendar="Julian")])
    with pytest.raises(ValueError, match=r"jd is .*the years 1000 to 3000"):
        ephemeris("Mars", julian_day(3000, 2, 1))
    with pytest.raises(ValueError, match=r"jd is .*the years -2999 to 3000"):
        mean_ephemeris("Mars", julian_day(-3001, 1, 1, calendar="Julian"))


@pytest.mark.filterwarnings("error")
def test_whole_span_works_without_a_warning():
    ephemeris("Saturn", [2086302.5, 2816787.5])
