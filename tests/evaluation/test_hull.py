"""The hull of some points against geometry that one can do by hand, and against another solver."""

import numpy as np
import pytest
from scipy.optimize import linprog

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation.hull import distance_to_hull, inside_hull

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])


@pytest.mark.parametrize(
    ("query", "distance"),
    [
        ((0.5, 0.5), 0),
        ((0.2, 0.9), 0),
        ((1, 0.5), 0),
        ((2, 0.5), 1),
        ((2, 2), 2**0.5),
        ((-3, 0), 3),
    ],
)
def test_a_square(query, distance):
    assert distance_to_hull(SQUARE, [query]) == pytest.approx([distance], abs=1e-9)
    assert inside_hull(SQUARE, [query]).tolist() == [distance == 0]


def test_one_point_is_its_own_hull():
    assert distance_to_hull([[1.0, 2, 2]], [[1, 2, 2], [0, 0, 0]]) == pytest.approx([0, 3])


@pytest.mark.parametrize("dimension", [2, 5, 9])
def test_a_linear_program_agrees(dimension):
    points, queries = rng(1, dimension).normal(size=(2, 60, dimension))
    above = np.vstack([points.T, np.ones(60)])
    programs = [linprog(np.zeros(60), A_eq=above, b_eq=[*q, 1]).status == 0 for q in queries]
    assert inside_hull(points, queries).tolist() == programs


def test_a_turn_and_a_shift_change_no_distance():
    points, queries = rng(2).normal(size=(2, 30, 4))
    turn = np.linalg.qr(rng(3).normal(size=(4, 4)))[0]
    before = distance_to_hull(points, queries)
    assert distance_to_hull(points @ turn + 5, queries @ turn + 5) == pytest.approx(
        before, abs=1e-8
    )


def test_more_points_never_push_a_query_out():
    points, queries = rng(4).normal(size=(2, 80, 4))
    few, many = distance_to_hull(points[:40], queries), distance_to_hull(points, queries)
    assert (many <= few + 1e-8).all()


@pytest.mark.parametrize(
    ("points", "queries", "name"),
    [
        ([1, 2], [[1, 2]], "points"),
        (np.zeros((0, 2)), [[1, 2]], "points"),
        (SQUARE, [[1, 2, 3]], "queries"),
        (SQUARE, [[np.nan, 0]], "queries"),
    ],
)
def test_bad_input(points, queries, name):
    with pytest.raises(ValueError, match=name):
        distance_to_hull(points, queries)
