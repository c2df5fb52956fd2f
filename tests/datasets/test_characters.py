import torch

from moreisdifferent.datasets.characters import CLASSES, characters, mnist_split, rows_of
from moreisdifferent.datasets.distortions import Distortion
from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.datasets.views import WARP, TwoViews, first_rows


def test_noise_is_what_its_answer_says():
    made = characters(4000, 1)
    paper = made.images[:, 0, 0, 0]  # a corner, where there is hardly ever ink
    quiet, loud = made.noise < -0.8, made.noise > 0.8
    assert paper[loud].std() > 3 * paper[quiet].std()


def test_a_letter_that_is_asked_for_is_shown():
    made = characters(500, 2)
    rows = rows_of(made, "Q7", 3)
    assert [CLASSES[c] for c in made.character[rows]] == list("QQQ777")


def test_no_digit_of_the_test_is_in_the_pool():
    pool, held_out, test = mnist_split(torch_rng(5))
    seen = {image.numpy().tobytes() for image in (*pool.images, *held_out.images)}
    new = [image.numpy().tobytes() not in seen for image in test.images]
    assert sum(new) >= 998  # MNIST itself may hold a picture twice


def test_views_are_new_each_time_and_the_same_for_a_seed():
    images = characters(8, 3).images
    rows = torch.tensor([[0, 1], [5, 5]])
    one, other = TwoViews(images, WARP, 7), TwoViews(images, WARP, 7)
    first = one[rows]
    assert first.shape == (2, 2, 2, 1, 12, 12)
    assert torch.equal(first, other[rows]) and not torch.equal(first, one[rows])
    assert not torch.equal(first[1, 0], first[1, 1])  # the same picture twice, other views


def test_without_distortion_a_view_is_the_picture():
    images = characters(4, 3).images
    pair = TwoViews(images, Distortion.none(), 1)[torch.arange(4)]
    assert torch.allclose(pair, images[:, None].expand_as(pair), atol=1e-5)


def test_too_few_pictures_begin_again():
    assert first_rows(2, 10, 2, at_least=5).tolist() == [[0, 1, 0, 1, 0], [10, 11, 10, 11, 10]]
