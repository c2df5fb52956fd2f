"""Replicas that practise side by side learn, do not touch each other, and are examined on the way."""

import numpy as np
import pytest
import torch

from moreisdifferent.datasets.memory import recall
from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.models.recurrent import Recurrent
from moreisdifferent.training.practise import cross_entropy, only, practise, share_right


def task(draw):
    return recall((1, 8), 1, 3, draw)


def net(seeds):
    return Recurrent("GRU", 13, 8, 8, seeds, "last")


def test_a_short_gap_is_learned_and_the_exams_show_it():
    x, y = recall((2, 100), 1, 3, torch_rng(9))

    def two(draw):
        return recall((2, 8), 1, 3, draw)

    exams = practise(
        net([1, 2]), two, cross_entropy, 120, torch_rng(1), lambda m: share_right(m(x), y), 60
    )
    assert exams.shape == (3, 2)
    assert (exams[0] < 0.5).all() and (exams[-1] > 0.9).all()


def test_a_replica_learns_as_if_it_were_alone():
    def learn(seeds):
        def same(draw):
            x, y = task(draw)
            return x, y.expand(len(seeds), -1)

        model = net(seeds)
        practise(model, same, cross_entropy, 5, torch_rng(3))
        return model.cell.U[-1]

    assert torch.allclose(learn([1, 2]), learn([2]), atol=1e-6)


def test_only_some_are_kept_and_copied():
    model = net([1, 2, 3])
    part = only(model, slice(1, 2))
    assert torch.equal(part.cell.U[0], model.cell.U[1]) and len(part.V) == 1
    part.cell.U.data += 1
    assert not torch.equal(part.cell.U[0], model.cell.U[1])


def test_shares_and_losses_are_of_each_replica():
    logits = torch.eye(3)[torch.tensor([[0, 1], [2, 2]])]  # (2, 2, 3)
    y = torch.tensor([[0, 1], [2, 1]])
    assert share_right(logits, y).tolist() == [1, 0.5]
    assert share_right(logits[None], y[None]).tolist() == [1, 0.5]
    one = [cross_entropy(logits[k : k + 1], y[k : k + 1]) for k in range(2)]
    assert np.isclose(cross_entropy(logits, y).item(), sum(one).item())


@pytest.mark.parametrize("steps, every, exam", [(0, 0, None), (3, 0, len), (3, 2, None)])
def test_what_makes_no_sense_is_refused(steps, every, exam):
    with pytest.raises(ValueError, match="steps is"):
        practise(net([1]), task, cross_entropy, steps, torch_rng(1), exam, every)
