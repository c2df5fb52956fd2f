"""Matrix products by NumPy's BLAS, for code that needs no autograd.

The pins that make numbers the same on every processor hold PyTorch's MKL to an old instruction
set. OpenBLAS, which NumPy brings, gives the same bits everywhere at AVX2 already: here the same
products take a third of the time.
"""

from functools import partial

import numpy as np
import torch


def product(a, b, out=None) -> torch.Tensor:
    """Return the matrix product of tensors (…, m, k) and (…, k, n) without gradients, maybe in ``out``.

    Raises:
        ValueError: if the shapes do not fit.
        RuntimeError: if a tensor requires gradients; it should be detached.
    """
    try:
        with np.errstate(all="ignore"):  # what overflows is infinite, as it is with PyTorch
            result = np.matmul(a.numpy(), b.numpy(), out=None if out is None else out.numpy())
    except ValueError as error:
        shapes = [None if part is None else tuple(part.shape) for part in (a, b, out)]
        raise ValueError(
            f"a has shape {shapes[0]}, b {shapes[1]} and out {shapes[2]}; they should be (…, m, k), "
            "(…, k, n) and None or (…, m, n)"
        ) from error
    return torch.as_tensor(result) if out is None else out


def prepared(a, b, out):
    """Return a function without arguments that leaves the product of a and b in ``out``.

    It reads what the tensors hold when it is called. For small products made often: looking at
    shapes costs more than multiplying. Overflow warns, unless the caller has ``np.errstate``.

    Raises:
        ValueError: if the shapes do not fit.
    """
    product(a, b, out)
    return partial(np.matmul, a.numpy(), b.numpy(), out=out.numpy())
