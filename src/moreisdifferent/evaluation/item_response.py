"""Item response: who solved what, explained by one skill a model and one difficulty a picture."""

from typing import NamedTuple

import numpy as np
from scipy.special import expit

SPREAD = 3.0  # logits: how wide the weak prior on skills and difficulties is


class Rasch(NamedTuple):
    """``skill``, shape (M,), and ``difficulty``, shape (N,), in logits; difficulties average 0."""

    skill: np.ndarray
    difficulty: np.ndarray

    def chance(self) -> np.ndarray:
        """Return the probability that model m solves picture i, shape (M, N)."""
        return expit(self.skill[:, None] - self.difficulty)


def simulate_rasch(skill, difficulty, rng: np.random.Generator) -> np.ndarray:
    """Return who solves what, shape (M, N), bool, in a world that obeys the Rasch model.

    Args:
        skill: shape (M,), in logits.
        difficulty: shape (N,), in logits.

    Raises:
        ValueError: if one of them is not a finite vector.

    Source: Rasch (1960).
    """
    skill, difficulty = _vector(skill, "skill"), _vector(difficulty, "difficulty")
    chance = Rasch(skill, difficulty).chance()
    return rng.uniform(size=chance.shape) < chance


def fit_rasch(solved, known=None, steps: int = 40) -> Rasch:
    """Return the skills and difficulties that make who solved what most probable.

    The logit of solving is skill minus difficulty. A weak normal prior of three logits keeps finite
    what everyone solves or no one does. Newton's steps for all skills and all difficulties in turn.

    Args:
        solved: shape (M, N), M models and N pictures, of truth values or of 0 and 1.
        known: shape (M, N), bool, the entries to fit; all if left out. The others are not looked at.
        steps: how many turns, at least 1; 40 settle the third digit.

    Raises:
        ValueError: if ``solved`` is not a table of 0 and 1, at least 2 by 2, ``known`` has another
            shape, or ``steps`` is below 1.

    Source: Rasch (1960); Birnbaum (1968) for fitting both sides at once.
    """
    solved = _table(solved)
    known = np.ones(solved.shape, bool) if known is None else np.asarray(known)
    if known.shape != solved.shape or known.dtype != bool:
        raise ValueError(
            f"known has shape {known.shape} and type {known.dtype}; it should be bool, {solved.shape}"
        )
    if steps < 1:
        raise ValueError(f"steps is {steps}; it should be at least 1")
    fitted = Rasch(np.zeros(len(solved)), np.zeros(solved.shape[1]))
    for _ in range(steps):
        fitted = _turn(fitted, solved, known)
    return fitted


def _turn(fitted: Rasch, solved, known) -> Rasch:
    """Return the fit after one step of all skills, then one of all difficulties."""
    skill, difficulty = fitted
    chance = fitted.chance()
    more, sure = (known * (solved - chance)).sum(1), (known * chance * (1 - chance)).sum(1)
    skill = skill + _step(more - skill / SPREAD**2, sure)
    chance = Rasch(skill, difficulty).chance()
    less, sure = (known * (chance - solved)).sum(0), (known * chance * (1 - chance)).sum(0)
    difficulty = difficulty + _step(less - difficulty / SPREAD**2, sure)
    return Rasch(skill - difficulty.mean(), difficulty - difficulty.mean())


def _step(slope, curvature) -> np.ndarray:
    return np.clip(slope / (curvature + 1 / SPREAD**2), -1, 1)


def _table(solved) -> np.ndarray:
    solved = np.asarray(solved)
    if solved.ndim != 2 or min(solved.shape) < 2 or not np.isin(solved, (0, 1)).all():
        raise ValueError(
            f"solved has shape {solved.shape}; it should be a table (M, N) of 0 and 1, at least 2 by 2"
        )
    return solved.astype(float)


def _vector(values, name: str) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"{name} has shape {values.shape}; it should be (n,), n ≥ 1, and finite")
    return values
