"""Do two judges agree? Their correlation, and the most that their own unsteadiness allows."""

import numpy as np
from scipy.stats import rankdata


def agreement(first, second) -> tuple[np.ndarray, np.ndarray]:
    """Return how well judges agree with each other, and what share that is of what is possible.

    Every judge has judged the same things twice, independently. The correlation of one judge's
    first judgement with another's second is attenuated because neither repeats itself exactly;
    divided by the geometric mean of how well each repeats itself it says how well they would
    agree without that.

    Args:
        first, second: shape (J, N), J judges and N things, each judge's two judgements.

    Returns:
        Correlations, shape (J, J), each the mean over the two ways of pairing, with every judge's
        agreement with itself on the diagonal; and the same divided by that ceiling, with 1 on
        the diagonal.

    Raises:
        ValueError: if the shapes do not fit, a judgement does not vary or is not finite, or a
            judge does not repeat itself at all, so that there is no ceiling.

    Source: Spearman (1904).
    """
    first, second = _standard(first, "first"), _standard(second, "second")
    if first.shape != second.shape:
        raise ValueError(f"first has shape {first.shape}, second {second.shape}; they should match")
    found = first @ second.T / first.shape[1]
    found = (found + found.T) / 2
    own = np.diag(found)
    if (own <= 0).any():
        judges = np.flatnonzero(own <= 0).tolist()
        raise ValueError(
            f"first and second do not correlate for judges {judges}; each should repeat itself"
        )
    return found, found / np.sqrt(np.outer(own, own))


def with_others(table) -> np.ndarray:
    """Return the mean of each row of a square table (J, J) without its diagonal, shape (J,).

    Raises:
        ValueError: if ``table`` is not square, J at least 2.
    """
    table = np.asarray(table, dtype=float)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or len(table) < 2:
        raise ValueError(f"table has shape {table.shape}; it should be (J, J) with J at least 2")
    return (table.sum(1) - np.diag(table)) / (len(table) - 1)


def _standard(values, name: str) -> np.ndarray:
    """Return rows with mean 0 and standard deviation 1."""
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or not values.size or not np.isfinite(values).all():
        raise ValueError(f"{name} has shape {values.shape}; it should be (J, N) and finite")
    spread = values.std(axis=1, keepdims=True)
    if not (np.isfinite(spread) & (spread > 0)).all():
        raise ValueError(
            f"{name} has a row that does not vary; every judge should tell things apart"
        )
    return (values - values.mean(axis=1, keepdims=True)) / spread


def rank_correlations(first, second) -> np.ndarray:
    """Return Spearman's rank correlation of every row of one table with every row of another, (J, L).

    Args:
        first: shape (J, N), what J judges say of N things.
        second: shape (L, N).

    Raises:
        ValueError: if a shape does not fit, a number is not finite or a judge says the same of all.

    Source: Spearman (1904).
    """
    first, second = (
        _standard(np.apply_along_axis(rankdata, 1, values), name)
        for values, name in (
            (_judged(first, "first"), "first"),
            (_judged(second, "second"), "second"),
        )
    )
    if first.shape[1] != second.shape[1]:
        raise ValueError(f"first has {first.shape[1]} columns, second {second.shape[1]}; they should match")  # fmt: skip
    return first @ second.T / first.shape[1]


def _judged(values, name: str) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or not values.size or not np.isfinite(values).all():
        raise ValueError(f"{name} has shape {values.shape}; it should be (J, N) and finite")
    return values
