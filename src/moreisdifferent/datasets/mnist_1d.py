"""MNIST-1D: ten digits drawn with one stroke of forty numbers, the field's own small benchmark."""

import random
from numbers import Integral
from typing import NamedTuple

import numpy as np
import torch

N_FEATURES, N_CLASSES = 40, 10


class Rows(NamedTuple):
    """``rows``, shape (N, 40), float32, and ``labels``, shape (N,)."""

    rows: torch.Tensor
    labels: torch.Tensor


def mnist_1d(seed: int, n: int = 5000, shuffled: bool = False) -> Rows:
    """Return n examples: a digit's stroke, stretched, sheared, moved and covered with smooth noise.

    Args:
        seed: draws the examples; the published set has the seed 42, its first 4,000 rows to train
            on and 1,000 to test.
        n: number of examples, a multiple of ten; a tenth of each class, in random order.
        shuffled: permute the forty positions, alike in all rows, so that nearness means nothing.

    Returns:
        Rows with mean 0 and standard deviation 1 over all of their numbers.

    Raises:
        ModuleNotFoundError: if the package ``mnist1d`` is not installed.
        ValueError: if ``seed`` is not a whole number from 0 to 2³² − 1, or n no positive multiple of ten.

    Source: Greydanus and Kobak, Scaling down deep learning with MNIST-1D (ICML 2024); package
    mnist1d (Apache-2.0), whose generator is called as it is.
    """
    if not isinstance(seed, Integral) or not 0 <= seed < 2**32:
        raise ValueError(f"seed is {seed!r}; it should be a whole number from 0 to 2**32 - 1")
    if not isinstance(n, Integral) or n < N_CLASSES or n % N_CLASSES:
        raise ValueError(f"n is {n!r}; it should be a positive multiple of {N_CLASSES}")
    data = _package()
    settings = data.get_dataset_args()
    settings.seed, settings.num_samples = int(seed), int(n)
    settings.train_split, settings.shuffle_seq = 1.0, bool(shuffled)
    # the package seeds the three global generators, which are put back
    states = random.getstate(), np.random.get_state(), torch.random.get_rng_state()  # noqa: NPY002
    try:
        made = data.make_dataset(settings)
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        torch.random.set_rng_state(states[2])
    return Rows(torch.tensor(made["x"]).float(), torch.tensor(made["y"]).long())


def _package():
    """Return the package's module that makes the examples; nothing is downloaded by it."""
    try:
        from mnist1d import data
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "the package mnist1d is missing; it should be installed, as with: pip install mnist1d"
        ) from error
    return data
