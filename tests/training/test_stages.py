import numpy as np
import pytest
import torch

from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.stages import fit_in_stages

X = torch.randn(64, 6, generator=torch.Generator().manual_seed(0))
Y = (X[:, 0] > 0).long()


def models():
    return [MLP((6, 8, 2), seed=k) for k in range(3)]


def score(fitted):
    return [(m(X).argmax(1) == Y).float().mean().item() for m in fitted]


def fit(steps=80, **settings):
    fitted = models()
    curve = fit_in_stages(
        fitted, X, Y, steps=steps, learning_rate=0.05, seed=1, batch_size=16, **settings
    )
    return fitted, curve


@pytest.mark.parametrize("steps", [80, 83, 9])
def test_nine_moments_from_before_training_to_its_end(steps):
    fitted, curve = fit(steps, score=score)
    assert curve.shape == (9, 3)
    assert np.allclose(curve[0], score(models())) and np.allclose(curve[-1], score(fitted))


def test_it_learns_and_watching_changes_nothing():
    watched, curve = fit(score=score)
    alone, nothing = fit()
    assert (curve[-1] > 0.9).all() and nothing.shape == (9, 0)
    for a, b in zip(watched, alone):
        assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters()))


def test_too_few_steps_are_refused():
    with pytest.raises(ValueError, match="steps is 7"):
        fit(7)
