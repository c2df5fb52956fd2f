"""Sight lines: the same sum in either order, and fits that find what made the nights."""

import numpy as np
import pytest

from moreisdifferent.models import celestial
from moreisdifferent.models.celestial import circle, ellipse, epicyclet, equant
from moreisdifferent.models.sightline import Model, along, fit, fit_path, follow, lit_part

T = np.linspace(-40, 20, 300)
KNOBS = [2.0, 2 * np.pi / 1.88, -0.08, 0.05, 0.65, 1.75, 2 * np.pi]


def directions(model, knobs, t=T):
    return np.angle(model.position(knobs, t))


@pytest.mark.parametrize("path", [equant, epicyclet, ellipse])
def test_a_fit_finds_the_knobs_that_made_the_nights(path):
    model = Model(path, circle)
    found = fit(model, (T, directions(model, KNOBS)))
    np.testing.assert_allclose(found[:5], KNOBS[:5], atol=1e-6)


def test_a_far_point_that_turns_is_found():
    model = Model(ellipse, ellipse, turning=True)
    knobs = [2.0, 3.34, -0.08, 0.04, 2e-4, 0.65, 1.75, 2 * np.pi, 0.004, -0.016, -1e-4]
    found = fit(model, (T, directions(model, knobs)))
    np.testing.assert_allclose(found, knobs, atol=1e-5)


@pytest.mark.parametrize(
    ("model", "n"),
    [(Model(circle, circle), 5), (Model(equant, circle), 7), (Model(ellipse, ellipse), 9),
     (Model(ellipse, ellipse, True), 11), (Model(ellipse, circle, True), 8)],
)  # fmt: skip
def test_knobs_are_counted(model, n):
    assert model.n_knobs == n
    assert fit(model, (T, directions(Model(equant, circle), KNOBS))).shape == (n,)


def test_a_ptolemaic_sum_is_a_copernican_one():
    z = Model(equant, circle).position(KNOBS, T)
    deferent, epicycle = along(equant, KNOBS[:4], T), 0.65 * along(circle, KNOBS[5:], T)
    np.testing.assert_allclose(z, deferent - epicycle, atol=1e-12)


def test_a_path_from_its_centre_with_a_knob_of_its_own():
    knobs = [1.9, 3.34, -0.1, 0.06, 0.07]
    seen = np.angle(follow(celestial.equant, knobs, T[::10]))
    found = fit_path(celestial.equant, (T[::10], seen), extra=[0.09])
    np.testing.assert_allclose(found, knobs, atol=1e-6)


def test_phases_of_venus():
    sun = np.array([1.0, 1.0, 1.0], dtype=complex)
    between, beyond, beside = 0.3, 1.7, 1 + 0.7j
    found = lit_part(np.array([between, beyond, beside]), sun)
    assert found[0] == pytest.approx(0) and found[1] == pytest.approx(1) and 0 < found[2] < 1


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="knobs has shape"):
        Model(equant, circle).position([1, 2], T)
    with pytest.raises(ValueError, match="nights has shapes"):
        fit(Model(equant, circle), (T[:3], T[:3]))
    with pytest.raises(ValueError, match="period is 0"):
        fit(Model(equant, circle), (T, T), period=0)
