import pytest
import torch
from torch import nn

from moreisdifferent.models.gru import GRUCell
from moreisdifferent.models.lstm import LSTMCell
from moreisdifferent.models.recurrent import CELLS, Recurrent, cell_parameters, equal_width
from moreisdifferent.models.rnn import RNNCell

TORCH = {"RNN": (nn.RNNCell, nn.RNN), "LSTM": (nn.LSTMCell, nn.LSTM), "GRU": (nn.GRUCell, nn.GRU)}
D, H, B, T = 5, 7, 4, 9


@torch.no_grad()
def with_our_weights(theirs, cell, replica):
    """Give torch's module the weights of one replica; its second bias is zero."""
    suffix = "_l0" if isinstance(theirs, nn.RNNBase) else ""
    getattr(theirs, f"weight_ih{suffix}").copy_(cell.W[replica].T)
    getattr(theirs, f"weight_hh{suffix}").copy_(cell.U[replica].T)
    getattr(theirs, f"bias_ih{suffix}").copy_(cell.b[replica, 0])
    getattr(theirs, f"bias_hh{suffix}").zero_()
    return theirs


def noise(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_torchs_cell(name):
    cell = CELLS[name](D, H, seeds=(1, 2, 3))
    x, state = noise(3, B, D), tuple(noise(3, B, H) for _ in cell.start(B))
    ours = cell(cell.drive(x), state)
    for k in range(3):
        theirs = with_our_weights(TORCH[name][0](D, H), cell, k)
        old = tuple(part[k] for part in state)
        new = theirs(x[k], old if name == "LSTM" else old[0])
        new = new if name == "LSTM" else (new,)
        assert all(torch.allclose(a[k], b, atol=1e-5) for a, b in zip(ours, new))


@pytest.mark.parametrize("name", CELLS)
def test_a_layer_and_its_gradients_are_torchs(name):
    net = Recurrent(name, D, H, 3, seeds=(1, 2))
    x = noise(T, 2, B, D)
    logits = net(x)
    (logits.sum((0, 2, 3)) * torch.tensor([1.0, 2.0])).sum().backward()
    for k in range(2):
        theirs = with_our_weights(TORCH[name][1](D, H), net.cell, k)
        h, _ = theirs(x[:, k])
        y = h @ net.V[k].detach() + net.a[k].detach()
        (y.sum() * (k + 1)).backward()
        assert torch.allclose(logits[:, k], y, atol=1e-5)
        assert torch.allclose(net.cell.U.grad[k].T, theirs.weight_hh_l0.grad, atol=1e-4)
        assert torch.allclose(net.cell.W.grad[k].T, theirs.weight_ih_l0.grad, atol=1e-4)


def test_gates_that_are_open_keep_the_state():
    lstm, gru = LSTMCell(D, H, (1,)), GRUCell(D, H, (1,))
    with torch.no_grad():
        lstm.b[..., :H] = -50  # input gate shut
        lstm.b[..., H : 2 * H] = 50  # forget gate open
        gru.b[..., H : 2 * H] = 50
    x, h, c = noise(1, B, D), noise(1, B, H), noise(1, B, H)
    assert torch.allclose(lstm(lstm.drive(x), (h, c))[1], c, atol=1e-5)
    assert torch.allclose(gru(gru.drive(x), (h,))[0], h, atol=1e-5)


@pytest.mark.parametrize("name", CELLS)
def test_parameters_are_counted(name):
    cell = CELLS[name](D, H, (1,))
    assert sum(p.numel() for p in cell.parameters()) == cell_parameters(name, D, H)


def test_the_counts_of_the_textbook():
    assert [cell_parameters(name, 128, 128) for name in ("RNN", "GRU", "LSTM")] == [
        32_896,
        98_688,
        131_584,
    ]


@pytest.mark.parametrize("name", CELLS)
def test_equal_width_fills_the_budget(name):
    def total(width):
        return sum(p.numel() for p in Recurrent(name, 13, width, 8, (1,)).parameters())

    width = equal_width(name, 13, 8, 3000)
    assert total(width) <= 3000 < total(width + 1)


def test_the_last_readout_is_the_last_of_all():
    x = noise(T, 1, B, D)
    every, last = (Recurrent("GRU", D, H, 2, (4,), readout) for readout in ("all", "last"))
    assert torch.equal(every(x)[-1], last(x))


def test_a_seed_fixes_a_replica_whatever_its_neighbours():
    torch.manual_seed(1)
    first = RNNCell(D, H, (3, 4))
    torch.manual_seed(2)
    again = RNNCell(D, H, (4, 5))
    assert torch.equal(first.U[1], again.U[0]) and torch.equal(first.W[1], again.W[0])
    assert not torch.equal(first.U[0], first.U[1])
    assert first.U.abs().max() <= H**-0.5


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: Recurrent("TRNN", 2, 3, 1, (1,)), "cell is 'TRNN'"),
        (lambda: Recurrent("RNN", 2, 3, 1, (1,), "first"), "readout is 'first'"),
        (lambda: RNNCell(0, 3, (1,)), "n_in is 0"),
        (lambda: RNNCell(2, 3, ()), r"seeds \[\]"),
        (lambda: equal_width("LSTM", 10, 3, 20), "parameters is 20"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
