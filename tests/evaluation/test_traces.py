"""Gradients fade and traces move as they do in memories that are known."""

import numpy as np
import pytest
import torch

from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.evaluation.traces import alike, fade, traces
from moreisdifferent.models.by_hand import delay_line, latch
from moreisdifferent.models.rnn import RNNCell


def after_symbols(n_inputs, steps, noise=True):
    x = torch.zeros(steps, 8, 1, n_inputs)
    x[0] = torch.eye(n_inputs)[:8, None]
    if noise:
        x[1:, ..., -2] = 1
    return x


def test_a_latch_has_one_trace_and_a_delay_line_another_at_each_step():
    table = alike(traces(latch().cell, after_symbols(13, 12)))
    assert (table > 0.999).all()
    left = traces(delay_line(5).cell, after_symbols(8, 12, noise=False))
    assert np.allclose(alike(left), np.diag([1.0] * 6 + [0] * 6), atol=1e-6)
    assert np.allclose(left[6:], 0)


def test_a_gradient_fades_as_fast_as_the_matrix_shrinks():
    cell = RNNCell(3, 6, [1])
    with torch.no_grad():
        cell.U[0], cell.W[0], cell.b[0] = 0.1 * torch.eye(6), 0, 0
    found = fade(cell, torch.ones(5, 1, 4, 3), torch_rng(1))
    assert np.allclose(found[:, 0], -np.arange(5), atol=1e-4)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="T, K, B, D"):
        fade(RNNCell(3, 6, [1]), torch.ones(5, 4, 3), torch_rng(1))
    with pytest.raises(ValueError, match="one"):
        traces(RNNCell(3, 6, [1, 2]), torch.ones(5, 8, 4, 3))
    with pytest.raises(ValueError, match="T, S, H"):
        alike(np.ones((3, 2)))
