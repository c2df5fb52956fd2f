import numpy as np
import pytest
import torch
from torch.nn import functional as F

from moreisdifferent.models.mlp import MLP
from moreisdifferent.training.examine import examine


def test_marks_are_those_of_one_model_at_a_time():
    x, y = torch.randn(50, 6), torch.randint(3, (50,))
    models = [MLP((6, 5, 3), seed) for seed in range(3)]
    accuracy, loss = examine(models, x, y)
    for model, a, l in zip(models, accuracy, loss):
        outputs = model(x).detach()
        assert a == pytest.approx((outputs.argmax(1) == y).double().mean().item())
        assert l == pytest.approx(F.cross_entropy(outputs, y).item(), rel=1e-5)
    assert np.shape(accuracy) == np.shape(loss) == (3,)
