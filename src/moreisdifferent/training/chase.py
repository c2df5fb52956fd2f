"""A goal that runs away: a world in which what one does changes what comes next, K at once."""

import numpy as np
import torch
from torch.nn import functional as F

from ..datasets.seeds import rng
from .generators import annealed, descend, optimizer_of
from .tuning import forward, perceptrons

STEPS = np.array([[-1, 0], [0, 1], [1, 0], [0, -1]])  # up, right, down, left
GAMMA, LIMIT = 0.9, 20


def move(states, actions, flees, side: int):
    """Return what follows, (…, 4), and whether the goal is caught, (…).

    The hunter takes a step, or stays if a wall is in the way. A goal that is not caught and flees goes to
    the neighbouring field that is farthest from the hunter, the first of them if there are several.

    Args:
        states: shape (…, 4), integers below ``side``: row and column of the hunter, then of the goal.
        actions: shape (…), 0 to 3 for up, right, down, left.
        flees: shape (…), whether the goal moves.
        side: fields across the world.

    Raises:
        ValueError: if a field or an action does not exist, or shapes differ.
    """
    states, actions, flees = np.asarray(states), np.asarray(actions), np.asarray(flees, dtype=bool)
    if (
        states.shape[-1:] != (4,)
        or states.shape[:-1] != actions.shape
        or flees.shape != actions.shape
    ):
        raise ValueError(f"states has shape {states.shape}, actions {actions.shape}, flees {flees.shape}; they should be (…, 4) and twice (…)")  # fmt: skip
    if actions.size and not (actions.min() >= 0 and actions.max() <= 3 and states.min() >= 0 and states.max() < side):  # fmt: skip
        raise ValueError(f"actions should be 0 to 3 and states 0 to {side - 1}; one is not")
    hunter = (states[..., :2] + STEPS[actions]).clip(0, side - 1)
    goal = states[..., 2:]
    caught = (hunter == goal).all(-1)
    options = (goal[..., None, :] + STEPS).clip(0, side - 1)  # (…, 4, 2)
    distance = np.abs(options - hunter[..., None, :]).sum(-1)
    away = np.take_along_axis(options, distance.argmax(-1)[..., None, None], -2)[..., 0, :]
    goal = np.where((flees & ~caught)[..., None], away, goal)
    return np.concatenate([hunter, goal], -1), caught


def best_moves(side: int) -> np.ndarray:
    """Return the best action in every state, shape (side,) * 4, by value iteration.

    The goal flees in half of the steps; to catch it is worth 1, and .9 of that a step later.

    Raises:
        ValueError: if ``side`` is below 2.
    """
    if side < 2:
        raise ValueError(f"side is {side}; it should be at least 2")
    states = np.stack(np.meshgrid(*[np.arange(side)] * 4, indexing="ij"), -1)
    worth, parts = np.zeros((side,) * 4), []
    for action in range(4):
        full = np.full(states.shape[:-1], action)
        parts.append([move(states, full, full * 0 + flees, side) for flees in (0, 1)])
    for _ in range(100):
        q = np.stack([
            np.mean([np.where(caught, 1, GAMMA * worth[tuple(np.moveaxis(after, -1, 0))]) for after, caught in both], 0)
            for both in parts
        ])  # fmt: skip
        worth = q.max(0)
    return q.argmax(0)


def one_hot(states, side: int) -> torch.Tensor:
    """Return what a network sees of states (…, 4): four rows of ``side`` fields, one marked in each.

    Raises:
        ValueError: if a field does not exist.
    """
    states = torch.as_tensor(np.asarray(states)).long()
    if states.numel() and not 0 <= states.min() <= states.max() < side:
        raise ValueError(f"states should be from 0 to {side - 1}; one is not")
    return F.one_hot(states, side).flatten(-2).float()


