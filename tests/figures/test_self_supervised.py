"""Each drawing shows what it was given."""

import numpy as np
import pytest

from moreisdifferent.figures import self_supervised as draw

NINE = np.random.default_rng(0).random((9, 2, 1, 12, 12))


def test_the_game_shows_the_first_view_of_the_picture_asked_for():
    left, right = draw.partner_game(NINE, asked=4).axes
    assert np.allclose(left.images[0].get_array()[1:-1, 1:-1], NINE[4, 0, 0])
    assert [t.get_text() for t in right.texts] == [str(i) for i in range(1, 10)]


def test_a_table_has_first_views_at_the_left():
    table = np.eye(9)
    ax = draw.similarity_tables(NINE, {"before": table, "after": table}).axes[0]
    cosines, *edges = ax.images
    assert np.array_equal(cosines.get_array(), table)
    left = [image for image in edges if image.get_extent()[0] == -1.5]
    assert np.allclose(left[3].get_array(), NINE[3, 0, 0])


def test_accuracies_and_their_order_are_kept():
    curve = [(step, np.array([step, step + 2.0])) for step in (0, 10, 20)]
    ax = draw.over_training({"x": {"contrastive": curve}}, {"pixels": 7}).axes[0]
    assert np.allclose(ax.lines[0].get_xydata(), [[0, 1], [10, 11], [20, 21]])
    assert ax.get_legend_handles_labels()[1] == ["contrastive", "pixels"]
    ax = draw.by_names({("pixels", n): np.array([n, n + 2.0]) for n in (10, 20)}, (10, 20)).axes[0]
    assert np.allclose(ax.lines[0].get_xydata(), [[10, 11], [20, 21]])


def test_every_thing_has_a_look_of_its_own():
    looks = [(c, m) for c, m, _ in draw.LOOKS.values()]
    assert len(set(looks)) == len(looks) - 1  # 10,240 pictures *is* the contrastive encoder


def test_letters_stand_where_their_points_are():
    ax = draw.embedding(np.array([[0, 0], [1, 1], [2, 2.0]]), "ABA").axes[0]
    assert np.allclose(ax.lines[0].get_xydata(), [[0, 0], [2, 2]])
    with pytest.raises(ValueError, match="it should be one of"):
        draw.look("a rival")
