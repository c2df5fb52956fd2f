"""The figures of chapter 01 are drawn, have labelled axes, and refuse what does not fit."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import ptolemy_vs_copernicus as draw
from moreisdifferent.models.celestial import ellipse, epicyclet, equant
from moreisdifferent.models.epicycles import Epicycles

N = 31
T = np.linspace(40, 60, N)
WAVE, RING = np.sin(T), np.exp(1j * T)
FITS = [Epicycles(np.array([1.0 + 0j, 0.6j][:K]), np.array([3.3, 6.28][:K])) for K in (1, 2)]
NAMES = ("Ptolemy", "Copernicus", "Kepler")
HYPOTHESES = ("equant", "free equant", "ellipse")
DRAWN = {
    "loops": lambda: draw.loops({str(i): (WAVE, WAVE) for i in range(12)}, np.zeros((12, 2))),
    "two_stories": lambda: draw.two_stories(1 + 0j, 0.6j),
    "three_devices": lambda: draw.three_devices(
        {"equant": equant, "epicyclet": epicyclet, "ellipse": ellipse}, 0.2
    ),
    "errors_over_years": lambda: draw.errors_over_years(T, {"Ptolemy": WAVE, "Copernicus": WAVE}),
    "parts_against_error": lambda: draw.parts_against_error(
        dict.fromkeys(NAMES, 7), {name: [0.3, 0.4] for name in NAMES}, np.ones((2, 7))
    ),
    "eight_minutes": lambda: draw.eight_minutes(
        T, dict.fromkeys(HYPOTHESES, WAVE), T, dict.fromkeys(HYPOTHESES, WAVE)
    ),
    "what_directions_hide": lambda: draw.what_directions_hide(
        {"Earth": (1, 1), "Mars": (1.5, 1.9)}, 1550 + T, WAVE**2, {"Ptolemy": WAVE**2}
    ),
    "pulls": lambda: draw.pulls(
        [1, 2, 2.5], [200, 360, 500], dict.fromkeys((1, 1.5, 2, 2.5), RING)
    ),
    "nights_against_error": lambda: draw.nights_against_error(
        [100, 400], [dict.fromkeys(NAMES, 0.3)] * 2
    ),
    "circles_on_circles": lambda: draw.circles_on_circles(RING, RING, [0, 1, 1 + 1j], T, WAVE),
}
REFUSED = {
    "loops": lambda: draw.loops({"a": (WAVE, WAVE)}, np.zeros((2, 2))),
    "two_stories": lambda: draw.two_stories(0j, 1j),
    "three_devices": lambda: draw.three_devices({}, 0.2),
    "errors_over_years": lambda: draw.errors_over_years(T, {"Ptolemy": WAVE[1:]}),
    "parts_against_error": lambda: draw.parts_against_error({"a": 1}, {"b": [1, 2]}, np.ones((2, 7))),
    "eight_minutes": lambda: draw.eight_minutes(T, {"equant": WAVE[:3]}, T, {"equant": WAVE}),
    "what_directions_hide": lambda: draw.what_directions_hide({}, T, WAVE, {}),
    "pulls": lambda: draw.pulls([1, 2], [3, 4], {1: RING}),
    "nights_against_error": lambda: draw.nights_against_error([100], []),
    "circles_on_circles": lambda: draw.circles_on_circles(RING, RING[1:], [0, 1], T, WAVE),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_drawn_and_labelled(name):
    fig = DRAWN[name]()
    assert isinstance(fig, Figure)
    fig.canvas.draw()
    for ax in fig.axes:
        if len(ax.get_xticks()):  # a map has no axes
            assert ax.get_xlabel() and (ax.get_ylabel() or ax.get_title())
    plt.close(fig)


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused(name):
    with pytest.raises(ValueError, match=r"should be|match|the same names"):
        REFUSED[name]()
    plt.close("all")


def test_frames_and_names_of_the_explorable():
    frames = draw.circle_frames(FITS, T, RING, T, T % 6)
    assert len(frames) == 2 and len({tuple(f.get_size_inches()) for f in frames}) == 1
    assert "Copernicus" in draw.name_of_circle(FITS[1])
    strange = Epicycles(np.ones(1, complex), np.array([50.0]))
    assert "no name" in draw.name_of_circle(strange)
    plt.close("all")
