"""How sudden is a gain? The share of it that falls within one doubling."""

import numpy as np


def steepest_doubling(curve, at, least: float = 0.05) -> np.ndarray:
    """Return the largest share of each curve's whole gain within a factor of two of ``at``, (K,).

    A step has 1. A gain that approaches its end exponentially, 1 - exp(-t), has a quarter; a straight
    line through 0 has half, all of it in the last doubling; a power law spreads over all of them.
    Between two places a curve is taken as straight on a logarithmic axis.

    Args:
        curve: shape (T, K), K curves that rise; of a loss give the negative.
        at: shape (T,), positive and increasing (steps, widths, examples), over two doublings or more.
        least: the gain below which nothing was learned, above 0, in units of ``curve``; such a curve
            gets NaN, so that it cannot pass for a sudden one.

    Raises:
        ValueError: if shapes do not fit, a number is not finite, ``at`` does not increase from above
            0 over at least two doublings, or ``least`` is not positive.
    """
    curve, at = np.asarray(curve, dtype=float), np.asarray(at, dtype=float)
    if curve.ndim != 2 or at.shape != curve.shape[:1] or len(at) < 2:
        raise ValueError(
            f"curve has shape {curve.shape} and at {at.shape}; they should be (T, K) and (T,), T ≥ 2"
        )
    if not (np.isfinite(curve).all() and np.isfinite(at).all()):
        raise ValueError("curve or at is not finite; drop or mend those replicates first")
    if not (at[0] > 0 and (np.diff(at) > 0).all() and at[-1] >= 4 * at[0]):
        raise ValueError(f"at is {at}; it should increase from above 0 over at least two doublings")
    if not 0 < least < np.inf:
        raise ValueError(f"least is {least}; it should be positive and finite")
    place = np.log2(at)
    begins = np.clip(np.concatenate([place, place - 1]), place[0], place[-1] - 1)
    rises = [np.interp(begins + 1, place, c) - np.interp(begins, place, c) for c in curve.T]
    gain = curve[-1] - curve[0]
    share = np.max(rises, axis=1) / np.where(gain < least, 1, gain)
    return np.where(gain < least, np.nan, share)
