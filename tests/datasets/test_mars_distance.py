"""Twenty nights of Mars, and the truth they were seen with."""

import numpy as np
import pytest

from moreisdifferent.datasets.mars_distance import NIGHTS, NOISE, SPAN, mars_distance


def test_nights_span_the_stretch_and_scatter_about_the_truth():
    errors = []
    for stretch in range(20):
        day, seen, truth = mars_distance(3, stretch)
        assert len(day) == len(seen) == NIGHTS and day[0] == 0 and day[-1] == SPAN
        assert (np.diff(day) > 0).all()
        errors.append(seen - truth(day))
    assert np.std(errors) == pytest.approx(NOISE, rel=0.1)


def test_mars_keeps_its_distance():
    _, _, truth = mars_distance(3, 0)
    year = truth(np.arange(0, 1600))
    assert 0.37 < year.min() < 0.68 and 2.3 < year.max() < 2.7  # perihelic to aphelic opposition
    assert np.abs(np.diff(year)).max() < 0.02  # au a day


def test_a_stretch_repeats_and_another_differs():
    first, again, other = (mars_distance(3, k)[1] for k in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


@pytest.mark.parametrize("stretch", [-1, 100, 1.5, True])
def test_an_unknown_stretch_is_refused(stretch):
    with pytest.raises(ValueError, match="stretch is"):
        mars_distance(3, stretch)
