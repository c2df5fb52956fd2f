"""Two populations of writers in one format."""

import pytest
import torch

from moreisdifferent.datasets.mnist import mnist
from moreisdifferent.datasets.two_hands import two_hands


@pytest.fixture(scope="module")
def both():
    return {aligned: two_hands(aligned) for aligned in (False, True)}


def test_both_come_as_ink_from_0_to_1_on_8_by_8_pixels(both):
    for near, far in both.values():
        assert near.images.shape == (5000, 1, 8, 8) and far.images.shape == (1797, 1, 8, 8)
        for images, labels in (near, far):
            assert images.dtype == torch.float32 and len(images) == len(labels)
            assert images.min() == 0 and images.max() == 1
            assert labels.unique().tolist() == list(range(10))


def test_labels_stay_with_their_pictures(both):
    plain, aligned = both.values()
    assert (plain[0].labels == mnist().labels).all()
    for (images, labels), (boxed, same) in zip(plain, aligned):
        assert (labels == same).all()
        for pictures in (images.flatten(1), boxed.flatten(1)):
            means = torch.stack([pictures[labels == c].mean(0) for c in range(10)])
            assert (torch.cdist(pictures, means).argmin(1) == labels).float().mean() > 0.75


def test_aligned_ink_reaches_every_side(both):
    for images, _ in both[True]:
        assert (images.sum((1, 2)) > 0).float().mean() > 0.95  # columns
        assert (images.sum((1, 3)) > 0).float().mean() > 0.95  # rows