def starts(generator, K: int, n: int, side: int) -> np.ndarray:
    """Return K times n states with hunter and goal in different fields, shape (K, n, 4).

    Raises:
        ValueError: if ``K`` or ``n`` is below 1 or ``side`` below 2.
    """
    if K < 1 or n < 1 or side < 2:
        raise ValueError(f"K is {K}, n {n} and side {side}; they should be at least 1, 1 and 2")
    hunter = generator.integers(side**2, size=(K, n))
    goal = (hunter + generator.integers(1, side**2, size=(K, n))) % side**2
    return np.stack([hunter // side, hunter % side, goal // side, goal % side], -1)


def hunts(choose, generator, K: int, n: int, side: int):
    """Let K hunters try n times each; return the share caught (K,), and all states met (K, n, T, 4).

    A hunt ends after 20 steps; one that has ended before stands still.

    Args:
        choose: states (K, n, 4) → actions (K, n).
    """
    states, path = starts(generator, K, n, side), []
    done = np.zeros((K, n), dtype=bool)
    for _ in range(LIMIT):
        path.append(states)
        after, caught = move(states, choose(states), generator.random((K, n)) < 0.5, side)
        states = np.where(done[..., None], states, after)
        done = done | caught
        states = np.where(caught[..., None], path[-1], states)  # where it stood when it caught
    return done.mean(1), np.stack(path, 2)


def follow(weights, side: int):
    """Return the function that lets K networks choose: the action of the highest output."""

    def choose(states):
        with torch.no_grad():
            return forward(weights, one_hot(states, side)).argmax(-1).numpy()

    return choose


def fit_q(K: int, side: int, steps: int, seed: int, width: int = 64):
    """Return K networks that learned from the reward alone (deep Q-learning, double, with replay).

    Each lives in a world of its own, begins at random, and is rewarded with 1 for a catch. Every
    other step it learns from 64 remembered ones.

    Args:
        K: learners.
        side: fields across.
        steps: that each learner takes.
        seed: of everything.
        width: of two hidden layers.

    Raises:
        ValueError: if ``side`` is below 2 or another number below 1.

    Source: Mnih and others (2015); van Hasselt, Guez and Silver (2016).
    """
    if min(K, side - 1, steps, width) < 1:
        raise ValueError(f"K is {K}, side {side}, steps {steps} and width {width}; side should be at least 2, the others 1")  # fmt: skip
    weights = perceptrons(K, (4 * side, width, width, 4), seed)
    frozen = [w.clone() for w in weights]
    optimizer, generator = optimizer_of(weights, 2e-3), rng(seed, 1)
    states, age = starts(generator, K, 1, side)[:, 0], np.zeros(K)
    memory = {name: np.zeros((K, steps, *shape), dtype) for name, shape, dtype in (
        ("before", (4,), int), ("action", (), int), ("after", (4,), int), ("caught", (), bool))}  # fmt: skip
    rows = np.arange(K)[:, None]
    for t in annealed(optimizer, steps):
        greedy = follow(weights, side)(states[:, None])[:, 0]
        explore = generator.random(K) < max(0.05, 1 - 2 * t / steps)
        actions = np.where(explore, generator.integers(4, size=K), greedy)
        after, caught = move(states, actions, generator.random(K) < 0.5, side)
        for name, value in (
            ("before", states),
            ("action", actions),
            ("after", after),
            ("caught", caught),
        ):
            memory[name][:, t] = value
        age = age + 1
        over = caught | (age >= LIMIT)
        states = np.where(over[:, None], starts(generator, K, 1, side)[:, 0], after)
        age[over] = 0
        if t < 100 or t % 2:
            continue
        batch = generator.integers(t + 1, size=(K, 64))
        before, action, after, caught = (
            torch.from_numpy(memory[name][rows, batch]) for name in memory
        )
        with torch.no_grad():
            seen = one_hot(after, side)
            best = forward(weights, seen).argmax(-1, keepdim=True)
            future = forward(frozen, seen).gather(-1, best)[..., 0]
        goal = torch.where(caught, 1.0, GAMMA * future)
        guess = forward(weights, one_hot(before, side)).gather(-1, action[..., None])[..., 0]
        descend(optimizer, F.smooth_l1_loss(guess, goal) * K)
        if t % 100 == 0:
            frozen = [w.detach().clone() for w in weights]
    return weights
