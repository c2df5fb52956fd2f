"""Properties of what chapter 09 adds: a right answer, or a refusal that says why."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from moreisdifferent.datasets.seeds import rng
from moreisdifferent.datasets.two_hands import two_hands
from moreisdifferent.evaluation import agreement as ag
from moreisdifferent.evaluation import item_response as ir
from moreisdifferent.figures import skill_and_difficulty as draw
from moreisdifferent.models import families

from .contract import answer, arrays, covers

sizes = st.integers(0, 3)


@covers(ir.fit_rasch, ir.Rasch)
@given(arrays(dtypes=(float, int, bool)), arrays(dtypes=(bool, int)), st.integers(-1, 3))
def test_a_fit_is_finite_and_centred_or_refused(solved, known, steps):
    fitted = answer(ir.fit_rasch, solved, known, steps)
    if fitted is not None:
        assert abs(fitted.difficulty.mean()) < 1e-9 and np.isfinite(fitted.skill).all()
        chance = fitted.chance()
        assert chance.shape == solved.shape and ((chance > 0) & (chance < 1)).all()


@covers(ir.simulate_rasch)
@given(arrays(), arrays())
def test_a_simulated_table_is_one_of_truth_values(skill, difficulty):
    found = answer(ir.simulate_rasch, skill, difficulty, rng(0))
    if found is not None:
        assert found.dtype == bool and found.shape == (len(skill), len(difficulty))


@covers(ag.agreement, ag.with_others)
@given(arrays(), arrays())
def test_agreement_is_symmetric_with_ones_on_its_diagonal(first, second):
    found = answer(ag.agreement, first, second)
    if found is not None:
        raw, freed = found
        assert np.allclose(raw, raw.T) and np.allclose(np.diag(freed), 1)
        assert (np.abs(raw) <= 1 + 1e-9).all()
    mean = answer(ag.with_others, first)
    assert mean is None or mean.shape == (len(first),)


@covers(families.classifier)
@given(st.sampled_from([*families.FAMILIES, "", "oracle", 3]))
def test_a_family_gives_a_classifier_or_a_refusal(family):
    found = answer(families.classifier, family, rng(0))
    assert (found is not None) == (family in families.FAMILIES)


@covers(two_hands)
def test_two_hands_do_not_depend_on_a_seed():
    for (images, _), (same, _) in zip(two_hands(), two_hands()):
        assert (images == same).all()


def drawn(function, *values, good: bool) -> None:
    found = answer(function, *values)
    assert isinstance(found, Figure) == good
    plt.close("all")


@covers(draw.two_pictures, draw.points, draw.on_a_line, draw.bent)
@settings(max_examples=8)
@given(sizes, sizes)
def test_points_fit_their_names_or_are_refused(n, m):
    names, pairs, images = list("abc")[:n], np.full((m, 4, 2), 0.5), np.zeros((2, 1, 8, 8))
    drawn(draw.two_pictures, images, names, np.zeros((m, 2), int), [4, 4], good=n == m > 0)
    drawn(draw.points, {"a": (0.5,) * n}, good=n == 2)
    drawn(draw.on_a_line, pairs, names, 1, 0, pairs.reshape(-1, 2), [[0.9, 0.8]], good=n == m > 0)
    shares = np.full((2, m, 3, 2), 0.5)
    drawn(draw.bent, np.zeros((10, 74)), shares, np.arange(n), good=n == m > 0)


@covers(
    draw.who_solves_what, draw.families_agree, draw.falling, draw.solved_at, draw.by_skill
)  # fmt: skip
@settings(max_examples=8)
@given(sizes, sizes)
def test_tables_and_profiles_fit_or_are_refused(n, m):
    good, one, other = n == m > 0, np.ones(n) / 2, np.ones(m) / 2
    table, second = np.ones((2, n), bool), np.ones((2, m), bool)
    drawn(draw.who_solves_what, table, second, good=good)
    drawn(draw.families_agree, list("abc")[:n], second / 2, second / 3, good=good)
    pictures = np.zeros((max(n, 1), 1, 8, 8))
    skill, solved = np.ones((3, 2, n)), np.ones((3, 2, m, 40), bool)
    drawn(draw.falling, pictures, skill, solved, [1], good=n == m >= 2)
    few = answer(
        draw.by_skill,
        np.zeros((40, 1, 8, 8)),
        skill[..., None] * [1, 1],
        solved,
        np.arange(40),
        [0],
    )
    assert (few is not None) == (n == m >= 2)
    plt.close("all")
    drawn(draw.solved_at, pictures[:n], one, other, other, 0.1, good=n > 0 and m > 0)
