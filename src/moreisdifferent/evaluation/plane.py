"""Main directions: what is learned from pictures without a network, and features on a sheet of paper."""

import numpy as np
import torch
from sklearn.decomposition import PCA


def principal_components(images, n: int):
    """Return a function from pictures to their ``n`` principal components, fitted to ``images``.

    Args:
        images: tensor (N, …), N at least ``n``.
        n: number of components, from 1 to the number of pixels.

    Returns:
        Maps a tensor (M, …) to features (M, n).

    Raises:
        ValueError: if ``n`` is not from 1 to the number of pictures and of pixels.

    Source: Pearson (1901).
    """
    x = images.flatten(1).numpy()
    if not 1 <= n <= min(x.shape):
        raise ValueError(f"n is {n}; it should be from 1 to {min(x.shape)}")
    fitted = PCA(n, random_state=0).fit(x)
    return lambda new: torch.from_numpy(fitted.transform(new.flatten(1).numpy())).to(images.dtype)


def two_directions(features, like=None) -> np.ndarray:
    """Return the projection of features (N, D) on their two main directions, (N, 2), spread 1.

    Args:
        features: shape (N, D), N at least 3 and D at least 2.
        like: shape (N, 2), another projection of the same examples; the sheet is turned, and turned
            over where need be, to come as near to it as possible.

    Raises:
        ValueError: if shapes do not fit, numbers are not finite, or the features do not vary.

    Source: Pearson (1901) for the directions; Schönemann (1966) for the turn.
    """
    features = np.asarray(features, dtype=float)
    if features.ndim != 2 or features.shape[0] < 3 or features.shape[1] < 2:
        raise ValueError(
            f"features has shape {features.shape}; it should be (N, D), N at least 3, D at least 2"
        )
    if not np.isfinite(features).all():
        raise ValueError("features is not finite; did an encoder diverge?")
    centred = features - features.mean(0)
    xy = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    if not 0 < xy.std() < np.inf:
        raise ValueError("features do not vary, or beyond what numbers can hold")
    xy /= xy.std()
    if like is None:
        return xy
    like = np.asarray(like, dtype=float)
    if like.shape != xy.shape or not np.isfinite(like).all():
        raise ValueError(f"like has shape {like.shape}; it should be {xy.shape} and finite")
    a, _, b = np.linalg.svd(xy.T @ like)
    return xy @ a @ b


def sheets(frames) -> list[np.ndarray]:
    """Return each of T clouds of features (N, D) on its two main directions, as a film.

    Each sheet is turned to resemble the one before it, so that only what changed moves.

    Args:
        frames: T arrays or tensors (N, D), the same N examples in each, T at least 1.

    Raises:
        ValueError: if there are no frames, or as :func:`two_directions`.
    """
    found = []
    for features in frames:
        found.append(two_directions(features, found[-1] if found else None))
    if not found:
        raise ValueError("frames is empty; there should be at least one")
    return found


def nearest_alike(features, labels) -> tuple[float, tuple]:
    """Return how often the nearest neighbour has the same label, and the two labels most often mixed up.

    Args:
        features: shape (N, D), N at least 2; distances are Euclidean.
        labels: N labels that can be compared, such as characters; at least two different ones.

    Returns:
        A share, and a pair of labels in order: those whose members are each other's nearest most often
        (the first such pair if none is).

    Raises:
        ValueError: if lengths differ, numbers are not finite, or fewer than two labels occur.
    """
    features, labels = np.asarray(features, dtype=float), np.asarray(labels)
    if features.ndim != 2 or labels.shape != features.shape[:1] or len(features) < 2:
        raise ValueError(
            f"features has shape {features.shape} and labels {labels.shape}; they should be (N, D) and (N,)"
        )
    if not np.isfinite(features).all():
        raise ValueError("features is not finite; did an encoder diverge?")
    known, place = np.unique(labels, return_inverse=True)
    if len(known) < 2:
        raise ValueError(f"labels holds {len(known)} different ones; there should be at least two")
    with np.errstate(over="ignore"):  # far apart is far apart
        distance = np.square(features[:, None] - features[None]).sum(-1)
    np.fill_diagonal(distance, np.inf)
    nearest = place[distance.argmin(1)]
    mixed = np.zeros((len(known), len(known)))
    np.add.at(mixed, (place, nearest), 1)
    mixed = np.triu(mixed + mixed.T, 1) - np.tril(np.ones_like(mixed))
    a, b = np.unravel_index(mixed.argmax(), mixed.shape)
    return float((nearest == place).mean()), (known[a].item(), known[b].item())
