"""K circles upon circles, fitted to directions alone.

The planet is seen at z(t) = Σ a_k exp(i ω_k t), k = 1 … K, with complex radii a_k and speeds
ω_k. Only its direction λ is observed, so z(t) exp(-iλ) should be real and positive: the
distance is free. With |a_1| = 1 (directions know no scale) K circles have 3K - 1 knobs.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares


class Epicycles(NamedTuple):
    """``amplitudes`` (K,) complex with |amplitudes[0]| = 1, and ``rates`` (K,) in radians a unit
    of time."""

    amplitudes: np.ndarray
    rates: np.ndarray

    @property
    def knobs(self) -> int:
        return 3 * len(self.rates) - 1

    def position(self, t) -> np.ndarray:
        """Return complex positions at the times ``t``, any shape; the scale is arbitrary."""
        return np.exp(1j * np.multiply.outer(t, self.rates)) @ self.amplitudes


def score_circles(t, longitude, rates, candidates):
    """Return how well each candidate speed would serve as the next circle.

    With the speeds fixed, Σ Im(z exp(-iλ))² / Σ |z|² is a quotient of two quadratic forms in
    the radii, and its minimum the smallest eigenvalue of a small matrix: no starting guess.
    It is the mean squared sine of the error, weighted by the squared distance.

    Args:
        t: times, shape (N,).
        longitude: directions, shape (N,), radians.
        rates: speeds of the circles so far, shape (K,).
        candidates: speeds to try, shape (F,), none of them equal to one of ``rates``.

    Returns:
        ``score`` (F,), the minimum for each candidate, and ``amplitudes`` (F, K + 1), the radii
        at that minimum with the candidate's last; they are fixed up to a real factor.
    """
    t, longitude = np.asarray(t), np.asarray(longitude)[:, None]
    fixed = np.exp(1j * (np.multiply.outer(t, rates) - longitude))  # (N, K)
    tried = np.exp(1j * (np.multiply.outer(t, candidates) - longitude))  # (N, F)
    across = _gram(fixed.imag, fixed.real, tried.imag, tried.real)
    along = _gram(fixed.real, -fixed.imag, tried.real, -tried.imag)
    size = across + along  # Σ |z|²
    inverse = np.linalg.inv(np.linalg.cholesky(size + 1e-9 * np.eye(size.shape[-1])))
    values, vectors = np.linalg.eigh(inverse @ across @ inverse.transpose(0, 2, 1))
    radii = np.einsum("fji,fj->fi", inverse, vectors[:, :, 0])  # (F, 2K + 2)
    half = radii.shape[1] // 2
    return values[:, 0], radii[:, :half] + 1j * radii[:, half:]


def _gram(fixed_u, fixed_v, tried_u, tried_v):
    """Gram matrices, shape (F, 2K + 2, 2K + 2), of [fixed_u, tried_u, fixed_v, tried_v]."""
    K, F = fixed_u.shape[1], tried_u.shape[1]
    fixed = np.concatenate([fixed_u, fixed_v], axis=1)  # (N, 2K)
    old = np.r_[0:K, K + 1 : 2 * K + 1]
    gram = np.empty((F, 2 * K + 2, 2 * K + 2))
    gram[:, old[:, None], old] = fixed.T @ fixed
    for place, column in ((K, tried_u), (2 * K + 1, tried_v)):
        gram[:, place, old] = gram[:, old, place] = (fixed.T @ column).T
        gram[:, place, place] = (column**2).sum(axis=0)
    cross = (tried_u * tried_v).sum(axis=0)
    gram[:, K, 2 * K + 1] = gram[:, 2 * K + 1, K] = cross
    return gram


def fit_epicycles(t, longitude, K, speeds) -> list[Epicycles]:
    """Fit 1, 2, … K circles to directions: choose speeds greedily, then refine everything.

    The first circle takes the mean speed of the direction. Each later one takes the best of
    ``speeds`` (``score_circles``); then all radii, phases and speeds are refined together by
    least squares on the angle itself.

    Args:
        t: times, shape (N,).
        longitude: directions, shape (N,), radians.
        K: how many circles, at least 1; N must be at least 3K - 1.
        speeds: grid of candidate speeds, shape (F,), radians a unit of time.

    Returns:
        K fits, with 1, 2, … K circles.

    Raises:
        ValueError: if K is less than 1 or N less than 3K - 1, or ``t`` and ``longitude`` differ in
            shape or are not finite.
    """
    t, longitude, speeds = np.asarray(t), np.asarray(longitude), np.asarray(speeds)
    if t.ndim != 1 or t.shape != longitude.shape:
        raise ValueError(f"t has shape {t.shape}, longitude {longitude.shape}; both should be (N,)")
    if not (np.isfinite(t).all() and np.isfinite(longitude).all()):
        raise ValueError("t or longitude is not finite; drop or mend those nights first")
    if not 1 <= K <= (len(t) + 1) // 3:
        raise ValueError(
            f"K is {K}; with {len(t)} directions it should be 1 to {(len(t) + 1) // 3}"
        )
    resolution = 2 * np.pi / np.ptp(t)  # two closer speeds cannot be told apart in this span
    turning = np.exp(1j * (longitude[:, None] - np.multiply.outer(t, speeds))).mean(axis=0)
    best = np.argmax(np.abs(turning))
    start = Epicycles(np.exp(1j * np.angle(turning[[best]])), speeds[[best]])
    fits = [_refine(t, longitude, start)]
    while len(fits) < K:
        rates = fits[-1].rates
        candidates = speeds[np.abs(speeds[:, None] - rates).min(axis=1) > resolution]
        score, amplitudes = score_circles(t, longitude, rates, candidates)
        best = np.argmin(score)
        start = Epicycles(amplitudes[best], np.append(rates, candidates[best]))
        along = (start.position(t) * np.exp(-1j * longitude)).real.mean()
        scale = np.sign(along) * np.abs(start.amplitudes[0])  # rays, not lines; |a_1| = 1
        fits.append(_refine(t, longitude, start._replace(amplitudes=start.amplitudes / scale)))
    return fits


def _refine(t, longitude, start: Epicycles) -> Epicycles:
    """Least squares on the angle, from a start; the phase of a_1 is free and its radius 1."""
    K = len(start.rates)

    def unpack(p):
        return Epicycles(np.r_[np.exp(1j * p[K]), p[K + 1 : 2 * K] + 1j * p[2 * K :]], p[:K])

    def residual(p):
        return np.angle(unpack(p).position(t) * np.exp(-1j * longitude))

    def jacobian(p):  # dλ = Im(dz / z)
        model = unpack(p)
        g = np.exp(1j * np.multiply.outer(t, model.rates)) / model.position(t)[:, None]
        by_rate = t[:, None] * (g * model.amplitudes).real
        by_phase = (g[:, :1] * model.amplitudes[0]).real
        return np.concatenate([by_rate, by_phase, g[:, 1:].imag, g[:, 1:].real], axis=1)

    a = start.amplitudes
    p = np.r_[start.rates, np.angle(a[0]), a[1:].real, a[1:].imag]
    return unpack(least_squares(residual, p, jac=jacobian, method="lm", max_nfev=60).x)
