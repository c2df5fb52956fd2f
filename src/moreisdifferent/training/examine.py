"""What many models make of one exam: how much is right, and how surprised they are."""

import numpy as np

from .replicas import predict


def examine(models, x, y) -> tuple[np.ndarray, np.ndarray]:
    """Return accuracy and mean cross entropy in nats of K models, each (K,).

    Args:
        models: K modules of one architecture, from (N, …) to logits (N, C).
        x, y: examples (N, …) and their classes (N,), int64.

    Raises:
        ValueError: if the lengths of x and y differ, a class is not one of C, or as
            :func:`~.replicas.predict` does.
    """
    if y.shape != x.shape[:1] or not len(y):
        raise ValueError(f"y has shape {tuple(y.shape)}; it should be ({len(x)},), one or more")
    logits = predict(models, x)  # (K, N, C)
    if logits.ndim != 3 or y.min() < 0 or y.max() >= logits.shape[-1]:
        raise ValueError(f"y has classes up to {y.max()}; outputs are {tuple(logits.shape)}")
    wanted = y.expand(len(logits), -1)[..., None]
    loss = -logits.log_softmax(-1).gather(2, wanted)[..., 0].mean(1)
    return (logits.argmax(-1) == y).double().mean(1).numpy(), loss.double().numpy()
