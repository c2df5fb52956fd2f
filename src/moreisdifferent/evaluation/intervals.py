"""Intervals over replicates: Student's t for means, Wilson's for shares, the bootstrap for the rest.

How often each covers the truth is measured in ``tests/evaluation/test_coverage.py``, on outcomes such
as occur in the chapters. Where few runs learned or did not, only Wilson's covers.
"""

from collections.abc import Callable

import numpy as np
from scipy import stats

from .evidence import Evidence, measured

FEW = 50  # rows up to which the bootstrap corrects for being few


def _replicates(values, name: str) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"{name} has shape {values.shape}; it should be (n,) with n at least 2")
    if not np.isfinite(values).all():
        bad = np.flatnonzero(~np.isfinite(values)).tolist()
        raise ValueError(f"{name} is not finite at {bad}; drop or mend those replicates first")
    return values


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it should be between 0 and 1")


def mean_interval(values, replicate: str = "seed", unit: str = "", level: float = 0.95) -> Evidence:
    """Return the mean of independent replicates with its Student t interval.

    Args:
        values: shape (n,), one number a replicate, n at least 2.
        replicate: what a replicate is.
        unit: unit of the values.
        level: coverage of the interval, between 0 and 1.

    Raises:
        ValueError: if ``values`` is not one-dimensional, has fewer than two entries or
            is not finite, or ``level`` is not between 0 and 1.

    Source: Student (1908).
    """
    values = _replicates(values, "values")
    _check_level(level)
    half = stats.t.ppf((1 + level) / 2, len(values) - 1) * stats.sem(values)
    mean = values.mean()
    return measured(mean, mean - half, mean + half, len(values), replicate, unit, values)


def paired_difference(
    first, second, replicate: str = "seed", unit: str = "", level: float = 0.95
) -> Evidence:
    """Return the mean of ``first - second``, replicate by replicate, with its t interval.

    Raises:
        ValueError: if the two do not have the same shape (n,).
    """
    first, second = _replicates(first, "first"), _replicates(second, "second")
    if first.shape != second.shape:
        raise ValueError(
            f"first has {len(first)} replicates and second {len(second)}; they pair up"
        )
    return mean_interval(first - second, replicate, unit, level)


def bootstrap_interval(
    values,
    statistic: Callable[[np.ndarray], float],
    rng: np.random.Generator,
    replicate: str = "observation",
    unit: str = "",
    level: float = 0.95,
    resamples: int = 1000,
) -> Evidence:
    """Return ``statistic(values)`` with its bootstrap interval.

    With few rows, up to 50, the quantiles are BCa's (Efron, 1987), set for Student's t in place of
    the normal distribution and for the resamples' smaller spread (Hesterberg, 2015): the percentile
    interval of five rows covers .83 where it says .95. With more rows it is the percentile interval.

    Args:
        values: shape (n, …), one row a replicate; rows are resampled with replacement.
        statistic: takes an array like ``values`` and returns a number.
        rng: generator that draws the resamples.

    Raises:
        ValueError: if there are fewer than two rows or no resamples, ``level`` is not between 0
            and 1, or the statistic is not finite.

    Source: Efron (1979).
    """
    values = np.asarray(values)
    _check_level(level)
    n_rows = len(values) if values.ndim else 0
    if n_rows < 2:
        raise ValueError(f"values has {n_rows} rows; the bootstrap needs at least 2")
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; it should be at least 1")
    draws = rng.integers(len(values), size=(resamples, len(values)))
    found = np.array([statistic(values[rows]) for rows in draws], dtype=float)
    if not np.isfinite(found).all():
        raise ValueError("statistic is not finite on every resample of values; mend one of them")
    estimate = float(statistic(values))
    quantiles = [(1 - level) / 2, (1 + level) / 2]
    if n_rows <= FEW:
        quantiles = _bca(values, statistic, found, estimate, level)
    low, high = np.quantile(found, quantiles)
    shown = values if _is_location(values, statistic) else ()
    return measured(estimate, low, high, n_rows, replicate, unit, shown)


