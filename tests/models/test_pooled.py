import pytest
import torch
from torch import nn

from moreisdifferent.datasets.digits import shifted
from moreisdifferent.models.pooled import SHRINK, PooledCNN


def spot(size=24):
    picture = torch.zeros(1, 1, size, size)
    picture[..., 8:14, 8:14] = torch.rand(6, 6, generator=torch.Generator().manual_seed(0))
    return picture


def test_shrinking_changes_no_weight():
    models = [PooledCNN((1, 4, 8, 8), 5, seed=3, shrink=s) for s in SHRINK]
    for other in models[1:]:
        assert all(map(torch.equal, models[0].parameters(), other.parameters()))


@pytest.mark.parametrize("shrink", SHRINK)
def test_any_size_is_read(shrink):
    model = PooledCNN((1, 4, 8, 8), 5, seed=3, shrink=shrink)
    for size in (8, 13, 40):
        assert model(torch.zeros(2, 1, size, size + 3)).shape == (2, 5)


def test_a_shift_changes_no_answer_unless_it_shrinks():
    for shrink in SHRINK:
        model = PooledCNN((1, 4, 8, 8), 5, seed=3, shrink=shrink)
        gap = (model(spot()) - model(shifted(spot(), 1, 0))).abs().max()
        assert bool(gap < 1e-6) == (shrink == "none")
        again = (model(spot()) - model(shifted(spot(), 4, 4))).abs().max()
        assert again < 1e-6  # 4 is the product of the strides


def test_the_last_convolution_does_not_shrink():
    model = PooledCNN((1, 4, 8, 8), 5, seed=3, shrink="stride")
    assert [m.stride[0] for m in model if isinstance(m, nn.Conv2d)] == [2, 2, 1]


@pytest.mark.parametrize(
    "options, message",
    [({"channels": (1,)}, r"channels is \(1,\)"), ({"n_classes": 0}, "n_classes 0"), ({"shrink": "crop"}, "'crop'")],
)  # fmt: skip
def test_bad_input_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        PooledCNN(**{"channels": (1, 4), "n_classes": 5, "seed": 1} | options)
