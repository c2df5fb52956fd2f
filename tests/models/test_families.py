"""Every family learns an easy task, with whatever settings are drawn."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.models.families import FAMILIES, classifier


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_learns_three_clouds(family):
    labels = np.repeat(np.arange(3), 60)
    points = np.eye(3)[labels] * 2 + rng(1).normal(0, 0.3, (180, 3))
    for k in range(5):
        model = classifier(family, rng(2, k)).fit(points[::2], labels[::2])
        assert (model.predict(points[1::2]) == labels[1::2]).mean() > 0.8


@pytest.mark.parametrize("family", FAMILIES)
def test_settings_follow_the_generator(family):
    settings = [classifier(family, rng(k)).get_params() for k in (3, 3, 4)]
    assert settings[0] == settings[1]
    assert (settings[0] == settings[2]) == (family == "nearest mean")


def test_an_unknown_family_is_refused():
    with pytest.raises(ValueError, match="should be one of nearest mean"):
        classifier("oracle", rng(0))