def jackknife_interval(
    statistic: Callable[[np.ndarray], float],
    n: int,
    replicate: str = "seed",
    unit: str = "",
    level: float = 0.95,
) -> Evidence:
    """Return a statistic of n replicates that are compared with each other, with its interval.

    For what is no mean over replicates, such as a correlation over all pairs of them: the pairs share
    replicates, so they are not independent. Each replicate is left out once, and the pseudo-values
    n θ - (n - 1) θ₋ₖ are treated as independent ones (Tukey, 1958).

    Args:
        statistic: takes the indices of the replicates that take part, shape (m,), m at least 2.
        n: how many there are, at least 3.

    Raises:
        ValueError: if ``n`` is below 3, or the statistic is not finite.
    """
    if not (float(n).is_integer() and n >= 3):
        raise ValueError(f"n is {n}; it should be a count of at least 3 replicates")
    everyone = np.arange(int(n))
    whole = float(statistic(everyone))
    without = np.array([float(statistic(np.delete(everyone, k))) for k in everyone])
    if not np.isfinite([whole, *without]).all():
        raise ValueError("statistic is not finite for some of the replicates; mend it first")
    found = mean_interval(n * whole - (n - 1) * without, replicate, unit, level)
    half = (found.high - found.low) / 2
    return measured(whole, whole - half, whole + half, int(n), replicate, unit)


def _bca(values, statistic, found, estimate: float, level: float) -> list[float]:
    """Return the two quantiles of the resamples between which the interval lies."""
    n, resamples = len(values), len(found)
    below = np.mean(found < estimate) + np.mean(found == estimate) / 2
    bias = stats.norm.ppf(np.clip(below, 1 / (resamples + 1), resamples / (resamples + 1)))
    acceleration = _acceleration(values, statistic)
    width = np.sqrt(n / (n - 1)) * stats.t.ppf((1 + level) / 2, n - 1)
    quantiles = []
    for side in (-width, width):
        room = 1 - acceleration * (bias + side)
        quantiles.append(stats.norm.cdf(bias + (bias + side) / room) if room > 0 else side > 0)
    return [float(q) for q in quantiles]


def _acceleration(values, statistic) -> float:
    """Return a sixth of the skewness of the statistic without one row at a time; 0 without spread."""
    if len(values) < 3:
        return 0.0
    left_out = [statistic(np.delete(values, i, axis=0)) for i in range(len(values))]
    change = np.mean(left_out) - np.array(left_out, dtype=float)
    spread = np.abs(change).max()
    if not (np.isfinite(spread) and spread > 0):
        return 0.0
    change = change / spread
    return float((change**3).sum() / (6 * (change**2).sum() ** 1.5))


def _is_location(values: np.ndarray, statistic) -> bool:
    """Say whether rows are numbers on the scale of the statistic, as they are for a mean or median."""
    if values.ndim != 1 or not np.isfinite(values.astype(float)).all():
        return False
    same = np.full_like(values, values[0])
    return bool(np.isclose(statistic(same), float(values[0])))


def share_interval(
    successes: int, n: int, replicate: str = "run", unit: str = "", level: float = 0.95
) -> Evidence:
    """Return the share of ``n`` runs that succeeded with its Wilson score interval.

    For outcomes that happen or do not: a run that learned, a person who chose. The interval has a
    width even where all runs agree, and stays between 0 and 1.

    Raises:
        ValueError: if ``successes`` is not a count from 0 to ``n``, or ``n`` is below 2.

    Source: Wilson (1927).
    """
    if not (float(n).is_integer() and n >= 2):
        raise ValueError(f"n is {n}; it should be a count of at least 2 runs")
    if not (float(successes).is_integer() and 0 <= successes <= n):
        raise ValueError(f"successes is {successes}; it should be a count from 0 to n = {n}")
    _check_level(level)
    found = stats.binomtest(int(successes), int(n)).proportion_ci(level, method="wilson")
    outcomes = [1.0] * int(successes) + [0.0] * int(n - successes)
    share = successes / n
    low, high = min(found.low, share), max(found.high, share)
    return measured(share, low, high, n, replicate, unit, outcomes)
