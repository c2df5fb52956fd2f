"""Orbits under r^-p against what is known in closed form."""

import numpy as np
import pytest

from moreisdifferent.models.central_pull import fall


def test_a_spring_and_gravity_close():
    assert fall(-1).turn == pytest.approx(180, abs=0.01)
    assert fall(2).turn == pytest.approx(360, abs=0.01)


@pytest.mark.parametrize("power", [0.0, 1.0, 1.5, 2.25])
def test_near_circles_turn_as_newton_says(power):
    """Principia I.45: 360°/√(3 - p)."""
    assert fall(power, push=0.999).turn == pytest.approx(360 / np.sqrt(3 - power), rel=1e-3)


def test_gravity_draws_an_ellipse_about_a_focus():
    z = fall(2, push=0.8).position
    e = 1 - 0.8**2
    a = 1 / (1 + e)
    np.testing.assert_allclose(np.abs(z) + np.abs(z - 2 * a * e), 2 * a, atol=1e-5)
