"""One world, one model, the same rules for all: choose a setting on one draw, learn on the others."""

from typing import NamedTuple

import numpy as np
import torch
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from torch.nn import functional as F

from ..models.cnn import CNN
from ..models.mlp import MLP
from ..models.weight_sharing import Filters, Gates, reader
from .replicas import fit_replicas, predict

BATCH = 32
FEW = 50  # tokens up to which a row says which token is where, beside how often each occurs
SETTINGS = {
    "logistic": (0.01, 0.1, 1.0),  # the inverse of the penalty
    "k-NN": (1, 5, 15),  # neighbours
    "trees": (1, 3, 10),  # examples in a leaf, at least
    "MLP": (0.003, 0.01, 0.03),  # rates
    "CNN": (0.003, 0.01, 0.03),
    "GRU": (0.003, 0.01, 0.03),
}


class World(NamedTuple):
    """What is to be learned, drawn several times.

    Attributes:
        draws: pairs x, y with x of shape (N, T, D), numbers at places, (N, T), tokens, or
            (N, 1, H, W), pictures, and y of shape (N,). Settings are chosen on the last draw.
        n: examples to learn from, the first of each draw; the others are the exam.
        n_classes: how many labels there are.
        n_tokens: tokens are below it; 0 if x holds numbers.
    """

    draws: list
    n: int
    n_classes: int
    n_tokens: int = 0


class Outcome(NamedTuple):
    """What came of it in each of K draws.

    Attributes:
        right: % of the exam, shape (K,).
        earlier: the same after three quarters of a network's training, shape (K,).
        answers: a label for every example of the exam, K arrays.
        setting: the one that was used.
    """

    right: np.ndarray
    earlier: np.ndarray
    answers: list
    setting: float


def compete(model: str, world: World, passes: float, seed: int = 0, setting=None) -> Outcome:
    """Try three settings on the last draw, then learn on every other draw with the best of them.

    Args:
        model: one of ``SETTINGS``. ``"logistic"`` regression, ``"k-NN"`` and extremely randomised
            ``"trees"`` are scikit-learn's. The ``"MLP"`` has a hidden layer of 100, the ``"CNN"``
            three convolutions over places, or two over pictures, the ``"GRU"`` a state of 24.
        world: see :class:`World`. Models without places get a row of all numbers; of tokens, how
            often each occurs, and, if there are few, which is where.
        passes: how often a network goes through its examples, in minibatches of 32.
        seed: of the initial weights and the trees.
        setting: if given, nothing is tried, and all draws are learned with it.

    Raises:
        ValueError: if the model or the setting is unknown, there are too few draws, no example is
            left for the exam, or a network's passes make fewer than four minibatches.
    """
    if model not in SETTINGS or setting not in (None, *SETTINGS[model]):
        raise ValueError(
            f"model is {model!r} and setting {setting}; they should be among {SETTINGS}"
        )
    K = len(world.draws) - (setting is None)
    if K < 1 or not 0 < world.n < min(len(y) for _, y in world.draws):
        raise ValueError(
            f"world has {len(world.draws)} draws and n is {world.n}; there should be one draw, one more to "
            "choose a setting, and examples for the exam besides the n"
        )
    steps, classic = round(passes * world.n / BATCH), model in ("logistic", "k-NN", "trees")
    if steps < 4 and not classic:
        raise ValueError(f"passes is {passes}; of {world.n} examples it should make four minibatches of {BATCH}")  # fmt: skip
    learn = (_classic if classic else _network)(model, world, steps, seed)
    if setting is None:
        tried = learn([K] * len(SETTINGS[model]), SETTINGS[model])
        setting = SETTINGS[model][int(np.argmax(_right(world, [K] * len(tried[1]), tried[1])))]
    earlier, answers = learn([*range(K)], [setting] * K)
    return Outcome(*(_right(world, range(K), a) for a in (answers, earlier)), answers, setting)


def _right(world, draws, answers):
    truth = [world.draws[k][1][world.n :].numpy() for k in draws]
    return np.array([100 * (a == y).mean() for a, y in zip(answers, truth)])


