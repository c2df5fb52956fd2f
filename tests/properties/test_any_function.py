"""Properties of what *Any function* uses: tables, photographs and Gabor's functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moreisdifferent.datasets import tables
from moreisdifferent.datasets.photographs import NAMES, photograph_patches
from moreisdifferent.datasets.tables import real_tables
from moreisdifferent.evaluation.gabor import gabor_share

from .contract import answer, covers


@covers(real_tables)
@given(st.sampled_from(sorted(tables.SIZES)))
@settings(max_examples=5)
def test_every_column_is_standardized(name):
    x, y = real_tables()[name]
    assert x.shape == tables.SIZES[name] and y.shape == x.shape[:1]
    assert np.allclose(x.mean(0), 0) and np.allclose(x.std(0), 1)
    assert np.isclose(y.mean(), 0) and np.isclose(y.std(), 1)


def test_a_table_of_another_shape_is_refused(monkeypatch):
    monkeypatch.setitem(tables.SIZES, "cars", (391, 7))
    with pytest.raises(ValueError, match="cars has shape"):
        real_tables()


@covers(photograph_patches)
@settings(max_examples=15)
@given(st.integers(-1, 4), st.integers(0, 70), st.booleans())
def test_patches_are_level_and_of_equal_contrast(n, side, exam):
    found = answer(photograph_patches, n, side, np.random.default_rng(0), exam)
    if n < 1 or not 2 <= side <= 64:
        assert found is None
        return
    assert found.images.shape == (len(NAMES) * n, 1, side, side)
    assert found.labels.bincount().tolist() == [n] * len(NAMES)
    assert found.images.mean((1, 2, 3)).abs().max() < 1e-4
    assert found.images.std((1, 2, 3), correction=0).max() <= 1.001


@covers(gabor_share)
@settings(max_examples=15)
@given(st.integers(3, 17), st.integers(1, 3), st.floats(0.1, 9), st.floats(-5, 5))
def test_a_share_lies_between_nothing_and_all(side, K, scale, shift):
    noise = np.random.default_rng(side).normal(size=(K, side, side))
    found = answer(gabor_share, noise)
    if not 5 <= side <= 15:
        assert found is None
        return
    assert found.shape == (K,) and (found > 0).all() and (found <= 1 + 1e-9).all()
    assert np.allclose(found, gabor_share(scale * noise + shift))  # neither light nor contrast


def test_an_edge_is_all_edge_and_noise_is_little():
    x, y = np.meshgrid(np.arange(9) - 4.0, np.arange(9) - 4.0)
    edge = np.exp(-(x**2 + y**2) / 8) * np.sin(0.9 * x)
    noise = np.random.default_rng(0).normal(size=(50, 9, 9))
    assert gabor_share([edge]) > 0.95
    assert gabor_share(noise).mean() < 0.25
    with pytest.raises(ValueError, match="constant"):
        gabor_share(np.ones((1, 9, 9)))
