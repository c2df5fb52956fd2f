import pytest
import torch

from moreisdifferent.evaluation.counting import count, total
from moreisdifferent.models.vit import NearAttention, PatchTransformer, patches, steps_apart
from moreisdifferent.training.batched import is_known
from moreisdifferent.training.fit import fit
from moreisdifferent.training.replicas import fit_replicas


def test_patches_are_the_squares_row_by_row():
    image = torch.arange(16.0).view(1, 1, 4, 4)
    assert patches(image, 2)[0].tolist() == [
        [0, 1, 4, 5], [2, 3, 6, 7], [8, 9, 12, 13], [10, 11, 14, 15]
    ]  # fmt: skip


def test_patches_in_another_order_are_no_loss_to_one_whose_places_follow():
    order = torch.tensor([2, 0, 3, 1])
    model, twin = (PatchTransformer(4, 4, 5, width=8, heads=2, layers=2, seed=0) for _ in range(2))
    with torch.no_grad():
        twin.place.copy_(model.place[order])
        twin.head[2].weight.copy_(model.head[2].weight.view(5, 4, 8)[:, order].flatten(1))
    x = torch.randn(6, 4, 4, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(model(x), twin(x[:, order]), atol=1e-5)
    assert not torch.allclose(model(x), model(x[:, order]), atol=1e-2), "it does know its places"


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="side is 5"):
        patches(torch.zeros(1, 1, 12, 12), 5)
    with pytest.raises(ValueError, match="images has shape"):
        patches(torch.zeros(12, 12), 4)
    with pytest.raises(ValueError, match="all at least 1"):
        PatchTransformer(0, 4, 5, 8, 2, 2, seed=0)
    with pytest.raises(ValueError, match="x has shape"):
        PatchTransformer(4, 4, 5, 8, 2, 2, seed=0)(torch.zeros(1, 4, 3))


def test_a_near_first_layer_takes_nothing_from_afar():
    attention = NearAttention(8, 2, False, side=4)
    x = torch.randn(3, 16, 8, generator=torch.Generator().manual_seed(2))
    q, k, _ = attention.project(x)
    weights = attention.weights(q, k)
    assert torch.allclose(weights.sum(-1), torch.ones(3, 2, 16))
    assert (weights > 0).all((0, 1)).tolist() == (steps_apart(4) <= 1).tolist()
    costs = count(PatchTransformer(16, 4, 5, 8, 2, 2, 0, lambda *a: NearAttention(*a, 4)), (16, 4))
    free = count(PatchTransformer(16, 4, 5, 8, 2, 2, 0), (16, 4))
    assert total(costs, "multiply_adds") == total(free, "multiply_adds")
    with pytest.raises(ValueError, match="16 patches; side is 3"):
        NearAttention(8, 2, False, side=3)(x)
    with pytest.raises(ValueError, match="side is 0"):
        NearAttention(8, 2, False, side=0)


def test_as_replicas_they_learn_what_each_learns_alone():
    x = torch.randn(40, 4, 4, generator=torch.Generator().manual_seed(3))
    y = torch.arange(40) % 5
    pair, alone = ([PatchTransformer(4, 4, 5, 8, 2, 2, seed=k) for k in range(2)] for _ in range(2))
    assert is_known(pair[0])
    fit_replicas(pair, x, y, steps=5, batch_size=8)
    for one, model in zip(alone, pair):
        fit(one, x, y, steps=5, batch_size=8)
        assert torch.allclose(one(x), model(x), atol=1e-4)
