import numpy as np
import pytest
import torch

from moreisdifferent.evaluation.roofline import (
    by_blas,
    by_dot,
    by_loop,
    by_row,
    intensity,
    roof,
    training_step,
)
from moreisdifferent.models.lenet import LeNet5

A, B = np.random.default_rng(0).normal(size=(2, 5, 5))


@pytest.mark.parametrize("way", [by_dot, by_row, by_blas])
def test_every_way_gives_the_same_product(way):
    assert np.allclose(way((A, B)), by_loop((A.tolist(), B.tolist())))


def test_a_layer_has_half_an_operation_a_byte_for_each_example():
    assert intensity(4096, 4096, 1) == pytest.approx(0.5, rel=1e-3)
    assert intensity(4096, 4096, 32) == pytest.approx(16, rel=0.02)
    assert intensity(64, 64, 64) == pytest.approx(2 * 64**3 / (3 * 64**2 * 4))


def test_the_roof_is_a_slope_and_then_flat():
    assert roof([1, 4.5, 9], peak=90, bandwidth=20).tolist() == [20, 90, 90]


def test_lenet_has_the_published_size_and_one_step_leaves_gradients():
    model = LeNet5(0)
    assert sum(p.numel() for p in model.parameters()) == 61_706
    with torch.no_grad():  # as the stopwatch has it
        loss = training_step((model, torch.zeros(2, 1, 32, 32), torch.tensor([0, 1])))
    assert loss > 0 and model[0].weight.grad is not None


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"pair has shapes \(5, 5\) and \(3, 2\)"):
        by_blas((A, np.ones((3, 2))))
    with pytest.raises(ValueError, match="peak is 0"):
        roof(1, 0, 1)
