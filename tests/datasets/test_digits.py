import pytest
import torch
from sklearn.datasets import load_digits

from moreisdifferent.datasets.digits import digits, on_canvas, shifted


def test_the_split_is_fixed_disjoint_and_complete():
    first, again = digits(), digits()
    assert [len(part.labels) for part in first] == [1200, 297, 300]
    assert all(torch.equal(a.images, b.images) for a, b in zip(first, again))
    pictures = torch.cat([part.images for part in first]).flatten(1)
    assert pictures.shape == (1797, 64) and pictures.min() == 0 and pictures.max() == 1
    theirs = load_digits()
    assert sorted(map(tuple, (pictures * 16).int().tolist())) == sorted(
        map(tuple, theirs.data.astype(int).tolist())
    )


def test_every_part_holds_every_digit_in_like_shares():
    for part in digits():
        share = part.labels.bincount(minlength=10) / len(part.labels)
        assert (share > 0.06).all() and (share < 0.14).all()


def test_shift_moves_right_and_down_and_brings_zeros():
    image = torch.arange(1.0, 10.0).view(1, 1, 3, 3)
    assert shifted(image, 1, 0)[0, 0].tolist() == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert shifted(image, 0, 2)[0, 0].tolist() == [[0, 0, 0], [0, 0, 0], [1, 2, 3]]
    two = shifted(image.repeat(2, 1, 1, 1), torch.tensor([0, -1]), torch.tensor([0, -1]))
    assert torch.equal(two[0], image[0])
    assert two[1, 0].tolist() == [[5, 6, 0], [8, 9, 0], [0, 0, 0]]


def test_a_canvas_holds_the_whole_picture_in_the_middle_or_anywhere():
    images = digits().train.images[:400]
    middle, anywhere = on_canvas(images, 16), on_canvas(images, 16, seed=1)
    assert torch.equal(middle[:, :, 4:12, 4:12], images)
    assert torch.allclose(anywhere.sum((1, 2, 3)), images.sum((1, 2, 3)))
    assert torch.equal(anywhere, on_canvas(images, 16, seed=1))
    rows = torch.arange(16.0).view(16, 1)
    heights = (anywhere[:, 0] * rows).sum((1, 2)) / anywhere.sum((1, 2, 3))
    assert heights.min() < 5 and heights.max() > 10


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda x: on_canvas(x, 7), "size is 7"),
        (lambda x: shifted(x, 0.5, 0), "dx is 0.5"),
        (lambda x: shifted(x, 0, torch.zeros(3, dtype=int)), "dy is"),
        (lambda x: shifted(x[0], 0, 0), r"images has shape \(1, 8, 8\)"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(torch.zeros(2, 1, 8, 8))
