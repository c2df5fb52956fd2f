import pytest
import torch
from torch import nn
from torch.nn import functional as F

from moreisdifferent.training.averaging import SHARE, AveragedLoss
from moreisdifferent.training.fit import fit

X, Y = torch.zeros(1, 1), torch.zeros(1, 1)


def at(value):
    """A model whose output is its one weight."""
    model = nn.Linear(1, 1)
    nn.init.zeros_(model.weight)
    nn.init.constant_(model.bias, value)
    return model


def test_constant_weights_are_their_own_average():
    watch = AveragedLoss(X, Y, [1, 5, 9], loss=F.mse_loss)
    for step in range(10):
        watch(step, at(3.0))
    assert watch.losses == pytest.approx([9, 9, 9])


def test_the_average_reaches_back_over_a_share_of_the_path():
    watch, last = AveragedLoss(X, Y, [1000], loss=F.mse_loss), 1000
    for step in range(last + 1):
        watch(step, at(float(step)))  # weights that move evenly
    behind = last - watch.losses[0] ** 0.5
    assert behind == pytest.approx(last / (SHARE + 2), rel=0.02)


def test_trembling_is_averaged_away_and_the_model_is_left_alone():
    watch = AveragedLoss(X, Y, [800], loss=F.mse_loss)
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(801, generator=generator)
    models = [at(float(value)) for value in noise]
    for step, model in enumerate(models):
        watch(step, model)
    assert watch.losses[0] < 0.1 * noise.square().mean()
    assert models[-1].bias.item() == pytest.approx(float(noise[-1]))


def test_it_is_a_callback_of_fit():
    x = torch.randn(64, 3, generator=torch.Generator().manual_seed(1))
    y = (x[:, 0] > 0).long()
    watch = AveragedLoss(x, y, [1, 30])
    fit(nn.Linear(3, 2), x, y, steps=30, batch_size=16, callback=watch)
    assert watch.losses[1] < watch.losses[0]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"moments is \[3, 2\]"):
        AveragedLoss(X, Y, [3, 2])
    with pytest.raises(ValueError, match="x has 1 examples and y 0"):
        AveragedLoss(X, Y[:0], [1])
