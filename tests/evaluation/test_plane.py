import numpy as np
import torch
from sklearn.decomposition import PCA

from moreisdifferent.evaluation.plane import (
    nearest_alike,
    principal_components,
    sheets,
    two_directions,
)

X = np.random.default_rng(1).normal(size=(50, 4)) * [5, 3, 1, 0.1]


def test_two_directions_are_the_main_ones():
    theirs = PCA(2).fit_transform(X)
    ours = two_directions(X)
    assert np.allclose(np.abs(ours), np.abs(theirs / theirs.std()))


def test_a_sheet_is_turned_towards_another():
    turned = two_directions(X) @ [[0, -1], [1, 0]]
    assert np.allclose(two_directions(X, turned), turned)


def test_a_film_does_not_jump_when_the_axes_swap():
    first, second = sheets([X, X * [1, 5 / 3 * 1.01, 1, 1]])
    assert np.corrcoef(first[:, 0], second[:, 0])[0, 1] > 0.99


def test_components_do_not_depend_on_what_they_are_asked_about():
    images = torch.from_numpy(X).view(50, 1, 2, 2)
    components = principal_components(images, 3)
    assert torch.allclose(components(images)[:5], components(images[:5]))


def test_neighbours_by_hand():
    places = [[0.0], [1.0], [1.1], [5.0], [5.1]]
    assert nearest_alike(places, list("aabbb")) == (3 / 5, ("a", "b"))
