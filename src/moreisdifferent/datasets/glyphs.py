"""A generated twin of Highleyman's characters: 36 classes, printed or hand-printed, no end.

>>> glyphs = Glyphs("hand", size=12)            # or "fonts"; binary=False for grey
>>> images, labels, writers = glyphs.draw(1000, seed=3)
>>> images.shape, labels.shape, writers.shape
(torch.Size([1000, 1, 12, 12]), torch.Size([1000]), torch.Size([1000]))
>>> glyphs.classes[labels[0]]
'H'

Highleyman's experiment, every class once by each of fifty writers:

>>> batch = glyphs.every(seed=3, writers=range(50))
>>> batch.images.shape
torch.Size([1800, 1, 12, 12])

Shift: test on writers (or font families) that were never seen, or distort more.

>>> seen, unseen = glyphs.split(test_share=0.25, seed=3)
>>> test = glyphs.draw(1000, seed=4, writers=unseen)
>>> hard = Glyphs("hand", size=12, distortion=Distortion().times(2))
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch

from .distortions import Distortion
from .fonts import CLASSES, Fonts
from .handprint import HandPrint
from .seeds import rng, torch_rng

SOURCES = {"fonts": Fonts, "hand": HandPrint}
CHUNK = 256  # pictures made at a time: what fits into the processor's cache


class Batch(NamedTuple):
    """Pictures with their labels and who wrote them.

    Attributes:
        images: shape (N, 1, size, size), float32 in [0, 1], 1 is ink.
        labels: shape (N,), index into ``glyphs.classes``.
        writers: shape (N,), index of the writer or, for fonts, of the alphabet.
    """

    images: torch.Tensor
    labels: torch.Tensor
    writers: torch.Tensor


class Glyphs:
    """An endless supply of characters, deterministic for a seed.

    Args:
        source: ``"fonts"`` (25 alphabets in 9 families), ``"hand"`` (200 writers), or an
            object like ``HandPrint(habit=0.2)``.
        size: pixels across; 12, 16 and 24 are the sizes that the course uses.
        binary: black and white (0 or 1) rather than grey.
        classes: the characters in use; labels count them in this order.
        distortion: how strongly the pictures are distorted.

    Raises:
        ValueError: if the source or a class is unknown, a class is given twice, or the size is
            not 8 to 1024.

    Source: after W. H. Highleyman's alphanumeric characters of 50 writers, 12×12 binary, 36
    classes (1961); every picture here is generated, none is his.
    """

    def __init__(self, source="fonts", size=12, binary=True, classes=CLASSES, distortion=None):
        if isinstance(source, str):
            if source not in SOURCES:
                raise ValueError(f"source is {source!r}; it should be one of {list(SOURCES)}")
            source = SOURCES[source]()
        if not 8 <= size <= 1024 or size != int(size):
            raise ValueError(f"size is {size}; it should be a whole number of pixels, 8 to 1024")
        unknown = [c for c in classes if c not in CLASSES or len(c) != 1]
        if unknown or not len(classes) or len(set(classes)) < len(classes):
            raise ValueError(f"classes is {classes!r}; it should hold characters of {CLASSES} once")
        self.source, self.size, self.binary = source, int(size), binary
        self.classes, self.distortion = "".join(classes), distortion or Distortion()
        self._class_index = torch.tensor([CLASSES.index(c) for c in classes])

    @property
    def n_writers(self) -> int:
        """Number of writers (or alphabets)."""
        return self.source.n_writers

    def split(self, test_share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Split the writers, or whole font families, into two disjoint sorted arrays.

        At least one family falls on each side; ``test_share`` is a share of families.
        """
        if not 0 < test_share < 1:
            raise ValueError(f"test_share is {test_share}; it should lie between 0 and 1")
        families = rng(seed).permutation(np.unique(self.source.families))
        n_test = min(max(1, round(test_share * len(families))), len(families) - 1)
        is_test = np.isin(self.source.families, families[:n_test])
        return np.flatnonzero(~is_test), np.flatnonzero(is_test)

    def draw(self, n: int, seed, writers=None) -> Batch:
        """Draw ``n`` pictures, classes and writers at random and equally likely.

        Args:
            n: number of pictures, at least 1.
            seed: a seed, or a ``torch.Generator`` to draw on from where it is.
            writers: who may write, indices below ``n_writers``; everyone if left out.
        """
        if n < 1:
            raise ValueError(f"n is {n}; it should be at least 1")
        writers, generator = self._known(writers), torch_rng(seed)
        labels = torch.randint(len(self.classes), (n,), generator=generator)
        return self.write(labels, generator, writers)

    def write(self, labels, seed, writers=None) -> Batch:
        """Write the given characters, each by a writer at random.

        Args:
            labels: shape (N,), indices into ``classes``, N at least 1.
            seed, writers: as for :meth:`draw`.

        Raises:
            ValueError: if ``labels`` are not such numbers.
        """
        labels, n = torch.as_tensor(labels), len(self.classes)
        if labels.ndim != 1 or not len(labels) or labels.is_floating_point():
            shape = tuple(labels.shape)
            raise ValueError(
                f"labels is {labels.dtype} of shape {shape}; it should be (N,) whole numbers"
            )
        if labels.min() < 0 or labels.max() >= n:
            raise ValueError(f"labels is {labels}; it should hold indices below {n}")
        writers, generator = self._known(writers), torch_rng(seed)
        who = writers[torch.randint(len(writers), labels.shape, generator=generator)]
        return self._make(labels, who, generator)

    def every(self, seed, writers=None, copies: int = 1) -> Batch:
        """Let every writer write every class ``copies`` times: N = writers · classes · copies.

        The order is writer by writer, and for each writer class by class.
        """
        if copies < 1:
            raise ValueError(f"copies is {copies}; it should be at least 1")
        writers = self._known(writers)
        labels = torch.arange(len(self.classes)).repeat_interleave(copies).repeat(len(writers))
        who = writers.repeat_interleave(len(self.classes) * copies)
        return self._make(labels, who, torch_rng(seed))

    def stream(self, n: int, seed, writers=None) -> Iterator[Batch]:
        """Yield batches of ``n`` pictures without end; none is ever shown twice."""
        generator = torch_rng(seed)
        while True:
            yield self.draw(n, generator, writers)

    def _known(self, writers) -> torch.Tensor:
        if writers is None:
            return torch.arange(self.n_writers)
        known = torch.as_tensor(np.array(list(writers), dtype=np.int64))
        if not len(known) or known.min() < 0 or known.max() >= self.n_writers:
            raise ValueError(f"writers is {writers}; it should hold indices below {self.n_writers}")
        return known

    def _make(self, labels, writers, generator) -> Batch:
        images = torch.empty(len(labels), 1, self.size, self.size)
        for i in range(0, len(labels), CHUNK):
            part = slice(i, i + CHUNK)
            images[part, 0] = self._print(self._class_index[labels[part]], writers[part], generator)
        return Batch(images, labels, writers)

    def _print(self, labels, writers, generator) -> torch.Tensor:
        """Return pictures of shape (n, size, size): distort, measure the distance, ink, scan."""
        n, distort = len(labels), self.distortion
        positions = distort.positions(n, self.size, generator)
        distance = self.source.distance(positions, labels, writers, generator)
        growth = distort.stroke * torch.randn(n, 1, 1, generator=generator)
        ink = (growth - distance).mul_(self.size / 2).add_(0.5).clamp_(0, 1)
        seen = distort.spoil(ink, generator)
        return (seen > 0.5).float() if self.binary else seen
