import pytest
import torch
from torch import nn

from moreisdifferent.evaluation.counting import count, total
from moreisdifferent.models.mlp import MLP
from moreisdifferent.models.pooled import PooledCNN


def test_a_dense_layer_multiplies_every_weight_once():
    (cost,) = count(nn.Linear(7, 5), (7,))
    assert cost == ("", "Linear", 35, 40, 5, 35)


def test_a_convolution_by_its_formula():
    (cost,) = count(nn.Conv2d(3, 2, 5), (3, 500, 500))
    assert (cost.parameters, cost.outputs) == (152, 2 * 496 * 496)
    assert cost.multiply_adds == 75 * cost.outputs


@pytest.mark.parametrize("groups, stride, dilation", [(1, 1, 1), (2, 2, 1), (4, 1, 3)])
def test_multiplications_agree_with_a_dense_layer_of_the_same_matrix(groups, stride, dilation):
    layer = nn.Conv2d(4, 8, 3, stride, dilation=dilation, groups=groups, bias=False)
    nn.init.ones_(layer.weight)
    basis = torch.eye(4 * 9 * 9).view(-1, 4, 9, 9)
    entries = int((layer(basis) != 0).sum())  # without padding every product is an entry
    assert count(layer, (4, 9, 9))[0].multiply_adds == entries


def test_one_dimension_is_a_picture_of_height_one():
    flat, high = nn.Conv1d(3, 4, 5, stride=2), nn.Conv2d(3, 4, (1, 5), stride=2)
    assert count(flat, (3, 50))[0][2:] == count(high, (3, 1, 50))[0][2:]


def test_what_is_used_twice_works_twice_and_is_owned_once():
    shared = nn.Linear(4, 4)
    costs = count(nn.Sequential(shared, nn.ReLU(), shared), (4,))
    assert total(costs, "parameters") == 20 and total(costs, "multiply_adds") == 32


def test_normalisation_has_parameters_and_no_weights():
    costs = count(nn.Sequential(nn.Conv2d(1, 6, 3), nn.BatchNorm2d(6)), (1, 8, 8))
    assert (costs[1].weights, costs[1].parameters, costs[1].multiply_adds) == (0, 12, 0)


def test_the_model_is_left_alone():
    model = MLP((9, 4, 2), seed=1).train()
    before = [p.clone() for p in model.parameters()]
    count(model, (1, 3, 3))
    assert model.training and all(map(torch.equal, before, model.parameters()))
    assert not model[1]._forward_hooks


def test_parameters_do_not_depend_on_the_size_and_work_does():
    small, large = (count(PooledCNN((1, 8, 16), 10, 1), (1, s, s)) for s in (8, 16))
    assert total(small, "parameters") == total(large, "parameters")
    assert large[0].multiply_adds == 4 * small[0].multiply_adds


def test_a_shape_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"shape is \(1, 4, 4\)"):
        count(MLP((9, 2), seed=1), (1, 4, 4))
