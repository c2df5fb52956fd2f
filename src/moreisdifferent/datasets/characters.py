"""Turned, noisy characters with four answers each, and MNIST at the same size: worlds of 12×12 pixels."""

from typing import NamedTuple

import torch
from torch.nn import functional as F

from .digits import Examples
from .distortions import Distortion, rotated
from .fonts import CLASSES
from .glyphs import Glyphs
from .mnist import mnist
from .seeds import torch_rng

SIZE, TURN, NOISE = 12, 20, 0.2  # pixels; largest angle in degrees; largest noise
STILL = Distortion(rotation=0, noise=0)


class Characters(NamedTuple):
    """N pictures and the answers to four questions that could be asked about each.

    Attributes:
        images: shape (N, 1, 12, 12), float32 in [0, 1], 1 is ink.
        character: shape (N,), one of 36 classes.
        family: shape (N,), the family of the alphabet, or of the writer.
        angle: shape (N,), how far it was turned, from -1 to 1 in units of 20° anticlockwise.
        noise: shape (N,), how much noise was added, from -1 (none) to 1 (deviation 0.2).
    """

    images: torch.Tensor
    character: torch.Tensor
    family: torch.Tensor
    angle: torch.Tensor
    noise: torch.Tensor


def characters(n: int, seed, source: str = "fonts") -> Characters:
    """Draw ``n`` characters, each turned by up to 20° and sprinkled with up to 0.2 of noise.

    Args:
        n: number of pictures, at least 1.
        seed: a seed, or a ``torch.Generator`` to draw on from where it is.
        source: ``"fonts"``, printed in 25 alphabets of nine families, or ``"hand"``.

    Raises:
        ValueError: if ``n`` is below 1 or there is no such source.
    """
    glyphs, generator = Glyphs(source, SIZE, binary=False, distortion=STILL), torch_rng(seed)
    images, character, writer = glyphs.draw(n, generator)
    angle, noise = torch.rand(2, n, generator=generator) * 2 - 1
    images = rotated(images, TURN * angle)
    grain = torch.randn(images.shape, generator=generator)
    noisy = images + NOISE * ((1 + noise) / 2).view(-1, 1, 1, 1) * grain
    family = torch.from_numpy(glyphs.source.families)[writer]
    return Characters(noisy.clamp(0, 1), character, family, angle, noise)


def rows_of(pictures: Characters, letters: str, n: int = 1) -> torch.Tensor:
    """Return the rows of the first ``n`` pictures of each letter, letter by letter, (len(letters) · n,).

    Raises:
        ValueError: if ``n`` is below 1, a letter is unknown, or there are not as many pictures of it.
    """
    if n < 1:
        raise ValueError(f"n is {n}; it should be at least 1")
    found = []
    for letter in letters:
        rows = torch.nonzero(pictures.character == CLASSES.find(letter)).flatten()
        if len(rows) < n:
            raise ValueError(f"letters has {letter!r}, of which there are {len(rows)}; n is {n}")
        found.append(rows[:n])
    if not found:
        raise ValueError("letters is empty; it should name at least one")
    return torch.cat(found)


class Digits(NamedTuple):
    """N small digits: ``images``, shape (N, 1, 12, 12), and which ``character`` each is, (N,)."""

    images: torch.Tensor
    character: torch.Tensor


def mnist_split(seed) -> tuple[Digits, Digits, Digits]:
    """Return MNIST's 5,000 digits at 12×12, shuffled: 3,500 to learn from, 500 held out, 1,000 to test on.

    Args:
        seed: a seed, or a ``torch.Generator`` to draw on from where it is.
    """
    images, labels = small_mnist()
    order = torch.randperm(len(labels), generator=torch_rng(seed))
    return tuple(Digits(images[rows], labels[rows]) for rows in order.split((3500, 500, 1000)))


def small_mnist() -> Examples:
    """Return the 5,000 digits of :func:`~moreisdifferent.datasets.mnist.mnist` at 12×12 pixels.

    The margin of two pixels is cut off and each square of 2×2 pixels averaged: ``images`` of shape
    (5000, 1, 12, 12), ``labels`` of shape (5000,).
    """
    images, labels = mnist()
    return Examples(F.avg_pool2d(images[..., 2:-2, 2:-2], 2), labels)
