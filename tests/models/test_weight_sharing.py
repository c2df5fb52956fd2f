import pytest
import torch
from torch import nn

from moreisdifferent.models.weight_sharing import Filters, Gates, Recursion, each, reader
from moreisdifferent.training.batched import is_known
from moreisdifferent.training.fit import fit
from moreisdifferent.training.replicas import fit_replicas


def noise(*shape, seed=0, **how):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), **how)


def test_filters_are_a_convolution():
    filters, conv = Filters(11, 3, 4, width=5, stride=2), nn.Conv1d(3, 4, 5, 2, padding=2)
    with torch.no_grad():
        conv.weight.copy_(filters.maps[0].weight.view(4, 3, 5))
        conv.bias.copy_(filters.maps[0].bias)
    x = noise(2, 11, 3)
    assert torch.allclose(filters(x), torch.relu(conv(x.mT)).mT, atol=1e-6)
    assert filters(x).shape == (2, filters.places, 4)


def test_gates_are_a_gated_recurrent_unit():
    gates, gru = Gates(7, 3, 5), nn.GRU(3, 5, batch_first=True)
    with torch.no_grad():
        for ours, theirs in ((gates.see[0], "ih"), (gates.keep[0], "hh")):
            ours.weight.copy_(getattr(gru, f"weight_{theirs}_l0"))
            ours.bias.copy_(getattr(gru, f"bias_{theirs}_l0"))
    x = noise(2, 7, 3)
    assert torch.allclose(gates(x), gru(x)[0], atol=1e-6)


@pytest.mark.parametrize("cells", [1, 3])
@pytest.mark.parametrize("lead", [(), (2,)])
def test_gradients_by_hand_are_those_of_finite_differences(cells, lead):
    K = lead[0] if lead else 1
    drive, U, b = (
        noise(*shape, seed=i, dtype=torch.double).requires_grad_()
        for i, shape in enumerate(((K * 2, 3, 6), (*lead, cells, 6, 2), (*lead, cells, 6)))
    )
    assert torch.autograd.gradcheck(Recursion.apply, (drive, U, b))


@pytest.mark.parametrize("kind", [Filters, Gates])
def test_own_weights_that_are_equal_do_the_same(kind):
    shared, own = kind(6, 3, 4), kind(6, 3, 4, shared=False)
    assert sum(p.numel() for p in own.parameters()) > sum(p.numel() for p in shared.parameters())
    with torch.no_grad():
        for one, many in zip(shared.children(), own.children()):
            for copy in many:
                copy.load_state_dict(one[0].state_dict())
    x = noise(2, 6, 3)
    assert torch.allclose(shared(x), own(x), atol=1e-6)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("kind", [Filters, Gates])
def test_as_replicas_they_learn_what_each_learns_alone(kind, shared):
    x, y = torch.arange(120).view(20, 6) % 5, torch.arange(20) % 3

    def nets():
        layer = kind(6, 4, 4, shared=shared)
        return reader([layer], layer(torch.zeros(1, 6, 4)).numel(), 3, 7, n_tokens=5, width=4)

    pair, alone = [nets(), nets()], [nets(), nets()]
    assert is_known(pair[0])
    settings = {"steps": 6, "batch_size": 8, "optimizer": "adamw", "learning_rate": 0.01}
    fit_replicas(pair, x, y, seed=[3, 4], **settings)
    for k, model in enumerate(alone):
        fit(model, x, y, seed=3 + k, **settings)
        for a, b in zip(pair[k].parameters(), model.parameters()):
            assert torch.allclose(a, b, atol=1e-5)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="width odd"):
        Filters(4, 1, 2, width=2)
    with pytest.raises(ValueError, match="places, n_in and width"):
        Gates(0, 1, 2)
    with pytest.raises(ValueError, match="maps has 3; there should be 1 or, as x has places, 2"):
        each(nn.ModuleList(nn.Linear(1, 1) for _ in range(3)), torch.zeros(1, 2, 1))
    with pytest.raises(ValueError, match="n_features"):
        reader([], 0, 2, 0)
