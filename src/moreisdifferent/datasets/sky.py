"""What astronomers saw and what they published: the tables of five books.

Angles are degrees and decimals, dates are Julian Days. Sexagesimal originals are kept in
the source as they stand in print ("6;28,35" is 6° 28′ 35″), so that they can be checked.
"""

from typing import NamedTuple

import numpy as np

from .calendar import julian_day

SIGNS = (
    "Aries",
    "Taurus",
    "Gemini",
    "Cancer",
    "Leo",
    "Virgo",
    "Libra",
    "Scorpio",
    "Sagittarius",
    "Capricorn",
    "Aquarius",
    "Pisces",
)
URANIBORG = 12.70  # Tycho's island Hven, degrees east of Greenwich


def sexagesimal(text: str) -> float:
    """Return the number that ``"6;28,35"`` writes: 6 + 28/60 + 35/3600.

    Raises:
        ValueError: if ``text`` is not digits in groups split by one ``;`` and commas.
    """
    whole, _, rest = text.lstrip("-").partition(";")
    groups = [whole, *rest.split(",")] if rest else [whole]
    if not all(group.isdecimal() for group in groups):
        raise ValueError(f"text is {text!r}; it should look like '6;28,35'")
    value = sum(int(group) / 60**place for place, group in enumerate(groups))
    return -value if text.startswith("-") else value


def zodiac(sign: str, degrees: str) -> float:
    """Return the longitude of ``degrees`` (sexagesimal) within a sign of 30°.

    Raises:
        ValueError: if ``sign`` is not one of ``SIGNS``.
    """
    if sign not in SIGNS:
        raise ValueError(f"sign is {sign!r}; it should be one of {', '.join(SIGNS)}")
    return 30 * SIGNS.index(sign) + sexagesimal(degrees)


class Oppositions(NamedTuple):
    """Oppositions of Mars; arrays of shape (12,), angles in degrees from the equinox of date."""

    jd: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    mean_longitude: np.ndarray


# year, month, day (old style), hours and minutes after noon, longitude, latitude as seen
# from the Earth, mean longitude in signs of 30° and degrees
_ACRONYCHAL = (
    (1580, 11, 18, 1, 31, "Gemini", "6;28,35", "1;40", 1, "25;49,31"),
    (1582, 12, 28, 3, 58, "Cancer", "16;55,30", "4;6", 3, "9;24,55"),
    (1585, 1, 30, 19, 14, "Leo", "21;36,10", "4;32,10", 4, "20;8,19"),
    (1587, 3, 6, 7, 23, "Virgo", "25;43,0", "3;41", 6, "0;47,40"),
    (1589, 4, 14, 6, 23, "Scorpio", "4;23,0", "1;12,45", 7, "14;18,26"),
    (1591, 6, 8, 7, 43, "Sagittarius", "26;43,0", "-4;0", 9, "5;43,55"),
    (1593, 8, 25, 17, 27, "Pisces", "12;16,0", "-6;2", 11, "9;55,4"),
    (1595, 10, 31, 0, 39, "Taurus", "17;31,40", "0;8", 1, "7;14,9"),
    (1597, 12, 13, 15, 54, "Cancer", "2;28,0", "3;33", 2, "23;11,56"),
    (1600, 1, 18, 14, 2, "Leo", "8;38,0", "4;30,50", 4, "4;35,50"),
    (1602, 2, 20, 14, 13, "Virgo", "12;27,0", "4;10", 5, "14;59,37"),
    (1604, 3, 28, 16, 23, "Libra", "18;37,10", "2;26", 6, "27;0,12"),
)


def kepler_oppositions() -> Oppositions:
    """Return the twelve oppositions of Mars that Kepler fitted, 1580 to 1604.

    When Mars stands opposite the Sun, the Earth is on the line from the Sun to Mars: its
    longitude is then the same from both. Numbers 1 to 10 come from Tycho Brahe's
    observations, 11 is Kepler's own, 12 David Fabricius's; each is interpolated from
    sightings of several nights. Times are Uraniborg's, turned into Greenwich's.

    Source: Kepler (1609), *Astronomia Nova*, chapter 15, page 90 of the print. A file that
    circulates on the web has 15:44 in row 9 and slips in the mean longitudes of rows 3 and 8.
    """
    rows = []
    for year, month, day, h, m, sign, longitude, latitude, mean_sign, mean in _ACRONYCHAL:
        jd = julian_day(year, month, day, 12 + h + m / 60, "Julian") - URANIBORG / 360
        mean_longitude = 30 * mean_sign + sexagesimal(mean)
        rows.append((jd, zodiac(sign, longitude), sexagesimal(latitude), mean_longitude))
    return Oppositions(*np.array(rows).T)


class CeresPositions(NamedTuple):
    """Positions of Ceres, arrays of shape (n,): degrees of the J2000 equator."""

    jd: np.ndarray
    right_ascension: np.ndarray
    declination: np.ndarray


