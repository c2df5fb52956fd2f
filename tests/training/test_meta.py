"""Meta-learning: the inner loop is gradient descent, the outer one goes through it."""

import torch

from moreisdifferent.datasets.sinusoids import sinusoids
from moreisdifferent.training.meta import adapt, answers, body, fresh_head, meta_train, meta_weights

K, T = 2, 3
X, Y = sinusoids(K, T, 20, seed=0)
START = meta_weights(K, (1, 8, 8, 1), seed=1)


def test_one_step_of_a_line_by_hand():
    weights = [torch.full((1, 1, 1, 1), 2.0), torch.zeros(1, 1, 1, 1)]
    x, y = torch.ones(1, 1, 4, 1), torch.zeros(1, 1, 4, 1)
    W, b = adapt(weights, x, y, steps=1, rate=0.1)
    assert abs(W.item() - 1.6) < 1e-6 and abs(b.item() + 0.4) < 1e-6  # 2 - 0.1 · 2 · (2 - 0)


def test_tasks_and_learners_do_not_meet():
    together = adapt(START, X, Y, steps=3, rate=0.01)
    alone = adapt([w[1:] for w in START], X[1:, 2:], Y[1:, 2:], steps=3, rate=0.01)
    assert all(torch.allclose(a[1:, 2:], b, atol=1e-5) for a, b in zip(together, alone))


def test_what_may_not_move_does_not():
    moved = adapt(START, X, Y, steps=2, rate=0.01, moving=(4, 5))
    assert all(torch.equal(moved[i], START[i].expand_as(moved[i])) for i in range(4))
    assert not torch.equal(moved[4], START[4].expand_as(moved[4]))


def test_meta_training_helps_after_adaptation_and_leaves_the_start_alone():
    generator, kept = torch.Generator().manual_seed(3), [w.clone() for w in START]
    draw = lambda: sinusoids(K, 8, 20, generator)  # noqa: E731
    settings = {"inner": 1, "rate": 0.01}
    found = meta_train(START, draw, steps=60, learning_rate=0.01, **settings)

    def error(weights):
        x, y = sinusoids(K, 50, 20, seed=9)
        after = adapt(weights, x[:, :, :10], y[:, :, :10], steps=1, rate=0.01)
        return (answers(after, x[:, :, 10:]) - y[:, :, 10:]).square().mean().item()

    assert error(found) < error(START)
    assert all(torch.equal(a, b) for a, b in zip(kept, START))


def test_a_fresh_head_fits_what_is_linear_in_the_body():
    true = meta_weights(K, (1, 8, 8, 1), seed=5)
    y = answers(true, X)
    guess = fresh_head([*true[:-2], 0 * true[-2], true[-1]], X, y, X, penalty=1e-8)
    assert torch.allclose(guess, y, atol=1e-2)
    assert body(true, X).shape == (K, T, 20, 8)
