"""Waves: each task is one of them."""

import numpy as np

from moreisdifferent.datasets.sinusoids import sinusoids


def test_each_task_is_one_wave():
    x, y = (part.double().numpy()[..., 0] for part in sinusoids(2, 3, 30, seed=4))
    for a, b in zip(x.reshape(6, 30), y.reshape(6, 30)):
        columns = np.c_[np.sin(a), np.cos(a)]
        weights, *_ = np.linalg.lstsq(columns, b, rcond=None)
        assert np.allclose(columns @ weights, b, atol=1e-4)
        assert 0.1 <= np.hypot(*weights) <= 5.0001
    assert np.abs(x).max() <= 5
