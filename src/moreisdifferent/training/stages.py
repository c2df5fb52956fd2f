"""Training until done: large steps first, small steps last, and a curve that says whether it was enough."""

import numpy as np

from ..datasets.seeds import rng
from .replicas import fit_replicas

STAGES = ((5, 1.0), (2, 0.2), (1, 0.04))  # eighths of the training, share of the learning rate


def fit_in_stages(
    models, x, y, *, steps: int, learning_rate: float, seed: int, score=None, **settings
):
    """Train K models in place at three rates, each a fifth of the one before.

    Args:
        models, x, y, settings: as for :func:`~moreisdifferent.training.replicas.fit_replicas`.
        steps: of all stages together, at least 8.
        learning_rate: of the first stage, which has five eighths of the steps.
        seed: from which the order of the examples is derived, another for each model.
        score: called as ``score(models)``, returns (K,), say their accuracy on validation data.

    Returns:
        The scores at nine equally spaced moments, the first before training and the last at its
        end, shape (9, K); see :func:`~moreisdifferent.evaluation.curves.last_quarter`. Shape
        (9, 0) without ``score``.

    Raises:
        ValueError: if ``steps`` is below 8, or an argument cannot be used.
    """
    if steps < 8:
        raise ValueError(f"steps is {steps}; it should be at least 8, an eighth for the last stage")
    models = list(models)
    edges = [round(steps * eighth / 8) for eighth in range(9)]
    curve, done = [_scores(score, models)], 0
    for stage, (eighths, share) in enumerate(STAGES):
        seeds = [int(s) for s in rng(seed, stage).integers(2**31, size=len(models))]
        start, moments = (
            edges[done],
            [e - edges[done] for e in edges[done + 1 : done + eighths + 1]],
        )

        def watch(step, models, moments=moments):
            if step in moments:
                curve.append(_scores(score, models))

        done += eighths
        fit_replicas(
            models,
            x,
            y,
            steps=edges[done] - start,
            learning_rate=share * learning_rate,
            seed=seeds,
            callback=watch,
            **settings,
        )
    return np.stack(curve)


def _scores(score, models) -> np.ndarray:
    return np.empty(0) if score is None else np.asarray(score(models), dtype=float)
