"""Properties of the drawings of *The vision Transformer*: a figure, or a refusal that says why."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.figures import vision_transformer as draw
from moreisdifferent.figures.checks import check
from moreisdifferent.models.vit import NearAttention, steps_apart

from .contract import answer, covers

sizes = st.integers(0, 3)


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == bool(good)
    plt.close("all")


@covers(check)
@given(st.booleans(), st.integers(0, 3))
def test_what_does_not_fit_is_named_with_its_shape(good, n):
    try:
        check(good, "it should be longer", row=np.ones(n))
    except ValueError as error:
        assert not good and str(error) == f"row has shape ({n},); it should be longer"
    else:
        assert good


@covers(draw.given)
@settings(max_examples=8)
@given(sizes, st.integers(0, 3))
def test_a_picture_is_cut_without_a_rest_or_refused(n, side):
    rows = np.zeros((n, 4, side**2))
    drawn(draw.given, np.zeros((n, 4, 4)), rows, side, good=n and side in (1, 2))


@covers(draw.by_examples, draw.views)
@settings(max_examples=8)
@given(sizes, sizes)
def test_there_is_something_to_draw_or_a_refusal(n, m):
    drawn(draw.by_examples, {"moved": {"CNN": {100: np.ones(n)}}}, good=n)
    square = np.ones((m, m))
    drawn(draw.views, square, square, square, np.ones(n), 50.0, good=n and m)


@covers(draw.price, draw.exam)
@settings(max_examples=8)
@given(sizes, sizes)
def test_every_number_has_its_place_or_is_refused(n, m):
    sides = [2 ** (i + 1) for i in range(n)]
    drawn(draw.price, sides, {"attention": np.ones(m)}, 2, good=n == m > 0)
    drawn(draw.exam, np.zeros((n, 4, 4)), np.ones(n), {"CNN": np.ones(m)}, good=n == m > 0)


@covers(NearAttention)
@settings(max_examples=8)
@given(st.integers(0, 4), st.integers(1, 4))
def test_a_far_patch_says_nothing_to_a_near_layer(side, patches):
    attention = answer(NearAttention, 4, 2, False, side)
    assert (attention is None) == (side < 1)
    x = torch.rand(1, patches**2, 4, generator=torch.Generator().manual_seed(0))
    if attention is not None and side == patches:
        moved = x.clone()
        moved[0, -1] += 1  # the last patch
        same = (attention(x) == attention(moved)).all(-1)[0]
        assert same[(steps_apart(side) > 1)[-1]].all()


@covers(steps_apart)
@settings(max_examples=8)
@given(st.integers(-1, 5))
def test_steps_are_a_distance_or_refused(side):
    apart = answer(steps_apart, side)
    assert (apart is None) == (side < 1)
    if apart is not None:
        assert (apart == apart.T).all() and (apart.diagonal() == 0).all()
        assert apart.max() == side - 1 and ((apart == 0).sum(1) == 1).all()
        assert (apart[:, None] <= apart[:, :, None] + apart[None]).all()
