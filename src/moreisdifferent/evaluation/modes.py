"""Does a sample fall into two groups? A mixture, a test against every one-humped law, and a share.

Each of the three alone is fooled: a mixture of two fits any skewed hump better than one normal
does, and the dip test answers to a handful of outliers or to ties. Together they ask for two
groups that are apart, and neither of them small.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import stats

FEWEST = 8  # below, no test tells one hump from two
NARROWEST = 0.05  # a component's least spread, in standard deviations of the sample


class Modes(NamedTuple):
    """What the three tests of :func:`two_modes` found.

    Attributes:
        gain: BIC of one normal minus BIC of a mixture of two; above 10 is strong for two.
        dip: Hartigan's dip, from 1/(2n) to 1/4; p: how often a uniform sample dips as far.
        weight: share of the smaller component of the mixture.
        low, high: means of the two components, in the unit of the sample.
    """

    gain: float
    dip: float
    p: float
    weight: float
    low: float
    high: float

    @property
    def are_two(self) -> bool:
        """Whether all three say two: gain above 10, p below .05, weight above .1."""
        return self.gain > 10 and self.p < 0.05 and self.weight > 0.1


def two_modes(values) -> Modes:
    """Test whether a sample is one hump or two groups; ``two_modes(losses).are_two`` answers.

    Args:
        values: shape (n,), at least 8 finite numbers that are not all the same.

    Raises:
        ValueError: if they are not.

    Source: Hartigan and Hartigan (1985) for the dip; Schwarz (1978) for the BIC.
    """
    values = _sample(values)
    if np.ptp(values) == 0:
        raise ValueError(f"values are all {values[0]}; there should be at least two different ones")
    weights, means, spreads = mixture(values)
    n, both = len(values), stats.norm.pdf(values[:, None], means, spreads) @ weights
    one = stats.norm.logpdf(values, values.mean(), values.std()).sum()
    gain = 2 * (np.log(both).sum() - one) - 3 * np.log(n)  # three more parameters
    found = dip(values)
    p = np.mean(_uniform_dips(n) >= found)
    return Modes(float(gain), found, float(p), float(weights.min()), *map(float, np.sort(means)))


def mixture(values, steps: int = 200):
    """Return weights, means and spreads, each (2,), of the likeliest mixture of two normals.

    Expectation and maximization in turn, from a cut at five places, of which the best is kept. A
    spread below a twentieth of the sample's is not allowed, or one point would be a group.

    Raises:
        ValueError: as :func:`two_modes` does.

    Source: Dempster, Laird and Rubin (1977).
    """
    values = _sample(values)
    least, best = NARROWEST * max(values.std(), np.finfo(float).tiny), (-np.inf, None)
    for cut in np.quantile(values, (0.1, 0.3, 0.5, 0.7, 0.9)):
        side, before = np.stack([values <= cut, values > cut], axis=1).astype(float), -np.inf
        for _ in range(steps):
            total = side.sum(0) + 1e-9
            weights, means = total / total.sum(), values @ side / total
            spreads = np.sqrt(((values[:, None] - means) ** 2 * side).sum(0) / total)
            spreads = np.maximum(spreads, least)
            joint = weights * stats.norm.pdf(values[:, None], means, spreads) + 1e-300
            side, likelihood = joint / joint.sum(1, keepdims=True), np.log(joint.sum(1)).sum()
            if likelihood - before < 1e-6:
                break
            before = likelihood
        if likelihood > best[0]:
            best = likelihood, (weights, means, spreads)
    return best[1]


def dip(values) -> float:
    """Return how far the sample's distribution function is from every one with a single hump.

    A single hump is a distribution function that is convex up to its mode and concave after it. The
    mode is enclosed more and more tightly between the greatest convex function below the steps and the
    least concave one above them. n even steps give 1/(2n), two equal points 1/4.

    Raises:
        ValueError: as :func:`two_modes` does.

    Source: Hartigan and Hartigan, The Dip Test of Unimodality (1985).
    """
    at, counts = np.unique(_sample(values), return_counts=True)
    after = np.cumsum(counts) / counts.sum()  # the height of the steps at each value
    before, left, right, found = after - counts / counts.sum(), 0, len(at) - 1, 1 / counts.sum()
    while right > left:
        x, low, high = (v[left : right + 1] for v in (at, before, after))
        convex, concave = _hull(x, low), _hull(x, -high)
        under, over = np.interp(x, x[convex], low[convex]), np.interp(x, x[concave], high[concave])
        corners = np.union1d(convex, concave)
        widest = corners[np.argmax((over - under)[corners])]
        if over[widest] - under[widest] <= found:
            break
        a, b = convex[convex <= widest][-1], concave[concave >= widest][0]
        outside = np.abs(high - under)[: a + 1].max(), np.abs(over - low)[b:].max()
        found = max(found, *outside)
        if (a, b) == (0, right - left):
            break
        left, right = left + a, left + b
    return float(found / 2)


def _hull(x, y) -> np.ndarray:
    """Return the corners of the greatest convex function below the points, their indices."""
    corners = []
    for i in range(len(x)):
        while len(corners) > 1 and (
            (y[i] - y[corners[-1]]) * (x[corners[-1]] - x[corners[-2]])
            <= (y[corners[-1]] - y[corners[-2]]) * (x[i] - x[corners[-1]])
        ):
            corners.pop()
        corners.append(i)
    return np.array(corners)


@lru_cache
def _uniform_dips(n: int, samples: int = 1000) -> np.ndarray:
    """Return dips of uniform samples of n, the one-humped law that dips furthest by chance."""
    return np.array([dip(sample) for sample in np.random.default_rng(n).random((samples, n))])


def _sample(values) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < FEWEST:
        raise ValueError(f"values has shape {values.shape}; it should be (n,), n at least {FEWEST}")
    if not np.isfinite(values).all():
        raise ValueError("values is not finite; drop or mend those first")
    return values


def half_way(values) -> int:
    """Count how many of a sample lie half-way between its two ends.

    The ends are its quantiles at .05 and .95, half-way is the middle half between them. Of a uniform
    sample 45 % are half-way, of a normal one 59 %, of two groups that are apart none.

    Raises:
        ValueError: as :func:`two_modes` does.
    """
    values = _sample(values)
    low, high = np.quantile(values, (0.05, 0.95))
    quarter = (high - low) / 4
    return int(((values > low + quarter) & (values < high - quarter)).sum())
