"""The closed form is the flow, and its two clocks run as derived."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moreisdifferent.models.ridge_flow import ridge_flow

RNG = np.random.default_rng(0)
X, Y, START = RNG.normal(size=(6, 9)), RNG.normal(size=6), RNG.normal(size=9)


@pytest.mark.parametrize("decay", [0, 0.1, 2.0])
def test_the_closed_form_is_what_numerical_integration_finds(decay):
    times = [0, 0.3, 2, 15]

    def flow(_, w):
        return -(X.T @ (X @ w - Y) / 6 + decay * w)

    found = solve_ivp(flow, (0, 15), START, t_eval=times, rtol=1e-9, atol=1e-9).y.T
    np.testing.assert_allclose(ridge_flow(X, Y, START, decay, times), found, atol=1e-6)


def test_it_ends_at_the_ridge_solution():
    ridge = np.linalg.solve(X.T @ X / 6 + 0.1 * np.eye(9), X.T @ Y / 6)
    np.testing.assert_allclose(ridge_flow(X, Y, START, 0.1, [1e4])[0], ridge, atol=1e-9)


def test_where_the_examples_are_silent_the_start_fades_like_the_decay_alone():
    silent = np.linalg.svd(X)[2][6:]  # (3, 9)
    later = ridge_flow(X, Y, START, 0.2, [5.0])[0]
    np.testing.assert_allclose(silent @ later, np.exp(-1) * silent @ START, atol=1e-9)
    np.testing.assert_allclose(silent @ ridge_flow(X, Y, START, 0, [1e6])[0], silent @ START)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": Y[:5]}, "x has shape"),
        ({"decay": -1}, "decay is -1"),
        ({"times": [-1.0]}, "times has shape"),
        ({"start": START * np.nan}, "not finite"),
    ],
)
def test_what_cannot_flow_is_refused(change, words):
    settings = {"x": X, "y": Y, "start": START, "decay": 0.1, "times": [1.0]} | change
    with pytest.raises(ValueError, match=words):
        ridge_flow(**settings)
