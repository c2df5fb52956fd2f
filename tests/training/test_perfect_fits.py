"""Ways downhill: one end where there is one minimum, several where fits are perfect."""

import numpy as np

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.models.penalties import least_squares
from moreisdifferent.training.many_sets import fit_networks
from moreisdifferent.training.perfect_fits import WAYS, minimize


def tables(n, p):
    g = rng(4, 4)
    X = g.standard_normal((2, n, p))
    return X, X[..., 0] - X[..., 1]


def test_all_ways_end_at_the_only_minimum():
    X, y = tables(40, 5)
    for way in WAYS:
        found = minimize(X, y, way, np.zeros((2, 5)), 4000)
        assert np.allclose(found, least_squares(X, y), atol=1e-2), way


def test_descent_from_zero_ends_at_the_shortest_of_the_perfect_fits():
    X, y = tables(5, 20)
    found = minimize(X, y, "descent", np.zeros((2, 20)), 4000)
    assert np.allclose(found, [np.linalg.pinv(a) @ b for a, b in zip(X, y)], atol=1e-6)


def test_squares_end_at_a_sparser_one():
    X, y = tables(15, 20)
    start = np.zeros((2, 20))
    short, sparse = (abs(minimize(X, y, way, start, 4000)).sum(1) for way in ("descent", "u² − v²"))
    assert (sparse < short).all()


def test_each_network_learns_its_own_set():
    X = np.linspace(-1, 1, 20)[None, :, None].repeat(2, 0)
    y = np.stack([X[0, :, 0], -X[1, :, 0]])
    found = fit_networks(X, y, [[-0.5], [0.5]], width=16, steps=300, seed=1)
    assert np.allclose(found, [[-0.5, 0.5], [0.5, -0.5]], atol=0.1)
    kinds = fit_networks(X, (y > 0) * 1.0, [[-0.5], [0.5]], width=16, steps=300, classes=2, seed=1)
    assert kinds.argmax(-1).tolist() == [[0, 1], [1, 0]]
