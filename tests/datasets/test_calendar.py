"""Dates against published Julian Days and against ERFA."""

import erfa
import pytest

from moreisdifferent.datasets.calendar import julian_day


@pytest.mark.parametrize(
    ("date", "calendar", "expected"),
    [
        ((-4712, 1, 1, 12), "Julian", 0.0),  # where Scaliger's count begins
        ((333, 1, 27, 12), "Julian", 1842713.0),  # Meeus, Astronomical Algorithms, ch. 7
        ((1957, 10, 4, 0.81 * 24), "Gregorian", 2436116.31),  # Meeus, ex. 7.a: Sputnik 1
        ((2000, 1, 1, 12), "Gregorian", 2451545.0),
        ((-746, 2, 26, 12), "Julian", 1448638.0),  # era of Nabonassar
    ],
)
def test_published_julian_days(date, calendar, expected):
    assert julian_day(*date, calendar=calendar) == pytest.approx(expected, abs=1e-9)


def test_thursday_4_october_1582_was_followed_by_friday_the_15th():
    assert julian_day(1582, 10, 15) - julian_day(1582, 10, 4, calendar="Julian") == 1


def test_julian_calendar_has_a_leap_day_every_four_years():
    days = [julian_day(year, 1, 1, calendar="Julian") for year in range(-8, 2000)]
    lengths = {year: b - a for year, a, b in zip(range(-8, 2000), days, days[1:])}
    assert all(length == 365 + (year % 4 == 0) for year, length in lengths.items())


def test_every_day_of_a_leap_year_counts_one():
    zero, days = erfa.cal2jd(1600, 12, 31)
    assert julian_day(1600, 12, 31) == zero + days
    months = [(m, d) for m in range(1, 13) for d in range(1, 29)]
    jd = [julian_day(1600, m, d, calendar="Julian") for m, d in months]
    assert all(b - a == 1 for (_, d), a, b in zip(months[1:], jd, jd[1:]) if d > 1)


@pytest.mark.parametrize(
    ("date", "name"),
    [((1600, 13, 1), "month"), ((1601, 2, 29), "day"), ((1700, 2, 29), "day")],
)
def test_dates_that_do_not_exist(date, name):
    with pytest.raises(ValueError, match=f"{name} is"):
        julian_day(*date)


def test_unknown_calendar():
    with pytest.raises(ValueError, match="calendar is 'Mayan'"):
        julian_day(1600, 1, 1, calendar="Mayan")
