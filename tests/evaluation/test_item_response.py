"""The Rasch model against worlds that obey it, and against what can be said without a fit."""

import numpy as np
import pytest

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.evaluation.item_response import Rasch, fit_rasch, simulate_rasch


def world(models=150, pictures=600, seed=0):
    skill, difficulty = rng(seed).normal(0.5, 1, models), rng(seed, 1).normal(0, 1.5, pictures)
    difficulty -= difficulty.mean()
    return skill, difficulty, simulate_rasch(skill, difficulty, rng(seed, 2))


@pytest.mark.parametrize("seed", range(3))
def test_simulated_skills_and_difficulties_are_recovered(seed):
    skill, difficulty, solved = world(seed=seed)
    fitted = fit_rasch(solved)
    assert np.corrcoef(fitted.skill, skill)[0, 1] > 0.99
    assert np.corrcoef(fitted.difficulty, difficulty)[0, 1] > 0.98
    error = fitted.skill - skill
    assert abs(error.mean()) < 0.1 and error.std() < 0.15  # a standard error is about 0.1
    assert np.polyfit(difficulty, fitted.difficulty, 1)[0] == pytest.approx(1, abs=0.05)


def test_entries_that_are_not_known_are_not_looked_at():
    _, _, solved = world()
    known = rng(5).uniform(size=solved.shape) < 0.8
    other = np.where(known, solved, ~solved)
    first, second = fit_rasch(solved, known), fit_rasch(other, known)
    assert (first.skill == second.skill).all() and (first.difficulty == second.difficulty).all()


def test_hidden_entries_are_foretold_as_well_as_by_the_truth():
    skill, difficulty, solved = world()
    known = rng(6).uniform(size=solved.shape) < 0.8
    fitted, truth = fit_rasch(solved, known), Rasch(skill, difficulty)
    hits = [((m.chance() > 0.5) == solved)[~known].mean() for m in (fitted, truth)]
    assert hits[0] > hits[1] - 0.01


def test_who_solves_more_of_the_same_pictures_has_more_skill():
    _, _, solved = world(40, 60)  # the number solved is all that a skill depends on (Rasch, 1960)
    fitted, count = fit_rasch(solved, steps=200), solved.sum(1)
    for m in range(39):
        same = count == count[m]
        assert np.allclose(fitted.skill[same], fitted.skill[m])
        assert (fitted.skill[count > count[m]] > fitted.skill[m]).all()


def test_what_everyone_or_no_one_solves_stays_finite():
    solved = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 0]])
    fitted = fit_rasch(solved)
    assert np.isfinite(fitted.skill).all() and np.isfinite(fitted.difficulty).all()
    assert fitted.difficulty.argmin() == 0 and fitted.difficulty.argmax() == 3
    assert fitted.difficulty.mean() == pytest.approx(0)


def test_an_even_chance_where_skill_equals_difficulty():
    assert Rasch(np.array([1.0, 2.0]), np.array([1.0])).chance()[0, 0] == 0.5
    drawn = simulate_rasch(np.zeros(400), np.full(400, np.log(3)), rng(3))
    assert drawn.mean() == pytest.approx(0.25, abs=0.01)


def test_a_fit_is_settled():
    _, _, solved = world()
    first, second = fit_rasch(solved), fit_rasch(solved, steps=400)
    assert np.abs(first.skill - second.skill).max() < 2e-3