def rows(x, n_tokens: int = 0):
    """Return what a model without places gets of x, a tensor (N, F).

    Raises:
        ValueError: if ``x`` has no examples, or tokens are not whole numbers below ``n_tokens``.
    """
    if x.ndim < 2 or not len(x):
        raise ValueError(f"x has shape {tuple(x.shape)}; it should be (N, …), N at least 1")
    if not n_tokens:
        return x.flatten(1)
    if x.is_floating_point() or not 0 <= x.min() <= x.max() < n_tokens:
        raise ValueError(f"x is {x.dtype}; it should hold tokens from 0 to {n_tokens - 1}")
    hot = F.one_hot(x, n_tokens).float()
    return torch.cat([hot.sum(1), *([hot.flatten(1)] if n_tokens <= FEW else [])], 1)


def _classic(model, world, steps, seed):
    """Return a function of draws and settings: the answers to each exam, twice."""
    kinds = {
        "logistic": lambda setting: LogisticRegression(C=setting, max_iter=1000, tol=1e-3),
        "k-NN": KNeighborsClassifier,
        "trees": lambda setting: ExtraTreesClassifier(30, min_samples_leaf=setting, random_state=seed),
    }  # fmt: skip
    xs = [rows(x, world.n_tokens).numpy() for x, _ in world.draws]

    def learn(draws, settings):
        n, answers = world.n, []
        for k, setting in zip(draws, settings):
            rule = kinds[model](setting).fit(xs[k][:n], world.draws[k][1][:n].numpy())
            answers.append(rule.predict(xs[k][n:]))
        return answers, answers

    return learn


def _network(model, world, steps, seed):
    """Return a function of draws and rates: the answers after three quarters, and at the end."""
    xs = [_given(model, x, world.n_tokens) for x, _ in world.draws]
    x, y = torch.cat(xs), torch.cat([labels for _, labels in world.draws])
    starts = np.cumsum([0, *map(len, xs)])[:-1]
    own = torch.from_numpy(starts[:, None] + np.arange(world.n))

    def learn(draws, rates):
        nets = [_net(model, x.shape[1:], world, seed + k) for k in range(len(draws))]
        exams = [xs[k][world.n :] for k in draws]
        answers = {}

        def examine(step, nets):
            if step:
                answers[step] = [predict([net], exam)[0].argmax(-1).numpy() for net, exam in zip(nets, exams)]  # fmt: skip

        settings = {"steps": steps, "batch_size": BATCH, "optimizer": "adamw", "weight_decay": 0.01}
        fit_replicas(nets, x, y, rows=own[draws], learning_rate=list(rates), seed=list(draws), callback=examine, every=steps - steps // 4, **settings)  # fmt: skip
        examine(steps, nets)
        return list(answers.values())

    return learn


def _given(model, x, n_tokens):
    """Return x in the shape that a network reads."""
    if model == "MLP":
        return rows(x, n_tokens)
    if model == "GRU" and x.ndim == 4:  # two lines of the picture at a time
        return x.reshape(len(x), x.shape[2] // 2, -1)
    if model == "GRU" and not n_tokens and x.shape[2] == 1 and x.shape[1] % 4 == 0:
        return x.reshape(len(x), -1, 4)  # four single numbers at a time
    return x


def _net(model, shape, world, seed):
    classes, tokens = world.n_classes, world.n_tokens
    if model == "MLP":
        return MLP((*shape, 100, classes), seed)
    if len(shape) == 3:
        return CNN((1, 16, 32), shape[1], classes, seed)
    T, D = shape[0], 16 if tokens else shape[-1]
    if model == "GRU":
        return reader([Gates(T, D, 24)], T * 24, classes, seed, tokens, 16)
    layers = [Filters(T, D, 25, 5), Filters(-(-T // 2), 25, 25, 3), Filters(-(-T // 4), 25, 25, 3)]
    return reader(layers, -(-T // 8) * 25, classes, seed, tokens, 16)
