import torch

from moreisdifferent.models.reader import Reader


def test_it_answers_from_the_last_state_and_starts_with_open_gates():
    closed, made = Reader(5, 3, 4, 0, forget_bias=0.0), Reader(5, 3, 4, 0)
    gap = made.cell.bias_ih_l0 - closed.cell.bias_ih_l0
    assert torch.allclose(gap[4:8], torch.full((4,), 2.0)) and gap[:4].abs().sum() == 0
    tokens = torch.tensor([[1, 2, 3]])
    states = made.cell(made.token(tokens))[0]
    assert torch.allclose(made(tokens), made.head(states[:, -1]))
