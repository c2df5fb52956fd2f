"""Chow's classifier: Bayes' rule in which every pixel depends on its neighbours."""

import numpy as np

WEST, NORTH = (0, -1), (-1, 0)  # (rows, columns) from a pixel to its neighbour


class Chow:
    """For each class, how likely each pixel is ink given its neighbours to the west and north.

    A picture x has probability P(x | c) = Π P(x_ij | c, neighbours of x_ij) in class c; beyond
    the border there is no ink. The class with the largest P(x | c) is chosen, all classes being
    equally likely beforehand. Without neighbours this is naive Bayes.

    Args:
        n_classes: C, labels are 0 to C-1.
        neighbours: offsets (rows, columns) of pixels above, or to the left in the same row.
        prior: added to every count, so that no probability is 0; above 0.

    Raises:
        ValueError: if the prior is not positive, or a neighbour comes after its pixel.

    Source: C. K. Chow (1962).
    """

    def __init__(self, n_classes: int, neighbours=(WEST, NORTH), prior: float = 0.5):
        if not prior > 0:
            raise ValueError(f"prior is {prior}; it should be above 0")
        for rows, columns in neighbours:
            if not (rows < 0 or (rows == 0 and columns < 0)):
                raise ValueError(
                    f"neighbours has {(rows, columns)}; it should point up, or left in the row"
                )
        self.n_classes, self.neighbours, self.prior = n_classes, tuple(neighbours), prior

    def fit(self, images, labels) -> "Chow":
        """Count; ``images`` has shape (N, H, W), 0 or 1, and ``labels`` shape (N,).

        Raises:
            ValueError: if a shape does not fit, a pixel is not 0 or 1, or a class is unknown.
        """
        images, labels = _binary(images), np.asarray(labels)
        if labels.shape != (len(images),):
            raise ValueError(f"labels has shape {labels.shape}; it should be ({len(images)},)")
        if labels.min() < 0 or labels.max() >= self.n_classes:
            raise ValueError(f"labels should lie between 0 and {self.n_classes - 1}")
        indicators = self._indicators(images)  # (N, H·W · 2^k · 2)
        member = np.eye(self.n_classes, dtype=np.float32)[labels]  # (N, C)
        counts = (member.T @ indicators).astype(float) + self.prior
        counts = counts.reshape(self.n_classes, -1, 2)  # without and with ink
        self.log_p = np.log(counts / counts.sum(-1, keepdims=True)).reshape(self.n_classes, -1)
        return self

    def log_likelihood(self, images) -> np.ndarray:
        """Return log P(x | c), shape (N, C), for images of shape (N, H, W)."""
        return self._indicators(_binary(images)) @ self.log_p.T

    def predict(self, images) -> np.ndarray:
        """Return the most likely class of each image, shape (N,)."""
        return self.log_likelihood(images).argmax(1)

    def _indicators(self, images):
        """Return 1 where a pixel is seen in a context with a value, (N, H·W · 2^k · 2), else 0."""
        state = np.zeros(images.shape, dtype=int)
        for rows, columns in self.neighbours:
            state = 2 * state + _shifted(images, rows, columns)
        state = 2 * state + images  # context first, the pixel itself last
        n_states = 2 ** (len(self.neighbours) + 1)
        return np.eye(n_states, dtype=np.float32)[state].reshape(len(images), -1)


def _shifted(images, rows: int, columns: int):
    """Return each pixel's neighbour at (rows, columns) from it, 0 beyond the border."""
    _, height, width = images.shape
    reach = max(abs(rows), abs(columns))
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    top, left = reach + rows, reach + columns
    return padded[:, top : top + height, left : left + width]


def _binary(images) -> np.ndarray:
    images = np.asarray(images)
    if images.ndim != 3 or not len(images):
        raise ValueError(f"images has shape {images.shape}; it should be (N, H, W), N at least 1")
    if not np.isin(images, (0, 1)).all():
        raise ValueError("images has other values than 0 and 1; threshold it first")
    return images.astype(int)
