"""Simulated gene expression whose causes are known: pathways, patients and their risk."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit


@dataclass(frozen=True)
class GeneWorld:
    """Genes in pathways, and the log-odds of disease that some of them cause.

    Attributes:
        effects: shape (D,), the change in log-odds per standard deviation of a gene;
            zero for a gene that is not a cause.
        pathway_size: genes in a pathway; gene ``j`` belongs to pathway ``j // pathway_size``.
        correlation: correlation of two genes of one pathway; genes of different
            pathways are independent.
    """

    effects: np.ndarray
    pathway_size: int
    correlation: float

    @property
    def causes(self) -> np.ndarray:
        """Indices of the genes with an effect, ascending."""
        return np.flatnonzero(self.effects)

    def expression(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """Return the expression of ``n`` patients, shape (n, D), standard normal per gene."""
        n_genes, shared = len(self.effects), np.sqrt(self.correlation)
        activity = rng.standard_normal((n, n_genes // self.pathway_size))
        own = rng.standard_normal((n, n_genes))
        return shared * np.repeat(activity, self.pathway_size, 1) + np.sqrt(1 - shared**2) * own

    def log_odds(self, X: np.ndarray) -> np.ndarray:
        """Return the true log-odds of disease, shape (N,), of patients ``X``, shape (N, D)."""
        return X @ self.effects

    def patients(self, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return ``n`` new patients: expression, shape (n, D), and disease 0 or 1, shape (n,)."""
        X = self.expression(n, rng)
        return X, (rng.random(n) < expit(self.log_odds(X))).astype(int)


def gene_world(
    n_causes: int,
    rng: np.random.Generator,
    n_genes: int = 1000,
    pathway_size: int = 20,
    correlation: float = 0.6,
    signal: float = 4.0,
) -> GeneWorld:
    """Return a world whose causes are genes drawn at random, with effects of either sign.

    All effects have the same size, set so that the log-odds have standard deviation
    ``signal`` over patients: spreading them over more genes leaves the risk as
    predictable for someone who knows them.

    Raises:
        ValueError: if ``n_causes`` is not 1 to ``n_genes``, ``pathway_size`` does not divide
            ``n_genes``, ``correlation`` is not in [0, 1) or ``signal`` is not finite.

    Source: one latent factor a pathway, as in the simulations of Candès et al. (2018).
    """
    if not 1 <= n_causes <= n_genes:
        raise ValueError(f"n_causes is {n_causes}; it should be from 1 to n_genes = {n_genes}")
    if pathway_size < 1 or n_genes % pathway_size:
        raise ValueError(f"pathway_size is {pathway_size}; it should divide n_genes = {n_genes}")
    if not 0 <= correlation < 1:
        raise ValueError(f"correlation is {correlation}; it should be in [0, 1)")
    if not np.isfinite(signal):
        raise ValueError(f"signal is {signal}; it should be finite")
    effects = np.zeros(n_genes)
    effects[rng.choice(n_genes, n_causes, replace=False)] = rng.choice([-1.0, 1.0], n_causes)
    by_pathway = effects.reshape(-1, pathway_size).sum(1)
    variance = (1 - correlation) * n_causes + correlation * (by_pathway**2).sum()
    return GeneWorld(effects * signal / np.sqrt(variance), pathway_size, correlation)
