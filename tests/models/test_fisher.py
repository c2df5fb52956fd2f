import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from moreisdifferent.models.fisher import Fisher

FLOWERS, SPECIES = load_iris(return_X_y=True)


@pytest.mark.parametrize("prior", [0, 50])
def test_agrees_with_scikit_learn(prior):
    shrinkage = prior / (150 + prior)
    theirs = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(FLOWERS, SPECIES)
    ours = Fisher(prior).fit(FLOWERS, SPECIES)
    assert (ours.predict(FLOWERS) == theirs.predict(FLOWERS)).all()
    gaps = ours.scores(FLOWERS) - theirs.decision_function(FLOWERS)
    assert np.allclose(gaps, gaps.mean(1, keepdims=True), atol=1e-6), "the same up to a constant"


def test_more_features_than_examples_need_a_prior():
    x, y = np.random.default_rng(0).normal(size=(6, 9)), np.arange(6) % 2
    x[:, 8] = 0
    with pytest.raises(ValueError, match="prior should be above 0"):
        Fisher().fit(x, y)
    assert (Fisher(1).fit(x, y).predict(x) == y).all()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="prior is -1"):
        Fisher(-1)
    with pytest.raises(ValueError, match="no example of class 1"):
        Fisher().fit(FLOWERS[SPECIES != 1], SPECIES[SPECIES != 1])
    with pytest.raises(ValueError, match="x has shape"):
        Fisher().fit(FLOWERS, SPECIES[:-1])
