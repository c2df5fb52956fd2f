"""The figure on the title page: the path of Mars, seen from the Earth or from the Sun.

Positions come from the ephemeris of chapter 01. The path around the Earth is drawn at build;
a script on the page moves the origin from the Earth to the Sun, which changes every curve
and no line of sight.
"""

import json

import numpy as np

from moreisdifferent.datasets.calendar import julian_day
from moreisdifferent.datasets.ephemeris import ephemeris
from moreisdifferent.datasets.sky import kepler_oppositions

FIRST, LAST = julian_day(1580, 4, 1), julian_day(1596, 4, 1)
STEP = 5.0  # days
SCALE = 1000  # units of the drawing in an au

ALT = (
    "A rosette in red: the path of Mars around the Earth from 1580 to 1596, with a loop towards the Earth at "
    "each of eight oppositions, and a line from the Earth to the tip of each loop. A circle in yellow: the path of the Sun. "
    "When the slider moves to the Sun, the rosette turns into a plain ring around the Sun and the Earth's own ring appears."
)

CAPTION = (
    "<strong>The same sky, twice.</strong> The path of Mars from 1580 to 1596, the years of Tycho Brahe. Hold the Earth "
    "still and Mars draws the rosette that Kepler printed in 1609 and likened to a pretzel. Hold the Sun still and it "
    "keeps to a plain ring. The lines of sight at the eight oppositions have the same length and direction in both pictures, so no "
    "look at the sky can tell them apart. Which one is better, and better at what?"
)


def place(planet: str, jd: np.ndarray) -> np.ndarray:
    """Return heliocentric positions in the ecliptic, shape (n, 2), in units of the drawing, y down."""
    sighting = ephemeris(planet, jd, centre="Sun")
    angle = np.radians(sighting.longitude)
    flat = SCALE * sighting.distance * np.cos(np.radians(sighting.latitude))
    return np.stack([flat * np.cos(angle), -flat * np.sin(angle)], axis=-1).round().astype(int)


def curve(points: np.ndarray) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def title_figure() -> str:
    """Return the figure as HTML that stands on its own."""
    days = np.arange(FIRST, LAST, STEP)
    mars, earth = place("Mars", days), place("Earth", days)
    oppositions = kepler_oppositions().jd
    oppositions = oppositions[(oppositions > FIRST) & (oppositions < LAST)]
    sights = np.searchsorted(days, oppositions)
    lines = "".join(f"M0 0L{x} {y}" for x, y in (mars - earth)[sights])
    data = {"mars": mars.ravel().tolist(), "earth": earth.ravel().tolist()}
    data["sights"] = sights.tolist()
    (x, y), (sun_x, sun_y) = (mars - earth)[-1], -earth[-1]
    return f"""<figure class="mid-title-figure">
<svg viewBox="-2720 -2720 5440 5440" role="img" aria-label="{ALT}">
<path class="sun" d="{curve(-earth)}"/><path class="earth" d=""/>
<path class="mars" d="{curve(mars - earth)}"/><path class="sight" d="{lines}"/>
<circle class="sun" r="85" cx="{sun_x}" cy="{sun_y}"/><circle class="earth" r="70" cx="0" cy="0"/>
<circle class="mars" r="60" cx="{x}" cy="{y}"/>
</svg>
<div class="mid-control" hidden><label for="origin">Hold still</label>
<span aria-hidden="true">the Earth</span>
<input type="range" id="origin" min="0" max="100" step="5" value="0" autocomplete="off" aria-valuetext="the Earth">
<span aria-hidden="true">the Sun</span></div>
<script type="application/json">{json.dumps(data, separators=(",", ":"))}</script>
<figcaption>{CAPTION}</figcaption></figure>"""
