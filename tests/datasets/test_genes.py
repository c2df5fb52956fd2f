"""The gene world: its correlations, its risk, and what spreading the signal leaves alone."""

import numpy as np
import pytest

from moreisdifferent.datasets.genes import gene_world
from moreisdifferent.datasets.seeds import rng


@pytest.fixture(scope="module")
def drawn():
    world = gene_world(8, rng(1), n_genes=60, pathway_size=20, correlation=0.6)
    return world, world.expression(40_000, rng(2))


def test_genes_are_standard_and_correlated_within_their_pathway_only(drawn):
    _, X = drawn
    found = np.corrcoef(X.T)
    pathway = np.arange(60) // 20
    together = pathway[:, None] == pathway
    off = ~np.eye(60, dtype=bool)
    np.testing.assert_allclose(X.mean(0), 0, atol=0.03)
    np.testing.assert_allclose(X.std(0), 1, atol=0.03)
    np.testing.assert_allclose(found[together & off], 0.6, atol=0.03)
    np.testing.assert_allclose(found[~together], 0, atol=0.03)


@pytest.mark.parametrize("n_causes", [1, 5, 40, 60])
def test_the_signal_does_not_depend_on_how_many_genes_share_it(n_causes):
    world = gene_world(n_causes, rng(3, n_causes), n_genes=60, signal=4.0)
    assert world.log_odds(world.expression(40_000, rng(4))).std() == pytest.approx(4.0, rel=0.03)
    assert len(world.causes) == n_causes
    assert len(np.unique(np.abs(world.effects[world.causes]).round(9))) == 1


def test_disease_follows_the_logistic_curve(drawn):
    world, _ = drawn
    X, y = world.patients(40_000, rng(5))
    odds = world.log_odds(X)
    for low, high in ((-3, -2), (-0.5, 0.5), (2, 3)):
        inside = (odds > low) & (odds < high)
        expected = (1 / (1 + np.exp(-odds[inside]))).mean()
        assert y[inside].mean() == pytest.approx(expected, abs=0.03)


def test_genes_without_effect_do_not_change_the_risk(drawn):
    world, X = drawn
    others = np.setdiff1d(np.arange(60), world.causes)
    changed = X.copy()
    changed[:, others] = 0
    np.testing.assert_allclose(world.log_odds(changed), world.log_odds(X))


def test_the_same_stream_gives_the_same_patients():
    first, second = (gene_world(5, rng(6), 100).patients(7, rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_causes": 0}, "n_causes is 0"),
        ({"n_causes": 61}, "n_genes = 60"),
        ({"pathway_size": 7}, "pathway_size is 7"),
        ({"correlation": 1.0}, "correlation is 1.0"),
    ],
)
def test_errors_name_the_argument(change, message):
    with pytest.raises(ValueError, match=message):
        gene_world(**{"n_causes": 3, "rng": rng(1), "n_genes": 60, **change})
