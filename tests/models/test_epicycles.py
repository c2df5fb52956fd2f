"""Circles fitted to directions: they must find again what is known to be there."""

import itertools

import numpy as np
import pytest

from moreisdifferent.models.celestial import epicyclet
from moreisdifferent.models.epicycles import Epicycles, fit_epicycles, score_circles

SPEEDS = 2 * np.pi * np.arange(-3, 4, 1 / 120)


def years(n=200, span=40):
    return np.sort(np.random.default_rng(7).uniform(-span / 2, span / 2, n))


def test_finds_known_circles_from_their_directions():
    t = years()
    true = Epicycles(np.array([1, 0.6j, 0.15]), 2 * np.pi * np.array([0.53, 1.0, 0.0]))
    found = fit_epicycles(t, np.angle(true.position(t)), 3, SPEEDS)[-1]
    np.testing.assert_allclose(found.rates, true.rates, atol=1e-6)
    turn = found.amplitudes[0] / true.amplitudes[0]
    np.testing.assert_allclose(found.amplitudes, turn * true.amplitudes, atol=1e-6)
    assert found.knobs == 8


def test_copernicus_epicyclet_is_found_from_a_moving_earth():
    """From the Sun, directions cannot tell an epicyclet from other paths; two centres can."""
    t, e = years(), 0.09
    seen = epicyclet(2 * np.pi * 0.53 * t, e) - 0.65 * np.exp(2j * np.pi * t)
    found = fit_epicycles(t, np.angle(seen), 4, SPEEDS)[-1]
    order = np.argsort(found.rates)
    np.testing.assert_allclose(found.rates[order] / (2 * np.pi), [0, 0.53, 1, 1.06], atol=1e-5)
    radii = np.abs(found.amplitudes[order])
    np.testing.assert_allclose(radii, [1.5 * e, 1, 0.65, 0.5 * e], atol=1e-5)


def test_score_is_the_smallest_quotient():
    """Against random radii: none may score lower, and the returned ones score what is said."""
    t, rng = years(60), np.random.default_rng(0)
    λ = np.angle(np.exp(3.3j * t) + 0.5 * np.exp(6j * t))
    score, amplitudes = score_circles(t, λ, np.array([3.3]), np.array([1.0, 5.0]))

    def quotient(a, speed):
        z = Epicycles(a, np.array([3.3, speed])).position(t) * np.exp(-1j * λ)
        return (z.imag**2).sum() / (np.abs(z) ** 2).sum()

    for column, speed in enumerate((1.0, 5.0)):
        assert quotient(amplitudes[column], speed) == pytest.approx(score[column], abs=1e-8)
        tries = rng.normal(size=(300, 2)) + 1j * rng.normal(size=(300, 2))
        assert min(quotient(a, speed) for a in tries) > score[column]


def test_more_circles_never_fit_worse():
    t = years()
    λ = np.angle(np.exp(3.3j * t) + 0.6 * np.exp(6.3j * t)) + 0.01 * np.sin(t)
    fits = fit_epicycles(t, λ, 5, SPEEDS)
    rms = [np.sqrt(np.mean(np.angle(f.position(t) * np.exp(-1j * λ)) ** 2)) for f in fits]
    assert all(b <= a * 1.001 for a, b in itertools.pairwise(rms))


@pytest.mark.parametrize("K", [0, 5])
def test_too_few_or_too_many_circles(K):
    with pytest.raises(ValueError, match=f"K is {K}; with 10 directions"):
        fit_epicycles(np.arange(10.0), np.zeros(10), K, SPEEDS)
