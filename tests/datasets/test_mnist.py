import gzip

import pytest
import torch

from moreisdifferent.datasets import mnist as module
from moreisdifferent.datasets.mnist import mnist


def test_five_hundred_of_each_digit_in_ink_from_0_to_1():
    images, labels = mnist()
    assert images.shape == (5000, 1, 28, 28) and images.dtype == torch.float32
    assert labels.bincount().tolist() == [500] * 10
    assert images.min() == 0 and images.max() == 1
    assert not images[:, 0, 0].any(), "the first row of pixels is empty in MNIST"
    assert len(images.flatten(1).unique(dim=0)) == 5000, "no picture comes twice"


def test_a_caller_may_spoil_its_copy():
    mnist().images.zero_()
    assert mnist().images.any()


def test_the_labels_are_those_of_the_pictures():
    images, labels = mnist()
    pixels, odd = images.flatten(1), torch.arange(5000) % 2 == 1
    means = torch.stack([pixels[odd & (labels == c)].mean(0) for c in range(10)])
    read = torch.cdist(pixels[~odd], means).argmin(1)
    assert (read == labels[~odd]).float().mean() > 0.75


def test_a_missing_package_is_named(monkeypatch):
    module._table.cache_clear()
    monkeypatch.setattr(module, "PACKAGE", "no_such_package")
    with pytest.raises(ModuleNotFoundError, match="package no_such_package is missing"):
        mnist()


def test_another_file_is_refused(monkeypatch, tmp_path):
    module._table.cache_clear()
    (tmp_path / "few.gz").write_bytes(gzip.compress(b"1,2,3\n4,5,6\n"))
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    monkeypatch.setattr(module, "INSIDE", "few.gz")
    with pytest.raises(ValueError, match=r"few\.gz holds 6 numbers"):
        mnist()
