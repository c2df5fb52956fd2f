"""Agreement of judges whose truth is known."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation.agreement import agreement, with_others

N = 20_000


def judged(views, noise, stream):
    return views + noise * rng(7, stream).normal(size=views.shape)


def test_without_luck_judges_of_one_mind_agree_fully():
    truth = np.tile(rng(7).normal(size=N), (3, 1))
    raw, freed = agreement(judged(truth, 1, 1), judged(truth, 1, 2))
    assert raw == pytest.approx(0.5 * np.ones((3, 3)), abs=0.03)
    assert freed == pytest.approx(np.ones((3, 3)), abs=0.06)


@pytest.mark.parametrize("shared", [0, 0.6, 0.9])
def test_the_correlation_of_what_they_mean_is_found_whatever_the_noise(shared):
    common, own = rng(8).normal(size=N), rng(9).normal(size=(2, N))
    views = np.sqrt(shared) * common + np.sqrt(1 - shared) * own
    for noise in (0.3, 1.5):
        _, freed = agreement(judged(views, noise, 3), judged(views, noise, 4))
        assert freed[0, 1] == pytest.approx(shared, abs=0.06)
        assert np.diag(freed) == pytest.approx([1, 1])


def test_a_unit_does_not_matter_and_the_table_is_symmetric():
    views = rng(10).normal(size=(4, 300))
    first, second = judged(views, 0.5, 5), judged(views, 0.5, 6)
    raw, _ = agreement(first, second)
    assert np.allclose(raw, agreement(3 * first + 1, second)[0]) and np.allclose(raw, raw.T)
    assert raw[0, 0] == pytest.approx(np.corrcoef(first[0], second[0])[0, 1])


def test_the_mean_with_others_leaves_oneself_out():
    assert with_others([[1, 0.2, 0.4], [0.2, 1, 0.6], [0.4, 0.6, 1]]) == pytest.approx(
        [0.3, 0.4, 0.5]
    )


def test_a_judge_who_does_not_repeat_itself_has_no_ceiling():
    row = np.arange(10.0)
    with pytest.raises(ValueError, match="repeat"):
        agreement([row, row], [row, -row])
