import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.display import figure


def wave(k=1.0):
    fig, ax = plt.subplots()
    x = np.linspace(0, 6, 50)
    ax.plot(x, np.sin(k * x))
    ax.set(xlabel="angle (rad)", ylabel="sine")
    return fig


def test_figure_shows_caption_number_and_alternative():
    page = figure(wave(), "1.2", "It waves.", "A wave.")._repr_html_()
    assert "<strong>Figure 1.2.</strong> It waves." in page
    assert 'alt="A wave."' in page
    assert 'id="figure-1-2"' in page


def test_figure_closes_what_it_was_given():
    fig = wave()
    figure(fig, "1.1", "It waves.", "A wave.")
    assert fig.number not in plt.get_fignums()


def test_digest_changes_with_the_data_and_only_then():
    first, again, other = (repr(figure(wave(k), "1.1", "c", "a")) for k in (1, 1, 1.2))
    assert first == again
    assert first != other


def test_a_flat_line_reads_like_one_that_is_nearly_flat():
    drawn = []
    for heights in ([100, 100, 100], [100, 100, 99.8]):
        fig, ax = plt.subplots()
        ax.plot([1, 2, 3], heights)
        drawn.append(repr(figure(fig, "1.1", "c", "a")))
    assert "≈ 100 ± ≈ 0" in drawn[0]
    flat, nearly = (re.sub(r"≈ [\d.]+", "≈ #", text) for text in drawn)
    assert flat == nearly


@pytest.mark.parametrize(
    ("draw", "points"),
    [
        (lambda ax: ax.scatter([1, 2, 3], [1, 4, 9]), "points n=3"),
        (lambda ax: ax.bar([0, 1, 2], [3, 1, 2]), "bars n=3"),
        (lambda ax: ax.imshow(np.eye(4)), "image n=16"),
        (lambda ax: ax.fill_between([0, 1, 2], [0, 0, 0], [1, 2, 1]), "path n="),
        (lambda ax: ax.text(0, 0, "here"), "text: here"),
    ],
)
def test_digest_sees_every_kind_of_mark(draw, points):
    fig, ax = plt.subplots()
    draw(ax)
    assert points in repr(figure(fig, "1.1", "c", "a"))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("not a figure", "1.1", "c", "a"), "fig"),
        ((None, "one", "c", "a"), "number"),
        ((None, "1.1", " ", "a"), "caption"),
        ((None, "1.1", "c", ""), "alt"),
    ],
)
def test_bad_input_names_the_argument(arguments, name):
    fig, *rest = arguments
    with pytest.raises(ValueError, match=name):
        figure(fig or wave(), *rest)
    plt.close("all")
