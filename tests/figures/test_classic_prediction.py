import numpy as np
import pytest
from matplotlib import pyplot as plt

from moreisdifferent.figures import classic_prediction as draw

RNG = np.random.default_rng(3)
ACCURACY = {
    "hand-made + Fisher": RNG.uniform(50, 90, (4, 6)),
    "pixels + convolutional": RNG.uniform(50, 90, (4, 6)),
}
PAGE = RNG.integers(2, size=(36, 12, 12))


def title(ax) -> str:
    return ax.get_title(loc="left") or ax.get_title()


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def test_a_curve_goes_through_the_means_in_order_under_its_own_name():
    ax = draw.curves(plt.subplots()[1], [1, 10, 100, 1000], ACCURACY)
    for (name, values), bars in zip(ACCURACY.items(), ax.containers):
        assert bars.get_label() == name
        assert np.allclose(bars.lines[0].get_ydata(), values.mean(1))


def test_two_worlds_side_by_side():
    left, right = draw.by_examples(
        [1, 2, 3, 4], ACCURACY, [5, 6], {k: v[:2] for k, v in ACCURACY.items()}
    ).axes
    assert [len(a.containers) for a in (left, right)] == [2, 2] and "MNIST" in title(right)


def test_the_line_stands_at_what_does_not_train():
    (ax,) = draw.by_training([1, 2, 3, 4], ACCURACY, [70, 80]).axes
    assert any(np.allclose(line.get_ydata(), 75) for line in ax.lines)


def test_the_riddle_and_its_answers():
    assert not any(title(ax) for ax in draw.characters(PAGE[:3]).axes)
    above = [title(ax) for ax in draw.characters(PAGE[:8], list("ABCDEFGH")).axes]
    assert above == [*"ABCDEFGH", "", "", "", ""]
    titles = [title(ax) for ax in draw.nearest(PAGE[0], PAGE[1:3], "AB", [1.2, 3]).axes]
    assert titles == ["to be read", "A: 1", "B: 3"]


def test_an_edge_is_drawn_along_the_stroke():
    votes = np.zeros((2, 2, 4))
    votes[1, 0, 0] = 1  # the gradient runs to the right, so the edge runs up and down
    (line,) = draw.edges(PAGE[0], votes).axes[1].lines
    assert np.allclose(line.get_xdata(), 0) and np.ptp(line.get_ydata()) > 0.5


def test_scissors_and_what_they_cost():
    assert [title(ax) for ax in draw.scissors(PAGE[:2], ["whole", "cut"]).axes] == [
        "whole",
        "cut",
    ]
    ax = draw.shuffled({"a": {"nothing": [3, 4], "pixels": [1, 2]}, "b": {"nothing": [5, 6]}}).axes[
        0
    ]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["b", "a"]


def test_tiles_say_who_read_what():
    hits = np.arange(36) % 2 == 0, np.arange(36) % 3 == 0
    _, right = draw.alphabet([1, 2, 3, 4], ACCURACY, 2, PAGE, hits).axes
    marks = [t.get_text() for t in right.texts]
    assert marks[:4] == ["■ ●", "", "■", "●"]
