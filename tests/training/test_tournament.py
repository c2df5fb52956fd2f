import numpy as np
import pytest
import torch

from moreisdifferent.training.tournament import SETTINGS, World, compete, rows


def numbers(K, n=60):
    generator = torch.Generator().manual_seed(0)
    draws = []
    for _ in range(K):
        x = torch.randn(n, 8, 1, generator=generator)
        draws.append((x, (x[:, 2, 0] > 0).long()))
    return draws


@pytest.mark.parametrize("model", SETTINGS)
def test_each_model_learns_one_column_in_every_draw(model):
    world = World(numbers(3, 300), 240, 2)
    out = compete(model, world, 20)
    assert out.right.shape == out.earlier.shape == (2,) and out.setting in SETTINGS[model]
    assert (out.right > 70).all()
    answers = [100 * (a == y[240:].numpy()).mean() for a, (_, y) in zip(out.answers, world.draws)]
    assert np.allclose(answers, out.right)


def test_the_setting_is_the_best_on_the_last_draw():
    one = numbers(1, 40)[0]
    x = torch.arange(20.0).view(20, 1, 1)
    lot = torch.randint(0, 2, (20,), generator=torch.Generator().manual_seed(1))
    again = (torch.cat([x, x]), torch.cat([lot, lot]))  # the exam repeats the examples
    assert compete("k-NN", World([one, again], 20, 2), 1).setting == 1
    steps = (x.repeat(2, 1, 1), torch.arange(40) % 20 // 10)
    noisy = (steps[0], steps[1] ^ (torch.arange(40) == 4).long())  # one example is wrong
    assert compete("k-NN", World([one, noisy], 20, 2), 1).setting > 1


@pytest.mark.parametrize("model", ["trees", "CNN", "GRU"])
def test_a_given_setting_is_used_in_all_draws(model):
    setting = SETTINGS[model][1]
    out = compete(model, World(numbers(2), 40, 2), 4, setting=setting)
    assert out.setting == setting and out.right.shape == (2,)


@pytest.mark.parametrize("model", ["logistic", "MLP", "CNN", "GRU"])
def test_tokens_and_pictures_are_read(model):
    tokens = torch.arange(240).view(40, 6) % 5
    pictures = torch.zeros(40, 1, 8, 8)
    pictures[::2, :, 2:4] = 1
    for x, n_tokens in ((tokens, 5), (pictures, 0)):
        y = torch.arange(40) % 2
        assert np.isfinite(compete(model, World([(x, y), (x, y)], 32, 2, n_tokens), 4).right).all()


def test_rows_count_tokens_and_keep_places_if_they_are_few():
    few = rows(torch.tensor([[1, 0, 1]]), 2)
    assert few.tolist() == [[1, 2, 0, 1, 1, 0, 0, 1]]
    assert rows(torch.tensor([[1, 0, 1]]), 60).shape == (1, 60)
    assert rows(torch.ones(2, 3, 4)).shape == (2, 12)


def test_bad_input_is_named():
    world = World(numbers(2), 40, 2)
    with pytest.raises(ValueError, match="model is 'SVM'"):
        compete("SVM", world, 1)
    with pytest.raises(ValueError, match="setting 7"):
        compete("k-NN", world, 1, setting=7)
    with pytest.raises(ValueError, match="world has 1 draws"):
        compete("k-NN", World(world.draws[:1], 40, 2), 1)
    with pytest.raises(ValueError, match="n is 60"):
        compete("k-NN", World(world.draws, 60, 2), 1)
    with pytest.raises(ValueError, match=r"passes is 0\.1"):
        compete("MLP", world, 0.1)
    with pytest.raises(ValueError, match=r"x is torch\.float32"):
        rows(torch.zeros(2, 2), 3)
