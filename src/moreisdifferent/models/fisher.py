"""Fisher's rule: classes with different means and one common scatter, told apart by lines."""

import numpy as np


class Fisher:
    """The linear discriminant; all classes equally likely beforehand.

    A class c has a mean μ_c, and all share the covariance Σ of the examples around their means.
    The class with the largest x·Σ⁻¹μ_c - ½ μ_c·Σ⁻¹μ_c is chosen. Where examples are few, Σ has no
    inverse; so it is mixed with a round one, as if ``prior`` more examples had shown the same
    scatter in every direction (a ridge).

    Args:
        prior: examples' worth of round covariance, at least 0.

    Raises:
        ValueError: if ``prior`` is negative or not finite.

    Source: Fisher (1936); the mixture after Friedman (1989).
    """

    def __init__(self, prior: float = 0):
        if not 0 <= prior < np.inf:
            raise ValueError(f"prior is {prior}; it should be finite and at least 0")
        self.prior = prior

    def fit(self, x, y) -> "Fisher":
        """Find means and scatter from x (N, D) of classes y (N,), each of 0 to C-1 at least once.

        Raises:
            ValueError: if shapes do not fit, a class is missing, or Σ has no inverse.
        """
        x, y = np.asarray(x), np.asarray(y)
        if x.ndim != 2 or y.shape != (len(x),) or not x.size:
            raise ValueError(f"x has shape {x.shape}, y {y.shape}; they should be (N, D), (N,)")
        n, d = x.shape
        member = np.eye(y.max() + 1, dtype=x.dtype)[y]  # (N, C)
        counts = member.sum(0)
        if not counts.all():
            raise ValueError(f"y has no example of class {counts.argmin()}; each should occur")
        μ = member.T @ x / counts[:, None]
        scatter = (x - μ[y]).T @ (x - μ[y])
        round_ = np.trace(scatter) / n / d * np.eye(d, dtype=x.dtype)
        Σ = (scatter + self.prior * round_) / (n + self.prior)
        try:
            self.W = np.linalg.solve(Σ, μ.T)  # (D, C)
        except np.linalg.LinAlgError as error:
            raise ValueError("x scatters in too few directions; prior should be above 0") from error
        self.b = -0.5 * (μ.T * self.W).sum(0)
        return self

    def scores(self, x) -> np.ndarray:
        """Return the score of each class, shape (N, C)."""
        return np.asarray(x) @ self.W + self.b

    def predict(self, x) -> np.ndarray:
        """Return the class with the largest score, shape (N,)."""
        return self.scores(x).argmax(1)
