import builtins
import random

import numpy as np
import pytest
import torch

from moreisdifferent.datasets.mnist_1d import mnist_1d


def test_it_is_the_packages_own_set():
    from mnist1d.data import get_dataset_args, make_dataset

    arguments = get_dataset_args()
    arguments.num_samples = 200
    theirs, ours = make_dataset(arguments), mnist_1d(42, 200)
    assert np.allclose(theirs["x"], ours.rows[:160], atol=1e-5)
    assert (theirs["y_test"] == ours.labels[160:].numpy()).all()


def test_shuffling_moves_positions_alike_in_all_rows():
    plain, shuffled = mnist_1d(3, 100), mnist_1d(3, 100, shuffled=True)
    assert torch.equal(plain.labels, shuffled.labels)
    assert not torch.equal(plain.rows, shuffled.rows)
    assert torch.equal(plain.rows.sort(1).values, shuffled.rows.sort(1).values)


def test_a_tenth_of_each_class_and_the_global_generators_untouched():
    before = random.getstate(), np.random.get_state()[1], torch.random.get_rng_state()  # noqa: NPY002
    rows, labels = mnist_1d(0, 50)
    assert rows.shape == (50, 40) and labels.bincount().tolist() == [5] * 10
    assert random.getstate() == before[0]
    assert (np.random.get_state()[1] == before[1]).all()  # noqa: NPY002
    assert torch.equal(torch.random.get_rng_state(), before[2])


def test_a_missing_package_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("mnist1d"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModuleNotFoundError, match="package mnist1d is missing"):
        mnist_1d(0, 50)
