"""Published networks against published numbers."""

import pytest
import torch

from moreisdifferent.evaluation.counting import count, total
from moreisdifferent.models.inception import InceptionV3
from moreisdifferent.models.resnet import ResNet50


def skeleton(architecture):
    with torch.device("meta"):
        return architecture()


def parameters(model, without=()):
    named = model.named_parameters()
    return sum(p.numel() for name, p in named if not name.startswith(tuple(without)))


def test_resnet_50_has_the_published_parameters_and_work():
    costs = count(skeleton(ResNet50), (3, 224, 224))
    assert total(costs, "parameters") == 25_557_032
    assert sum(cost.kind == "Conv2d" for cost in costs) == 1 + 3 * 16 + 4
    assert 3.8e9 <= total(costs, "multiply_adds") < 3.9e9  # Table 1: 3.8 × 10⁹


def test_inception_v3_has_the_published_parameters_and_work():
    model = skeleton(InceptionV3)
    assert parameters(model) == 27_161_264
    assert parameters(model, ["auxiliary"]) == 23_834_568
    assert parameters(model, ["auxiliary", "head"]) == 21_785_568
    costs = count(model, (3, 299, 299))
    assert 5e9 <= total(costs, "multiply_adds") < 6e9  # section 10: 5 billion


def test_places_shrink_as_in_inceptions_table_1():
    x = torch.empty(1, 3, 299, 299, device="meta")
    model = skeleton(InceptionV3).eval()
    assert model.stem(x).shape == (1, 192, 35, 35)
    assert model.middle(model.stem(x)).shape == (1, 768, 17, 17)
    assert model.top(model.middle(model.stem(x))).shape == (1, 2048, 8, 8)


@pytest.mark.parametrize("architecture, size", [(ResNet50, 64), (InceptionV3, 139)])
def test_they_run_on_numbers_too(architecture, size):
    torch.manual_seed(0)
    with torch.no_grad():
        logits = architecture(7).eval()(torch.rand(1, 3, size, size))
    assert logits.shape == (1, 7) and logits.isfinite().all()


def test_the_auxiliary_head_speaks_in_training():
    logits, auxiliary = skeleton(InceptionV3).train()(torch.empty(2, 3, 299, 299, device="meta"))
    assert logits.shape == auxiliary.shape == (2, 1000)
