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
