"""What a model is fed: examples that were checked, streams of them, noisy labels, minibatches.

Examples are a tensor (N, …) or a stream: anything with a length and ``stream[rows]``, which gives
the examples (1 or K, B, …) for rows (1 or K, B) when they are needed. A stream's memory does not
grow with its length.
"""

from collections.abc import Callable, Iterator

import torch
from torch.nn import functional as F

from ..datasets.seeds import torch_rng

ORDER, NOISE = 1, 2  # named streams of a training seed


class Stream:
    """``n`` examples that are made when they are asked for, the same one every time for a row.

    >>> x = Stream(lambda rows: shifted(images[rows % 1000], by=rows // 1000), n=16_000)

    Args:
        make: maps rows (B,), integers from 0 to n - 1, to examples (B, …). What it makes of a row
            should depend on that row alone, never on the others it comes with.
        n: how many there are.

    Raises:
        ValueError: if ``n`` is below 1; when rows are asked for, if they are not whole numbers
            from 0 to n - 1 or ``make`` does not give one example for each.
    """

    def __init__(self, make: Callable, n: int):
        if n < 1:
            raise ValueError(f"n is {n}; it should be at least 1")
        self.make, self.n = make, n

    def __len__(self):
        return self.n

    def __getitem__(self, rows) -> torch.Tensor:
        rows = torch.as_tensor(rows)
        _check_rows(rows, self.n)
        made = self.make(rows.flatten())
        if made.ndim < 1 or len(made) != rows.numel():
            raise ValueError(
                f"make gave shape {tuple(made.shape)}; it should be ({rows.numel()}, …), one each"
            )
        return made.view(*rows.shape, *made.shape[1:])


class Subset:
    """The rows (n,) of some examples, or of each of K replicas its own (K, n), as a stream.

    Raises:
        ValueError: if ``rows`` has another shape, is empty, or the examples have no such row.
    """

    def __init__(self, examples, rows):
        rows = torch.as_tensor(rows)
        if rows.ndim not in (1, 2) or not rows.numel():
            raise ValueError(f"rows has shape {tuple(rows.shape)}; it should be (n,) or (K, n)")
        _check_rows(rows, len(examples))
        self.examples, self.rows = examples, rows.view(-1, rows.shape[-1])  # (1 or K, n)

    def __len__(self):
        return self.rows.shape[1]

    def __getitem__(self, rows) -> torch.Tensor:
        K = len(self.rows)
        own = rows + len(self) * torch.arange(K)[:, None] if K > 1 else rows
        return take(self.examples, take(self.rows.flatten(), own))


def take(examples, rows) -> torch.Tensor:
    """Return the examples (…, B, …) of rows (…, B), of a tensor (fast) or of a stream."""
    if not isinstance(examples, torch.Tensor):
        return examples[rows]
    return examples.index_select(0, rows.flatten()).view(*rows.shape, *examples.shape[1:])


def _check_rows(rows, n: int) -> None:
    if rows.dtype == torch.bool or rows.is_floating_point() or rows.min() < 0 or rows.max() >= n:
        raise ValueError(f"rows should hold whole numbers from 0 to {n - 1}")


def minibatches(n: int, batch_size: int, seed) -> Iterator[torch.Tensor]:
    """Yield rows (batch_size,) of shuffled examples without end.

    Every pass through the data is a new shuffle; what does not fill a last batch is left out.

    Raises:
        ValueError: if ``batch_size`` is not from 1 to ``n``.
    """
    if not 1 <= batch_size <= n:
        raise ValueError(f"batch_size is {batch_size}; it should be from 1 to {n}, the examples")
    generator = torch_rng(seed, ORDER)
    while True:
        shuffled = torch.randperm(n, generator=generator)
        yield from shuffled[: n - n % batch_size].split(batch_size)


def noisy_labels(labels, share: float, n_classes: int, seed) -> torch.Tensor:
    """Return labels (N,) of which each is, with probability ``share``, one of the other classes.

    For one seed, what is wrong at a small share is wrong in the same way at a larger one.

    Raises:
        ValueError: if ``share`` is not from 0 to 1, or labels are not whole numbers.
    """
    if labels.is_floating_point():
        raise ValueError(f"labels are {labels.dtype}; label_noise needs classes, whole numbers")
    if n_classes < 1:
        raise ValueError(f"n_classes is {n_classes}; it should be at least 1")
    if not 0 <= share <= 1:
        raise ValueError(f"label_noise is {share}; it should be from 0 to 1")
    generator = torch_rng(seed, NOISE)
    wrong = torch.rand(labels.shape, generator=generator) < share
    other = torch.randint(1, max(n_classes, 2), labels.shape, generator=generator)
    return torch.where(wrong, (labels + other) % n_classes, labels)


def check_examples(model, x, y, loss) -> int:
    """Check that examples fit a model and its loss, and return the number of its outputs.

    Args:
        model: maps (B, …) to (B, C), or (B, T, C) to be scored by a loss of your own.
        x: shape (N, …), finite. Of a stream, the first two examples are looked at.
        y: shape (N,), classes 0 to C-1, for cross entropy; else finite, shape (N, …).

    Raises:
        ValueError: if lengths differ, x or y is not finite, the model cannot read x, or a
            class is unknown to the model.
    """
    for name, values in (("x", x), ("y", y)):
        if isinstance(values, torch.Tensor) and values.ndim < 1:
            raise ValueError(f"{name} is a single number; it should have shape (N, …)")
    if len(x) != len(y) or not len(x):
        raise ValueError(f"x has {len(x)} examples and y {len(y)}; both need the same, at least 1")
    x, y = _known(x), _known(y)
    for name, values in (("x", x), ("y", y)):
        if not values.isfinite().all():
            bad = torch.nonzero(~values.isfinite().flatten(1 if values.ndim > 1 else 0))[0, 0]
            raise ValueError(f"{name} is not finite in example {int(bad)}; mend or drop it")
    try:
        with torch.no_grad():
            outputs = model(x[:2])
    except (RuntimeError, IndexError) as error:
        shape = tuple(x.shape[1:])
        raise ValueError(f"x has examples of shape {shape}; the model cannot read it") from error
    n_outputs = outputs.shape[-1]
    if loss is F.cross_entropy and outputs.ndim == 2:
        if y.ndim != 1 or y.dtype != torch.int64:
            raise ValueError(
                f"y is {y.dtype} of shape {tuple(y.shape)}; it should be classes (N,), int64"
            )
        if y.min() < 0 or y.max() >= n_outputs:
            raise ValueError(
                f"y has classes {int(y.min())} to {int(y.max())}; "
                f"the model knows 0 to {n_outputs - 1}"
            )
    elif loss is F.mse_loss and outputs.shape[1:] != y.shape[1:]:
        raise ValueError(
            f"y has examples of shape {tuple(y.shape[1:])}; the model's outputs are "
            f"{tuple(outputs.shape[1:])}"
        )
    return n_outputs


def _known(examples) -> torch.Tensor:
    """Return what can be checked before training: a tensor, or the first two of a stream."""
    if isinstance(examples, Subset) and isinstance(examples.examples, torch.Tensor):
        return take(examples.examples, examples.rows.flatten())
    if isinstance(examples, torch.Tensor):
        return examples
    return examples[torch.arange(min(2, len(examples)))[None]].flatten(0, 1)
