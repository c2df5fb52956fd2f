from itertools import product

import numpy as np
import pytest
from sklearn.naive_bayes import BernoulliNB

from moreisdifferent.datasets.glyphs import Glyphs
from moreisdifferent.models.chow import NORTH, WEST, Chow


@pytest.fixture(scope="module")
def glyphs():
    batch = Glyphs("hand").draw(1500, seed=1)
    return batch.images[:, 0].numpy(), batch.labels.numpy()


def test_without_neighbours_it_is_naive_bayes(glyphs):
    x, y = glyphs
    ours = Chow(36, neighbours=(), prior=1.0).fit(x, y).log_likelihood(x[:200])
    theirs = BernoulliNB(alpha=1.0, fit_prior=False).fit(x.reshape(len(x), -1), y)
    theirs = theirs.predict_joint_log_proba(x[:200].reshape(200, -1)) + np.log(36)
    assert np.allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("neighbours", [(), (WEST,), (NORTH,), (WEST, NORTH), (WEST, (-1, 1))])
def test_every_class_is_a_distribution_over_all_pictures(neighbours):
    pictures = np.array(list(product([0, 1], repeat=9))).reshape(-1, 3, 3)
    rng = np.random.default_rng(1)
    model = Chow(2, neighbours).fit(rng.integers(0, 2, (30, 3, 3)), rng.integers(0, 2, 30))
    total = np.exp(model.log_likelihood(pictures).astype(float)).sum(0)
    assert np.allclose(total, 1, atol=1e-5)


def test_counts_by_hand():
    """One class, one row of two pixels: seen 11, 11, 00; the prior adds one half to each cell."""
    model = Chow(1, (WEST,)).fit(np.array([[[1, 1]], [[1, 1]], [[0, 0]]]), [0, 0, 0])
    p_first = 2.5 / 4  # ink in the first pixel, whose west is outside
    p_second = 2.5 / 3  # ink in the second, given ink to its west
    found = model.log_likelihood(np.array([[[1, 1]], [[0, 1]]]))[:, 0]
    assert np.allclose(np.exp(found), [p_first * p_second, (1 - p_first) * 0.5 / 2], atol=1e-6)


def test_it_sees_what_no_single_pixel_shows():
    """Class 1 repeats its west neighbour, class 0 inverts it: every pixel alone is a fair coin."""
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 2, 600)
    flips = labels[:, None] == 0
    rows = (np.cumsum(np.tile(flips, 12), 1) + rng.integers(0, 2, (600, 1))) % 2
    images = rows[:, None, :]
    naive = Chow(2, ()).fit(images[:300], labels[:300]).predict(images[300:])
    chow = Chow(2, (WEST,)).fit(images[:300], labels[:300]).predict(images[300:])
    assert (chow == labels[300:]).all()
    assert (naive == labels[300:]).mean() < 0.65


def test_errors_name_the_argument():
    with pytest.raises(ValueError, match="prior is 0"):
        Chow(2, prior=0)
    with pytest.raises(ValueError, match="neighbours has"):
        Chow(2, neighbours=((0, 1),))
    with pytest.raises(ValueError, match="images has other values"):
        Chow(2).fit(np.full((1, 2, 2), 0.5), [0])
    with pytest.raises(ValueError, match="images has shape"):
        Chow(2).fit(np.zeros((2, 2)), [0, 0])
    with pytest.raises(ValueError, match="labels has shape"):
        Chow(2).fit(np.zeros((2, 2, 2)), [0])
    with pytest.raises(ValueError, match="labels should lie"):
        Chow(2).fit(np.zeros((1, 2, 2)), [2])
