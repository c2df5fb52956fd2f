"""Learning curves: when something was learned, if it was, and whether learning is done."""

import numpy as np


def moment(curve, times, share: float, least: float = 0.1) -> np.ndarray:
    """Return when each curve first reaches a share of its final level, shape (K,).

    Between two times a curve is taken as straight. A curve that ends below ``least`` has
    learned nothing: it has no moment and gets NaN, so that it cannot pass for an early one
    (an interval over replicates refuses it).

    Args:
        curve: shape (T, K), K curves that rise from about 0.
        times: shape (T,), increasing, T at least 2.
        share: of the final level, above 0 and at most 1.
        least: the final level below which nothing was learned, above 0, in units of ``curve``.

    Raises:
        ValueError: if shapes do not fit, a number is not finite, ``times`` does not increase,
            ``share`` is not in (0, 1] or ``least`` is not positive.
    """
    curve, times = np.asarray(curve, dtype=float), np.asarray(times, dtype=float)
    if times.ndim != 1 or len(times) < 2 or not (np.diff(times) > 0).all():
        raise ValueError(f"times has shape {times.shape}; it should be (T,), T ≥ 2, and increase")
    if curve.ndim != 2 or len(curve) != len(times):
        raise ValueError(f"curve has shape {curve.shape}; it should be ({len(times)}, K)")
    if not np.isfinite(curve).all() or not np.isfinite(times).all():
        raise ValueError("curve or times is not finite; drop or mend those replicates first")
    if not 0 < share <= 1:
        raise ValueError(f"share is {share}; it should be above 0 and at most 1")
    if not 0 < least < np.inf:
        raise ValueError(f"least is {least}; it should be positive and finite")
    level = share * curve[-1]
    after = np.maximum(np.argmax(curve >= level, 0), 1)
    low, high = (np.take_along_axis(curve, i[None], 0)[0] for i in (after - 1, after))
    rise = np.where(high > low, high - low, 1.0)
    part = np.clip((level - low) / rise, 0, 1)
    found = times[after - 1] + (times[after] - times[after - 1]) * part
    return np.where(curve[-1] < least, np.nan, found)


def last_quarter(curve) -> np.ndarray:
    """Return what the last quarter of training still gained, shape (K,), in the unit of ``curve``.

    Positive while a curve still rises, about 0 when the learner is done; of a loss give the negative.
    One checkpoint is noisy, so the mean over the last eighth of training is set against the mean over
    the eighth that ends where the last quarter begins: their middles lie a quarter apart. A straight
    line gains a quarter of its whole rise.

    Args:
        curve: shape (T, K), K curves at T equally spaced moments, the first before training and the
            last at its end, T at least 5.

    Raises:
        ValueError: if ``curve`` has another shape or a number in it is not finite.
    """
    curve = np.asarray(curve, dtype=float)
    if curve.ndim != 2 or len(curve) < 5:
        raise ValueError(f"curve has shape {curve.shape}; it should be (T, K) with T at least 5")
    if not np.isfinite(curve).all():
        raise ValueError("curve is not finite; drop or mend those replicates first")
    eighth, quarter = max(1, round(len(curve) / 8)), round(len(curve) / 4)
    end, before = curve[-eighth:], curve[-quarter - eighth : -quarter]
    return (end - before).mean(0) * (len(curve) - 1) / (4 * quarter)


def needed(errors, sizes, level: float) -> np.ndarray:
    """Return from how many examples on each error stays at or below ``level``, shape (K,).

    Between two sizes an error is taken as straight over the logarithm of the size. An error that
    is low enough from the start needs the smallest size; one that is not at the largest gets NaN.
    An error that dips below the level and rises again, as at the peak of double descent, has not
    stayed there.

    Args:
        errors: shape (T, K), K errors at T sizes.
        sizes: shape (T,), numbers of examples, positive and increasing, T at least 2.
        level: the error to reach, in units of ``errors``.

    Raises:
        ValueError: if shapes do not fit, a number is not finite or ``sizes`` does not increase from
            above 0.
    """
    errors, sizes = np.asarray(errors, dtype=float), np.asarray(sizes, dtype=float)
    if errors.ndim != 2 or errors.shape[0] != sizes.size or sizes.ndim != 1 or len(sizes) < 2:
        raise ValueError(
            f"errors has shape {errors.shape} and sizes {sizes.shape}; they should be (T, K) and "
            "(T,), T at least 2"
        )
    if not (np.isfinite(errors).all() and np.isfinite(sizes).all() and np.isfinite(level)):
        raise ValueError("errors, sizes and level should be finite; drop or mend those first")
    if sizes[0] <= 0 or (np.diff(sizes) <= 0).any():
        raise ValueError(f"sizes is {sizes}; it should be positive and increase")
    stays = np.logical_and.accumulate((errors <= level)[::-1])[::-1]
    first = stays.argmax(0)
    before = np.maximum(first - 1, 0)
    high, low = (np.take_along_axis(errors, i[None], 0)[0] for i in (before, first))
    drop = np.where(high > low, high - low, 1.0)
    part = np.where(first > 0, (high - level) / drop, 0.0)
    logs = np.log(sizes)
    found = np.exp(logs[before] + (logs[first] - logs[before]) * part)
    return np.where(stays[-1], found, np.nan)
