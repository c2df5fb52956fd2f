import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression, Ridge

from moreisdifferent.datasets.digits import digits
from moreisdifferent.datasets.seeds import torch_rng
from moreisdifferent.evaluation.probe import (
    best_readout,
    linear_probe,
    probe_skill,
    skill,
    spread,
)

DIGITS = digits()
X, Y = DIGITS.train.images.flatten(1).double(), DIGITS.train.labels
NEW = DIGITS.test.images.flatten(1).double()


def standardised(x):
    variance = X.var(0)
    return ((x - X.mean(0)) / (variance + 1e-3 * variance.mean() + 1e-12).sqrt()).numpy()


def test_classes_are_read_as_by_scikit_learn():
    ours = linear_probe(X, Y, penalty=0.05, steps=300)(NEW).softmax(1).numpy()
    theirs = LogisticRegression(C=1 / (0.05 * len(X)), tol=1e-8, max_iter=5000)
    theirs.fit(standardised(X), Y.numpy())
    assert np.abs(ours - theirs.predict_proba(standardised(NEW))).max() < 1e-3
    assert skill(linear_probe(X, Y)(NEW), DIGITS.test.labels) > 0.93


def test_numbers_are_read_as_by_scikit_learn():
    y = Y.double()
    theirs = Ridge(alpha=0.05 * len(X)).fit(standardised(X), y.numpy())
    ours = linear_probe(X, y, penalty=0.05)(NEW)
    assert np.allclose(ours.numpy(), theirs.predict(standardised(NEW)), atol=1e-8)


def test_a_feature_that_hardly_moves_is_not_blown_up():
    x = torch.randn(200, 3, generator=torch_rng(1))
    x[:, 2] *= 1e-6
    probe = linear_probe(x, x[:, 0].clone())
    assert probe(torch.tensor([[0.0, 0.0, 1.0]])).abs() < 10


def test_skill_counts_classes_and_explains_variance():
    scores = torch.tensor([[2.0, 1], [0, 1], [3, 1]])
    assert skill(scores, torch.tensor([0, 1, 1])) == pytest.approx(2 / 3)
    y = torch.tensor([1.0, 2, 3])
    assert skill(y, y) == 1 and skill(y.mean().expand(3), y) == pytest.approx(0)


def test_spread_is_that_of_the_features_relative_to_before():
    before = torch.randn(50, 4, generator=torch_rng(2))
    assert spread(3 * before + 5, before) == pytest.approx(9, rel=1e-4)
    assert spread(torch.ones(50, 4), before) == 0
    with pytest.raises(ValueError, match="does not vary"):
        spread(before, torch.ones(50, 4))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": Y[:-1]}, "should be"),
        ({"features": X.clone().fill_(torch.nan)}, "not finite"),
        ({"penalty": 0}, "positive"),
    ],
)
def test_what_cannot_be_read_is_an_error(change, words):
    with pytest.raises(ValueError, match=words):
        linear_probe(**{"features": X, "y": Y} | change)


def test_a_probe_is_examined_on_what_it_has_not_seen():
    score = probe_skill(X, Y, NEW, DIGITS.test.labels)
    assert score == skill(linear_probe(X, Y)(NEW), DIGITS.test.labels)


def test_classes_that_only_the_exam_has_count_as_wrong():
    x, y = torch.tensor([[0.0], [1.0]]), torch.tensor([0, 1])
    assert probe_skill(x, y, torch.tensor([[0.0], [2.0]]), torch.tensor([0, 5])) == 0.5


def test_a_readout_is_chosen_where_it_was_told_to():
    good, bad = (lambda x: x), (lambda x: -x)
    y = torch.tensor([0.0, 1.0, 2.0])
    assert best_readout([bad, good], y, y) is good
