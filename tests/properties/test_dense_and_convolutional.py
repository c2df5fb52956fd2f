"""The drawings of chapter 17 draw what fits and refuse the rest by name."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import dense_and_convolutional as draw

from .contract import answer, covers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(draw.two_rows, draw.matrices, draw.moved_along)
@given(sizes, sizes)
def test_pictures(n, m):
    drawn(draw.two_rows, np.zeros((n, m, m)), np.arange(m**2), good=n and m)
    drawn(draw.two_rows, np.zeros((1, 2, 2)), np.arange(n), good=n == 4)
    drawn(draw.matrices, {"dense": (np.zeros((n, m)), n * m)}, good=n and m)
    drawn(draw.moved_along, {"none": (n + 3) * [np.zeros((2, m))]}, good=n == 2 and m)


@covers(draw.leads, draw.by_shift, draw.opinions)
@given(sizes, sizes, sizes)
def test_curves(n, m, k):
    rows = np.ones((m, k))
    drawn(draw.leads, np.arange(1, n + 1), {"a": {"dense": rows}}, good=n == m > 0 and k)
    drawn(draw.by_shift, np.arange(n), {"dense": rows}, 10.0, good=n == m > 0 and k)
    drawn(draw.opinions, np.zeros((n, 2)), {"dense": np.ones(8 + m)}, 1, good=n and m == 2)
