"""Properties of *Over-parameterization*: ridge paths, effective parameters, drawings, or a refusal."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.evaluation import curves, effective
from moreisdifferent.figures import over_parameterization as draw
from moreisdifferent.models import ridge

from .contract import answer, arrays, covers, numbers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(ridge.RidgePath, effective.effective_parameters)
@given(arrays(), arrays(), numbers)
def test_a_ridge_path_is_finite_or_refused(values, targets, strength):
    path = answer(ridge.RidgePath, values)
    if path is None:
        return
    weights = answer(path.weights, targets, strength)
    if weights is not None:
        assert np.isfinite(weights).all() and len(weights) == values.shape[1]
    answer(path.left_out, targets, strength)
    answer(path.choose, targets, [strength])
    count = answer(effective.effective_parameters, path, values, strength)
    assert count is None or 0 <= count <= len(values) * (1 + 1e-6)


@covers(curves.needed)
@given(arrays(), arrays(), numbers)
def test_what_is_needed_lies_within_the_sizes_or_is_missing(errors, sizes, level):
    answer(curves.needed, errors, sizes, level)
    sizes = np.arange(1, 1 + (len(errors) if errors.ndim else 2))
    found = answer(curves.needed, errors, sizes, level)
    if found is not None:
        reached = (errors <= level).any(0)
        assert (np.isfinite(found) == reached).all()
        assert ((found[reached] >= sizes[0]) & (found[reached] <= sizes[-1] + 1e-9)).all()


@covers(draw.one_model, draw.fit_and_error)
@settings(max_examples=8)
@given(sizes, sizes)
def test_pictures_have_labels_or_are_refused(n, m):
    images, a, b, good = np.zeros((n, 1, 4, 4)), np.arange(n), np.arange(m), n == m > 0
    drawn(draw.one_model, images, a, b, images, a, a, good=good)
    ones = np.ones(3)
    drawn(draw.fit_and_error, images, b < 1, [1, 2, 3], ones, ones, 0, good=good)


@covers(draw.descent, draw.folded, draw.by_width, draw.passes, draw.layers, draw.three_gaps)
@settings(max_examples=8)
@given(sizes, sizes)
def test_curves_fit_their_axis_or_are_refused(n, m):
    x, y, good = np.arange(1.0, n + 1), np.ones((2, m)), n == m > 0
    drawn(draw.descent, x, {"a": np.ones((2, m, 3))}, 2, good=good)
    drawn(draw.folded, x, y[0], y[0], 1, good=good)
    drawn(draw.by_width, x, {"a": y}, ([1, 2], [1, 2]), good=good)
    drawn(draw.passes, {5: (x, y, y)}, 4, good=good)
    drawn(draw.layers, np.ones((2, n)), y, y, good=good)
    drawn(draw.three_gaps, {"a": (x, y[0], y[0])}, good=good)


@covers(draw.plane)
@settings(max_examples=8)
@given(sizes, sizes)
def test_a_plane_has_its_two_axes_or_is_refused(n, m):
    n, m = n + 2, m + 2
    x, y = 50.0 * np.arange(1, n + 1), 60.0 * np.arange(1, n + 1)
    table = 10.0 + np.arange(m * n).reshape(m, n)
    drawn(draw.plane, x, y, {"a": table}, {"a": np.ones((2, n))}, 25, good=n == m)
