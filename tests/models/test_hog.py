import numpy as np
import pytest
from skimage.feature import hog as theirs

from moreisdifferent.models.hog import cells, hog


def test_agrees_with_scikit_image():
    greys = np.random.default_rng(9).random((12, 12, 12)).astype(np.float32)
    for picture, features in zip(greys, hog(greys)):
        same = theirs(picture, 4, pixels_per_cell=(2, 2), cells_per_block=(3, 3))
        assert np.allclose(same, features, atol=1e-4)


def test_a_stem_has_edges_across_it_and_nowhere_else():
    stem = np.zeros((1, 6, 6), np.float32)
    stem[:, :, 3] = 1
    votes = cells(stem, cell=2, directions=4)[0]  # (3, 3, 4)
    assert votes[:, 1:, 0].all() and not votes[:, :, 1:].any() and not votes[:, 0].any()


def test_faint_and_bold_ink_look_alike():
    picture = np.random.default_rng(1).random((1, 12, 12)).astype(np.float32)
    assert np.allclose(hog(picture), hog(picture / 4), atol=1e-4)
    blocks = hog(picture).reshape(16, 36)  # 4 by 4 blocks
    assert np.allclose(np.linalg.norm(blocks, axis=1), 1, atol=1e-4)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cell": 5}, "cell is 5"),
        ({"block": 7}, "block is 7"),
        ({"directions": 0}, "directions is 0"),
    ],
)
def test_bad_input_is_named(settings, message):
    with pytest.raises(ValueError, match=message):
        hog(np.zeros((2, 12, 12)), **settings)
    with pytest.raises(ValueError, match="images has shape"):
        hog(np.zeros((12, 12)))