# day (UT) counted from 1801 January 0, right ascension h m s, declination ° ′ ″
_PIAZZI = (
    (1.82630, 3, 38, 23.07, 16, 17, 25.5),
    (2.82337, 3, 38, 5.84, 16, 20, 51.5),
    (3.82045, 3, 37, 50.6, 16, 24, 21.2),
    (4.81755, 3, 37, 35.52, 16, 27, 50.7),
    (10.80058, 3, 36, 45.9, 16, 50, 36.9),
    (11.79783, 3, 36, 43.82, 16, 55, 0.0),
    (13.79236, 3, 36, 44.91, 17, 2, 54.7),
    (14.78965, 3, 36, 46.62, 17, 7, 10.5),
    (18.77899, 3, 37, 11.0, 17, 25, 0.0),
    (19.77641, 3, 37, 24.74, 17, 29, 12.2),
    (21.77126, 3, 37, 51.61, 17, 38, 25.9),
    (22.76871, 3, 38, 7.15, 17, 43, 5.0),
    (23.76618, 3, 38, 25.02, 17, 47, 47.9),
    (28.75376, 3, 40, 14.78, 18, 12, 11.1),
    (30.74893, 3, 41, 9.30, 18, 22, 15.3),
    (31.74652, 3, 41, 38.88, 18, 27, 18.9),
    (32.74414, 3, 42, 9.3, 18, 32, 26.8),
    (33.74178, 3, 42, 41.69, 18, 37, 40.2),
    (36.73479, 3, 44, 26.88, 18, 53, 19.2),
    (39.72793, 3, 46, 24.27, 19, 9, 13.7),
    (42.72121, 3, 48, 33.97, 19, 25, 18.3),
)
_RECOVERED = ((391.17022, 12, 43, 22.43, 10, 51, 17.1),)  # 1802 January 26


def piazzi_ceres() -> CeresPositions:
    """Return the 21 positions of Ceres that Giuseppe Piazzi took in Palermo in early 1801.

    Source: Minor Planet Center archive, observatory code 535: a modern reduction to J2000 of
    21 of his 24 nights, 1 January to 11 February 1801.
    """
    return _equatorial(_PIAZZI)


def recovered_ceres() -> CeresPositions:
    """Return a position of Ceres of 26 January 1802, after it had been found again; shape (1,).

    Source: Minor Planet Center archive, first row after the recovery.
    """
    return _equatorial(_RECOVERED)


def _equatorial(rows) -> CeresPositions:
    day, h, m, s, d, minute, second = np.array(rows).T
    jd = julian_day(1800, 12, 31) + day
    return CeresPositions(jd, 15 * (h + m / 60 + s / 3600), d + minute / 60 + second / 3600)


class Deferent(NamedTuple):
    """One planet of the *Almagest*: lengths in sixtieths of the deferent, degrees, degrees a day.

    ``eccentricity`` is the distance from the Earth to the deferent's centre and again from
    there to the equant; ``anomaly`` is the place on the epicycle, from its apogee.
    """

    eccentricity: float
    epicycle: float
    apogee: float
    mean_longitude: float
    anomaly: float
    daily_longitude: float
    daily_anomaly: float


NABONASSAR = julian_day(-746, 2, 26, 12, "Julian")  # the Almagest's epoch
_SUN_RATE = "0;59,8,17,13,12,31"
_ALMAGEST = {
    "Mercury": ("3;0", "22;30", "181;10", "330;45", "21;55", _SUN_RATE, "3;6,24,6,59,35,50"),
    "Venus": ("1;15", "43;10", "46;10", "330;45", "71;7", _SUN_RATE, "0;36,59,25,53,11,28"),
    "Mars": (
        *("6;0", "39;30", "106;40", "3;32", "327;13"),
        *("0;31,26,36,53,51,33", "0;27,41,40,19,20,58"),
    ),
    "Jupiter": (
        *("2;45", "11;30", "152;9", "184;41", "146;4"),
        *("0;4,59,14,26,46,31", "0;54,9,2,46,26,0"),
    ),
    "Saturn": (
        *("3;25", "6;30", "224;10", "296;43", "34;2"),
        *("0;2,0,33,31,28,51", "0;57,7,43,41,43,40"),
    ),
}


def almagest() -> dict[str, Deferent]:
    """Return Ptolemy's numbers for the five planets, at noon of 26 February 747 BCE.

    Apogees move with the stars, one degree a century. Mercury's crank, which carries its
    deferent's centre around, is not among these numbers; of the Sun's, only the mean motion.

    Source: Ptolemy (about 150), *Almagest*, books III and IX to XI, in Toomer's edition (1984).
    """
    return {
        planet: Deferent(*(sexagesimal(number) for number in row))
        for planet, row in _ALMAGEST.items()
    }


class Epicyclet(NamedTuple):
    """Mars in *De Revolutionibus*: lengths in units of the deferent's radius; degrees among the
    stars, from the first star of Aries; degrees a day."""

    eccentricity: float
    epicyclet: float
    earth_orbit: float
    apogee: float
    mean_longitude: float
    commutation: float
    daily_longitude: float
    daily_commutation: float


COPERNICUS_MARS = julian_day(1523, 2, 22, 5, "Julian")  # his third observation, 7 h before noon


def de_revolutionibus() -> Epicyclet:
    """Return Copernicus's numbers for Mars, at 5 in the morning of 22 February 1523.

    ``commutation`` is the angle from the mean place of Mars to that of the Earth's Sun. The
    radius of the Earth's orbit, 0.6580, is quoted in the literature.

    Source: Copernicus (1543), *De Revolutionibus*, book V, chapters 15 to 19.
    """
    commutation = 360 / sexagesimal("779;56,13,55")  # his synodic period, days
    earth = 360 / sexagesimal("365;15,24,10")  # his year among the stars, days (III.14)
    return Epicyclet(
        eccentricity=0.1460,
        epicyclet=0.0500,
        earth_orbit=0.6580,
        apogee=sexagesimal("119;40"),
        mean_longitude=sexagesimal("136;16"),
        commutation=sexagesimal("177;4"),
        daily_longitude=earth - commutation,
        daily_commutation=commutation,
    )
