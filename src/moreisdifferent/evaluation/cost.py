"""What a layer costs against length: seconds and bytes, in a process of its own.

The settings that make numbers the same on every processor slow some layers more than others. So
the layers travel to a fresh process that lacks them, with one thread, and come back as times.
"""

import weakref
from numbers import Integral

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from .stopwatch import elsewhere, seconds

SHORTEST = 0.002  # seconds that one measurement lasts at least


class PeakBytes(TorchDispatchMode):
    """Counts the bytes of all tensors alive at once, made while this is active; ``peak`` is the most."""

    def __init__(self):
        super().__init__()
        self.alive, self.peak, self.known = 0, 0, set()

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        given = {storage._cdata for storage in _storages((args, kwargs))}
        for storage in _storages(result):
            # a view of what was there makes no bytes
            if storage._cdata not in given and storage._cdata not in self.known:
                self._note(storage)
        return result

    def _note(self, storage):
        key, size = storage._cdata, storage.nbytes()
        self.known.add(key)
        self.alive += size
        self.peak = max(self.peak, self.alive)
        weakref.finalize(storage, self._forget, key, size)

    def _forget(self, key, size):
        self.known.discard(key)
        self.alive -= size


def _storages(values) -> list:
    return [leaf.untyped_storage() for leaf in tree_leaves(values) if torch.is_tensor(leaf)]


class OneByOne(nn.Module):
    """Gives a layer one position after the other, each alone: (B, T, D) → (B, T, D).

    A lower bound on the work of generation, where a position also looks at all before it.
    """

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        if x.ndim != 3 or not x.shape[1]:
            raise ValueError(f"x has shape {tuple(x.shape)}; it should be (B, T, D), T at least 1")
        return torch.cat([self.layer(x[:, t : t + 1]) for t in range(x.shape[1])], 1)


def costs(layers, lengths, width: int, rounds: int = 5) -> tuple[dict, dict]:
    """Measure layers side by side on sequences (1, T, width) of growing length.

    Args:
        layers: name → module that can be sent to another process, (1, T, width) → anything.
        lengths: name → the lengths T to try for it, at least one.
        width: D.
        rounds: how often everything is timed, one after the other, so that a busy moment of
            the machine meets all alike; at least 2.

    Returns:
        seconds, name → (rounds, lengths) of processor time for a forward pass; and peak, name →
        (lengths,) of bytes in tensors at once, in a forward pass that keeps what its backward
        pass will need.

    Raises:
        ValueError: if names differ, a length is missing or below 1, width is below 1 or rounds
            is below 2.
        RuntimeError: if the process fails; the message is its last.
    """
    _check(layers, lengths, width, rounds)
    return elsewhere(measure, layers, lengths, width, rounds)


def _check(layers, lengths, width, rounds) -> None:
    if set(layers) != set(lengths) or not layers or not all(map(len, lengths.values())):
        raise ValueError(
            f"layers has {sorted(layers)} and lengths {sorted(lengths)}; they should be the same "
            "names, each with at least one length"
        )
    for T in [T for values in lengths.values() for T in values]:
        if not isinstance(T, Integral) or T < 1:
            raise ValueError(f"lengths has {T}; it should have whole numbers, at least 1")
    for name, number, least in ("width", width, 1), ("rounds", rounds, 2):
        if not isinstance(number, Integral) or number < least:
            raise ValueError(f"{name} is {number}; it should be at least {least}, a whole number")


def measure(layers, lengths, width, rounds):
    """The same in this process; see :func:`costs`."""
    _check(layers, lengths, width, rounds)
    generator = torch.Generator().manual_seed(0)
    longest = max(max(values) for values in lengths.values())
    x = torch.randn(1, longest, width, generator=generator)
    peak = {
        name: [peak_bytes(layer, x[:, :T]) for T in lengths[name]] for name, layer in layers.items()
    }
    turns = [
        {
            name: [seconds(layer, x[:, :T], SHORTEST) for T in lengths[name]]
            for name, layer in layers.items()
        }
        for _ in range(rounds)
    ]
    return {name: [turn[name] for turn in turns] for name in layers}, peak


def peak_bytes(layer, x) -> int:
    """Return the most bytes that tensors held at once in a forward pass with gradients."""
    with PeakBytes() as count:
        layer(x)
    return count.peak
