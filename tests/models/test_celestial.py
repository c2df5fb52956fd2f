"""Celestial models against independent solvers and the expansions they must share."""

import numpy as np
import pytest
from scipy.optimize import brentq

from moreisdifferent.models import celestial
from moreisdifferent.models.celestial import eccentric_anomaly, ellipse, epicyclet, equant

M = np.linspace(-7, 7, 401)


@pytest.mark.parametrize("e", [0.0, 0.0934, 0.2, 0.6, 0.99, -0.3, -0.9])
def test_keplers_equation_against_bisection(e):
    found = eccentric_anomaly(M, e)
    expected = [
        brentq(lambda E, m=m: E - e * np.sin(E) - m, m - 1.1, m + 1.1, xtol=1e-14) for m in M
    ]
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("path", [celestial.eccentric, equant, epicyclet, ellipse])
def test_without_eccentricity_every_path_is_the_circle(path):
    np.testing.assert_allclose(path(M, 0.0), celestial.circle(M), atol=1e-14)


@pytest.mark.parametrize("path", [equant, epicyclet, ellipse])
def test_three_models_are_one_to_first_order(path):
    """exp(iM) + 3e/2 - e/2 exp(2iM), with an error that falls like e²."""
    errors = []
    for e in (0.02, 0.01):
        shared = np.exp(1j * M) + 1.5 * e - 0.5 * e * np.exp(2j * M)
        errors.append(np.abs(path(M, e) - shared).max())
    assert errors[0] < 2 * 0.02**2
    # the epicyclet is the first order exactly
    assert errors[0] < 1e-15 or errors[0] / errors[1] == pytest.approx(4, rel=0.1)


def test_kepler_and_ptolemy_differ_by_a_quarter_of_e_squared():
    """Second order: 5/4 e² sin 2M against e² sin 2M. For Mars that is the eight arcminutes."""
    e = 1e-3
    difference = np.angle(ellipse(M, e) / equant(M, e))
    np.testing.assert_allclose(difference, 0.25 * e**2 * np.sin(2 * M), atol=5 * e**3)
    assert 60 * np.degrees(0.25 * 0.0927**2) == pytest.approx(7.4, abs=0.1)


def test_the_equant_is_a_circle_that_turns_evenly_about_the_equant():
    z = equant(M, 0.11, 0.07)
    np.testing.assert_allclose(np.abs(z - 0.11), 1, atol=1e-14)
    np.testing.assert_allclose(np.exp(1j * np.angle(z - 0.18)), np.exp(1j * M), atol=1e-14)
    np.testing.assert_allclose(equant(M, 0.1, 0.0), celestial.eccentric(M, 0.1), atol=1e-14)


def test_the_ellipse_has_the_observer_in_a_focus_and_sweeps_equal_areas():
    e = 0.3
    z = ellipse(np.linspace(0, 2 * np.pi, 20001), e)
    np.testing.assert_allclose(np.abs(z) + np.abs(z - 2 * e), 2, atol=1e-12)
    areas = 0.5 * (z[:-1].conj() * z[1:]).imag
    np.testing.assert_allclose(areas, areas.mean(), rtol=1e-6)
    assert areas.sum() == pytest.approx(np.pi * np.sqrt(1 - e**2), rel=1e-6)


@pytest.mark.parametrize("path", [equant, epicyclet, ellipse])
def test_aphelion_is_at_zero_and_slowest(path):
    z = path(np.array([0.0, np.pi]), 0.09)
    assert z[0] == pytest.approx(1.09)
    assert z[1] == pytest.approx(-0.91)


def test_bad_eccentricities_are_named():
    with pytest.raises(ValueError, match=r"e has size 1\.2"):
        ellipse(M, 1.2)
    with pytest.raises(ValueError, match=r"e_equant is 1\.5"):
        equant(M, 0.1, 1.5)
