"""Ceres: an orbit in space that makes its own positions is found again."""

import numpy as np
import pytest

from moreisdifferent.datasets import sky
from moreisdifferent.models import orbit_in_space as space

KNOBS = np.array([2.767, 1.3, 0.03, -0.07, 0.09, 0.01])


def test_an_orbit_lies_in_a_plane_and_keeps_its_size():
    r = space.in_space(KNOBS, np.arange(0, 1700.0, 10))
    assert np.linalg.svd(r, compute_uv=False)[2] < 1e-9
    distance = np.linalg.norm(r, axis=0)
    e = np.hypot(*KNOBS[2:4])
    assert distance.max() == pytest.approx(2.767 * (1 + e), rel=1e-3)
    assert distance.min() == pytest.approx(2.767 * (1 - e), rel=1e-3)


def test_the_ellipse_finds_ceres_and_the_circle_does_not():
    flat, best = space.fit_circle_and_ellipse(sky.piazzi_ceres())
    again = sky.recovered_ceres()
    assert space.miss(best, again) < 1 < 10 < space.miss(flat, again)
    assert best[0] == pytest.approx(2.77, abs=0.05)  # au
    assert 2 * np.degrees(np.arctan(np.hypot(*best[4:]))) == pytest.approx(10.6, abs=0.1)


def test_observed_places_are_unit_vectors():
    np.testing.assert_allclose(np.linalg.norm(space.observed(sky.piazzi_ceres()), axis=0), 1)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="knobs has shape"):
        space.in_space([1, 2], np.zeros(3))
    few = sky.CeresPositions(*(column[:4] for column in sky.piazzi_ceres()))
    with pytest.raises(ValueError, match="positions has 4 nights"):
        space.fit_circle_and_ellipse(few)
