"""Coloured letters with captions: eight colours, twelve letters, four places, three words.

>>> world = captioned(1000, seed=3)
>>> world.pictures.shape, world.captions.shape, world.kinds.shape
(torch.Size([1000, 3, 16, 16]), torch.Size([1000, 3]), torch.Size([1000]))
>>> say(world.captions[0])
'pink bottom-right X'
"""

from typing import NamedTuple

import torch

from .glyphs import Glyphs
from .seeds import torch_rng

SIZE, LETTER = 16, 10  # pixels across a picture and the letter in it
LETTERS = "AEHJKLMRSTXZ"
PLACES = {"top-left": (0, 0), "top-right": (0, 6), "bottom-left": (6, 0), "bottom-right": (6, 6)}
COLOURS = {
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "yellow": (1, 1, 0),
    "pink": (1, 0, 1),
    "cyan": (0, 1, 1),
    "white": (1, 1, 1),
    "grey": (0.45, 0.45, 0.45),
}
WORDS = (*COLOURS, *LETTERS, *PLACES)
SIZES = (len(COLOURS), len(LETTERS), len(PLACES))
N_KINDS = SIZES[0] * SIZES[1] * SIZES[2]


class Captioned(NamedTuple):
    """``pictures`` (N, 3, 16, 16) in [0, 1]; ``captions`` (N, 3), words of ``WORDS`` in any order;
    ``kinds`` (N,), which of the 384 combinations."""

    pictures: torch.Tensor
    captions: torch.Tensor
    kinds: torch.Tensor


def caption(kinds) -> torch.Tensor:
    """Return the three words of each combination, colour, letter, place, shape (N, 3).

    Raises:
        ValueError: if ``kinds`` are not numbers from 0 to 383, shape (N,).
    """
    kinds = torch.as_tensor(kinds)
    if kinds.ndim != 1 or ((kinds < 0) | (kinds >= N_KINDS)).any() or kinds.is_floating_point():
        raise ValueError(f"kinds is {kinds}; it should be (N,) integers from 0 to {N_KINDS - 1}")
    colour, rest = kinds // (SIZES[1] * SIZES[2]), kinds % (SIZES[1] * SIZES[2])
    letter, place = rest // SIZES[2], rest % SIZES[2]
    return torch.stack([colour, SIZES[0] + letter, SIZES[0] + SIZES[1] + place], 1)


def captioned(n: int, seed, kinds=None) -> Captioned:
    """Draw ``n`` pictures of hand-printed letters in colour, and what somebody says of each.

    Args:
        n: number of pictures, at least 1.
        seed: a seed or a ``torch.Generator``.
        kinds: the combinations to draw from, from 0 to 383; all if left out.

    Raises:
        ValueError: if ``n`` is below 1 or a combination is unknown.
    """
    if n < 1:
        raise ValueError(f"n is {n}; it should be at least 1")
    g = torch_rng(seed)
    kinds = torch.arange(N_KINDS) if kinds is None else torch.as_tensor(kinds)
    if not len(kinds):
        raise ValueError(f"kinds is {kinds}; it should name at least one combination")
    caption(kinds)  # refuses what is unknown
    drawn = kinds[torch.randint(len(kinds), (n,), generator=g)]
    words = caption(drawn)
    ink = Glyphs("hand", size=LETTER, classes=LETTERS).write(words[:, 1] - SIZES[0], g).images
    paint = torch.tensor(list(COLOURS.values()), dtype=torch.float32)[words[:, 0]]
    pictures, corners = torch.zeros(n, 3, SIZE, SIZE), list(PLACES.values())
    for place, (row, column) in enumerate(corners):
        here = words[:, 2] - SIZES[0] - SIZES[1] == place
        spot = pictures[here]
        spot[:, :, row : row + LETTER, column : column + LETTER] = (
            ink[here] * paint[here][:, :, None, None]
        )
        pictures[here] = spot
    order = torch.rand(n, 3, generator=g).argsort(1)
    return Captioned(pictures, words.gather(1, order), drawn)


def say(words) -> str:
    """Return a caption as text.

    Raises:
        ValueError: if ``words`` is not a row of indices in ``WORDS``.
    """
    words = [int(word) for word in words]
    if any(not 0 <= word < len(WORDS) for word in words):
        raise ValueError(f"words is {words}; it should be numbers from 0 to {len(WORDS) - 1}")
    return " ".join(WORDS[word] for word in words)
