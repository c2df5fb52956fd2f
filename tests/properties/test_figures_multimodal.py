"""Properties of the drawings and the data of *One model for pictures and words?*."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets.captioned import N_KINDS, caption, captioned, say
from moreisdifferent.figures import multimodal as draw

from .contract import answer, covers

sizes = st.integers(0, 3)


@covers(draw.pairs, draw.strips)
@settings(max_examples=8)
@given(sizes, sizes)
def test_pictures_have_captions_or_are_refused(n, m):
    found = answer(draw.pairs, np.ones((n, 3, 4, 4)), ["a b"] * m)
    assert isinstance(found, Figure) == (n == m > 0)
    found = answer(draw.strips, {"seen": {"words": np.ones(n)}}, "share")
    assert isinstance(found, Figure) == (n > 0)
    plt.close("all")


@covers(draw.scores, draw.senses)
@settings(max_examples=8)
@given(sizes, sizes)
def test_tables_have_names_or_are_refused(n, m):
    found = answer(draw.scores, {"before": np.ones((n, n)), "after": np.ones((n, n))}, ["a"] * m)
    assert isinstance(found, Figure) == (n == m > 0)
    found = answer(draw.senses, [np.ones((n, 2))] * 2, ["a"] * m)
    assert isinstance(found, Figure) == (n > 0 and m == 2)
    assert answer(draw.strips, {"seen": {"unknown": np.ones(3)}}, "share") is None
    plt.close("all")


@covers(captioned, caption, say)
@settings(max_examples=8)
@given(st.integers(-1, 3), st.integers(-1, N_KINDS))
def test_a_caption_names_its_picture_in_some_order(n, kind):
    world = answer(captioned, n, 1, [kind])
    good = n > 0 and 0 <= kind < N_KINDS
    assert isinstance(world, tuple) == good
    if good:
        assert torch.equal(world.captions.sort(1).values, caption(world.kinds))
        assert len(say(world.captions[0]).split()) == 3
