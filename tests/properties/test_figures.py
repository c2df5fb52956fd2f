"""Properties of what only draws: a figure, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import ptolemy_vs_copernicus as draw
from moreisdifferent.models.celestial import ellipse, epicyclet, equant
from moreisdifferent.models.epicycles import Epicycles

from .contract import answer, covers, numbers

PATHS = {"equant": equant, "epicyclet": epicyclet, "ellipse": ellipse}
sizes = st.integers(0, 3)


def drawn(function, *values) -> None:
    found = answer(function, *values, also=("gap", "lit", "east", "north"))
    assert found is None or isinstance(found, Figure)
    plt.close("all")


@covers(draw.errors_over_years, draw.loops, draw.eight_minutes, draw.what_directions_hide)
@settings(max_examples=8)
@given(sizes, sizes, st.sampled_from([0.0, np.nan, np.inf]))
def test_series_fit_or_are_refused(n, m, spoilt):
    x, y = np.arange(3.0 * n), np.arange(3.0 * m) + spoilt
    drawn(draw.errors_over_years, x, {"Ptolemy": y})
    drawn(draw.loops, {"a": (x, y), "b": (x, y)}, np.zeros((m, 2)))
    drawn(draw.eight_minutes, x, {"equant": y}, x, {"equant": y})
    drawn(draw.what_directions_hide, {"a": (1, 1), "b": (2, 3)}, x, y, {"Ptolemy": y})


@covers(draw.two_stories, draw.three_devices)
@settings(max_examples=8)
@given(numbers, st.sampled_from([0j, 1j, complex(np.nan)]))
def test_places_are_drawn_or_refused(e, earth):
    drawn(draw.two_stories, 1 + 0j, earth)
    drawn(draw.three_devices, PATHS, e)


@covers(draw.parts_against_error, draw.pulls, draw.nights_against_error)
@settings(max_examples=8)
@given(sizes, sizes)
def test_models_are_drawn_or_refused(n, m):
    names = ("Ptolemy", "Copernicus", "Kepler")[:n]
    drawn(
        draw.parts_against_error,
        dict.fromkeys(names, 7),
        {k: [0.1, 0.2] for k in names},
        np.ones((2, m)),
    )
    drawn(draw.pulls, np.ones(n), np.ones(m), {p: np.ones(3, complex) for p in range(n + 2)})
    drawn(draw.nights_against_error, [100, 400][:n], [{"Ptolemy": 0.3}] * m)


@covers(draw.circles_on_circles, draw.circle_frames, draw.name_of_circle)
@settings(max_examples=6)
@given(sizes, sizes, st.floats(-30, 30))
def test_circles_are_drawn_and_named(n, m, rate):
    z, t = np.exp(1j * np.arange(4.0 * n)), np.arange(4.0 * m)
    drawn(draw.circles_on_circles, z, np.ones(4 * m, complex), np.ones(n, complex), t, t)
    fits = [Epicycles(np.ones(1, complex), np.array([rate]))]
    frames = answer(draw.circle_frames, fits, t, np.exp(1j * np.arange(4.0 * n)), t, t)
    assert frames is None or len(frames) == 1
    assert draw.name_of_circle(fits[0])
    plt.close("all")
