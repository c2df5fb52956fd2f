"""A digest sees what a reader sees: every case here once passed all tests."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from moreisdifferent.display.digest import digest

X = np.linspace(0, 6, 50)


def drawn(draw) -> str:
    fig, ax = plt.subplots()
    draw(ax)
    text = digest(fig)
    plt.close(fig)
    return text


def curves(ax, first="a", second="b", colours=("blue", "red"), heights=(X, X**2)):
    for label, colour, y in zip((first, second), colours, heights):
        ax.plot(X, y, label=label, color=colour)
    ax.legend()


CHANGES = {
    "a reversed curve": (lambda ax: ax.plot(X, X**2), lambda ax: ax.plot(X, X[::-1] ** 2)),
    "swapped labels": (curves, lambda ax: curves(ax, "b", "a")),
    "swapped colours": (curves, lambda ax: curves(ax, colours=("red", "blue"))),
    "reversed bars": (
        lambda ax: ax.bar([0, 1, 2], [3, 1, 2]),
        lambda ax: ax.bar([0, 1, 2], [2, 1, 3]),
    ),
    "renamed bars": (lambda ax: ax.bar(["a", "b"], [3, 1]), lambda ax: ax.bar(["b", "a"], [3, 1])),
    "a logarithmic axis": (
        lambda ax: ax.plot(X, X + 1),
        lambda ax: (ax.plot(X, X + 1), ax.set_yscale("log")),
    ),
    "an axis upside down": (
        lambda ax: ax.plot(X, X),
        lambda ax: (ax.plot(X, X), ax.invert_yaxis()),
    ),
    "a flipped sign": (
        lambda ax: ax.plot([0, 1], [0, 0.001]),
        lambda ax: ax.plot([0, 1], [0, -0.001]),
    ),
    "another picture": (lambda ax: ax.imshow(np.eye(8)), lambda ax: ax.imshow(np.eye(8)[::-1])),
    "other colours of a picture": (
        lambda ax: ax.imshow(np.eye(8)),
        lambda ax: ax.imshow(np.eye(8), cmap="magma"),
    ),
    "a moved cloud": (
        lambda ax: ax.scatter([1, 2, 3], [1, 4, 9]),
        lambda ax: ax.scatter([1, 2, 3], [1, 6, 9]),
    ),
    "a moved area": (
        lambda ax: ax.fill_between([0, 1], 0, [1, 2]),
        lambda ax: ax.fill_between([0, 1], 0, [2, 1]),
    ),
    "words elsewhere": (lambda ax: ax.text(0, 0, "here"), lambda ax: ax.text(1, 0, "here")),
    "a dashed line": (lambda ax: ax.plot(X, X), lambda ax: ax.plot(X, X, "--")),
    "a longer bar of error": (
        lambda ax: ax.errorbar([1, 2], [1, 2], 0.2),
        lambda ax: ax.errorbar([1, 2], [1, 2], [0.2, 0.4]),
    ),
    "a wider panel": (lambda ax: ax.plot(X, X), lambda ax: (ax.plot(X, X), ax.set_xlim(0, 60))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_digest_sees(change):
    before, after = CHANGES[change]
    assert drawn(before) != drawn(after)
    assert drawn(before) == drawn(before)


def test_a_change_too_small_to_see_is_none():
    assert drawn(lambda ax: ax.plot(X, np.sin(X))) == drawn(lambda ax: ax.plot(X, np.sin(X) + 1e-6))


def test_what_is_not_shown_is_not_told():
    hidden = drawn(lambda ax: ax.plot(X, X)[0].set_visible(False))
    assert "line" not in hidden.replace("linear", "")


def test_places_are_shares_of_the_panel():
    text = drawn(lambda ax: (ax.plot([0, 1], [0, 1]), ax.set(xlim=(0, 2), ylim=(0, 4), xlabel="n")))
    assert "panel: n" in text
    assert "(≈ 0, ≈ 0) (≈ 50, ≈ 25)" in text
    assert "x: linear from ≈ 0 to ≈ 2" in text
