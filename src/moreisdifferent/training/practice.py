"""Students who practise written exercises and sit an exam while they do."""

from copy import deepcopy
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from ..datasets.exercises import N_ANSWER_TOKENS, VOCABULARY, mark
from ..models.mlp import MLP
from .replicas import fit_replicas, predict

HEIGHT = 3  # of the one in a token's row of the answer; it speeds the start


class Bank(NamedTuple):
    """Exercises with an answer each, right or not.

    questions (N, 5) and tokens (N, L) are whole numbers; x (N, 5, 22) and y (N, L · 17) are the
    same as rows of zeros with a single entry.
    """

    questions: np.ndarray
    x: torch.Tensor
    tokens: torch.Tensor
    y: torch.Tensor


def bank(questions, answers) -> Bank:
    """Return exercises as a network reads and writes them.

    Args:
        questions: tokens, shape (N, 5).
        answers: tokens, shape (N, L).

    Raises:
        ValueError: if a shape does not fit or a token is not in the vocabulary.
    """
    questions, answers = np.asarray(questions), np.asarray(answers)
    if questions.ndim != 2 or answers.ndim != 2 or len(questions) != len(answers):
        raise ValueError(
            f"questions has shape {questions.shape} and answers {answers.shape}; "
            "they should be (N, 5) and (N, L)"
        )
    parts = []
    for name, tokens, n in (
        ("questions", questions, len(VOCABULARY)),
        ("answers", answers, N_ANSWER_TOKENS),
    ):
        good = tokens.size and tokens.dtype.kind in "iu" and tokens.min() >= 0 and tokens.max() < n
        if not good:
            raise ValueError(f"{name} should be tokens, from 0 to {n - 1}, and not empty")
        parts.append(F.one_hot(torch.tensor(tokens, dtype=torch.long), n).float())
    x, y = parts
    return Bank(questions, x, torch.tensor(answers, dtype=torch.long), HEIGHT * y.flatten(1))


def write(models, x) -> np.ndarray:
    """Return what K models answer, tokens (K, N, L), to questions x (N, 5, 22)."""
    return predict(models, x).unflatten(-1, (-1, N_ANSWER_TOKENS)).argmax(-1).numpy()


def half_and_half(first, second, draw) -> np.ndarray:
    """Return rows of which one half are of the first kind and the other of the second, (4 M,).

    Every row of the second kind, shape (M,), comes twice, and those of the first as often as is needed.

    Raises:
        ValueError: if ``first`` or ``second`` is empty or not one row of numbers.
    """
    first, second = np.asarray(first), np.asarray(second)
    if first.ndim != 1 or second.ndim != 1 or not first.size or not second.size:
        raise ValueError(
            f"first has shape {first.shape} and second {second.shape}; both should be (n,), n ≥ 1"
        )
    return np.concatenate([draw.permutation(np.resize(first, 2 * len(second))), second, second])


def practise(models, exercises: Bank, rows, exam, *, every=25, seed=0, also=None, **settings):
    """Let K students practise, in place; return their marks (T, K, n) and answers (T, K, n, L).

    Args:
        models: K modules from (B, 5, 22) to (B, L · 17).
        exercises: what may be practised and asked.
        rows: which of them are practised, shape (n,) for all students or (K, n).
        exam: which of them are asked, before practice and after every ``every`` steps.
        seed: the first of K seeds for the order of practice.
        also: called as ``also(step, models)`` at every exam.
        settings: of :func:`~moreisdifferent.training.replicas.fit_replicas`; AdamW, the squared
            error, a rate of 0.008 and minibatches of 64 if left out.
    """
    written = []

    def ask(step, students):
        written.append(write(students, exercises.x[exam]))
        if also is not None:
            also(step, students)

    settings = {
        "y": exercises.y, "batch_size": 64, "learning_rate": 0.008, "weight_decay": 0.01,
        "optimizer": "adamw", "loss": F.mse_loss,
    } | settings  # fmt: skip
    y = settings.pop("y")
    fit_replicas(
        models, exercises.x, y, rows=rows, every=every, callback=ask,
        seed=[seed + k for k in range(len(models))], **settings,
    )  # fmt: skip
    written = np.stack(written)
    return mark(exercises.questions[exam], written), written


def token_loss(logits, tokens) -> torch.Tensor:
    """Return the cross-entropy of answers, logits (B, L · 17) against tokens (B, L)."""
    return F.cross_entropy(logits.reshape(-1, N_ANSWER_TOKENS), tokens.flatten())


def new_head(model, n_outputs: int, seed):
    """Return a copy of a perceptron whose last layer is a new one; the layers below are kept.

    Raises:
        ValueError: if ``model`` does not end in a linear layer, or ``n_outputs`` is below 1.
    """
    if not isinstance(model, nn.Sequential) or not isinstance(model[-1], nn.Linear):
        raise ValueError(f"model is {type(model).__name__}; it should end in a linear layer")
    copy = deepcopy(model)
    copy[-1] = MLP((model[-1].in_features, n_outputs), seed)[-1]
    return copy
