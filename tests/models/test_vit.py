import pytest
import torch

from moreisdifferent.models.vit import PatchTransformer, patches


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
