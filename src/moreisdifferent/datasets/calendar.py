"""Dates of old observations as Julian Day numbers."""

import math

import erfa

CALENDARS = ("Julian", "Gregorian")


def julian_day(
    year: int, month: int, day: int, hours: float = 0.0, calendar: str = "Gregorian"
) -> float:
    """Return the Julian Day of a date, ``hours`` after its midnight.

    Args:
        year: astronomical year: 1 BCE is 0, 747 BCE is -746.
        month, day: of ``calendar``.
        hours: hours since midnight; astronomers who counted from noon add 12.
        calendar: ``"Julian"`` (old style: Ptolemy, Copernicus, Tycho) or ``"Gregorian"``.

    Raises:
        ValueError: if ``calendar`` is unknown or the date does not exist in it.

    Source: Fliegel and Van Flandern (1968) for the Julian rule; ERFA ``cal2jd``.
    """
    if calendar not in CALENDARS:
        raise ValueError(f"calendar is {calendar!r}; it should be one of {', '.join(CALENDARS)}")
    if not 1 <= month <= 12:
        raise ValueError(f"month is {month}; it should be 1 to 12")
    if not 1 <= day <= _month_length(year, month, calendar):
        raise ValueError(f"day is {day}; month {month} of {year} has no such day ({calendar})")
    if not math.isfinite(hours):
        raise ValueError(f"hours is {hours}; it should be a finite number")
    if calendar == "Gregorian":
        zero, days = erfa.cal2jd(year, month, day)
        return float(zero + days + hours / 24)
    # count years from 1 March, so that a leap day is the last day of its year
    since_march, march_year = (month - 3) % 12, year - (month < 3)
    days = 365 * march_year + march_year // 4 + (153 * since_march + 2) // 5 + day
    return 1721116.5 + days + hours / 24


def _month_length(year: int, month: int, calendar: str) -> int:
    century = calendar == "Gregorian" and year % 100 == 0 and year % 400 != 0
    leap = year % 4 == 0 and not century
    return (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
