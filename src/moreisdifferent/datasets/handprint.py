"""Hand-printed characters: poly-line skeletons, writers with habits, a hand that is never still."""

from functools import lru_cache

import numpy as np
import torch

from .fonts import CLASSES, HEIGHT

N_WRITERS = 200
POPULATION = 1962  # seed of the writers: writer 17 is the same person in every chapter

# A stroke is a poly-line through points xy, x = 0–4 to the right and y = 0–6 down. A writer
# uses one of the forms that "|" separates.
SKELETONS = {
    "A": "06-20-46 14-34 | 06-02-10-30-42-46 03-43",
    "B": "00-06 00-30-41-42-33-03 33-44-45-36-06",
    "C": "41-30-10-01-05-16-36-45",
    "D": "00-06 00-20-41-45-26-06",
    "E": "40-00-06-46 03-33 | 41-30-10-01-02-13-23 13-04-05-16-36-45",
    "F": "40-00-06 03-33",
    "G": "41-30-10-01-05-16-36-45-43-23 | 41-30-10-01-05-16-36-44 24-44-46",
    "H": "00-06 40-46 03-43",
    "I": "20-26 | 20-26 10-30 16-36",
    "J": "40-45-36-16-05 | 10-40 30-35-26-16-05",
    "K": "00-06 40-03-46 | 00-06 40-03 13-46",
    "L": "00-06-46",
    "M": "06-00-23-40-46 | 06-10-24-30-46",
    "N": "06-00-46-40",
    "O": "10-30-41-45-36-16-05-01-10",
    "P": "06-00-30-41-42-33-03",
    "Q": "10-30-41-45-36-16-05-01-10 24-46",
    "R": "06-00-30-41-42-33-03 13-46",
    "S": "41-30-10-01-02-13-33-44-45-36-16-05",
    "T": "00-40 20-26",
    "U": "00-05-16-36-45-40 | 00-05-16-36-45-40 45-46",
    "V": "00-26-40",
    "W": "00-16-22-36-40 | 00-05-16-25-22 25-36-45-40",
    "X": "00-46 40-06",
    "Y": "00-23-40 23-26 | 00-23 40-16",
    "Z": "00-40-06-46 | 00-40-06-46 13-33",
    "0": "20-31-35-26-15-11-20 | 10-30-41-45-36-16-05-01-10 | 10-30-41-45-36-16-05-01-10 40-06",
    "1": "20-26 | 11-20-26 | 11-20-26 16-36",
    "2": "01-10-30-41-42-06-46 | 01-10-30-41-42-15-04-15-46",
    "3": "01-10-30-41-42-33-13 33-44-45-36-16-05 | 00-40-23-33-44-45-36-16-05",
    "4": "30-04-44 30-36 | 10-03-43 30-36",
    "5": "40-00-03-33-44-45-36-16-05 | 00-03-33-44-45-36-06 00-40",
    "6": "30-10-01-05-16-36-45-44-33-13-04 | 30-03-05-16-36-45-44-33-13-04",
    "7": "00-40-16 | 00-40-16 13-33",
    "8": "13-02-01-10-30-41-42-33-13-04-05-16-36-45-44-33",
    "9": "42-33-13-02-01-10-30-41-45-36-16 | 42-33-13-02-01-10-30-41-36",
}


class HandPrint:
    """The hand-printed source: 200 writers, each with forms, slant, proportions and a pen.

    The defaults are set so that Chow's classifier, taught by 40 writers, reads about as much
    of other writers' print (12×12, binary) as it read in 1962; nothing else was fitted.
    """

    n_writers = N_WRITERS
    names = tuple(f"writer {i}" for i in range(N_WRITERS))
    families = np.arange(N_WRITERS)

    def __init__(self, habit: float = 0.08, tremor: float = 0.04):
        """Set how far vertices lie from the copy-book, in half widths of the picture.

        Args:
            habit: what one writer always does (standard deviation between writers).
            tremor: what differs from one character to the next of the same writer.
        """
        for name, value in (("habit", habit), ("tremor", tremor)):
            if not 0 <= value < 1:
                raise ValueError(f"{name} is {value}; it should be at least 0 and below 1")
        self.habit, self.tremor = habit, tremor

    def distance(self, positions, labels, writers, generator) -> torch.Tensor:
        """Return the signed distance to the edge of the ink (negative inside), in half widths.

        Args:
            positions: shape (2, n, size, size), where to look, from -1 to 1.
            labels, writers: shape (n,), indices into ``CLASSES`` and into the writers.
            generator: draws the tremor of the hand.
        """
        vertices, pen, half_width = _writers(self.habit)
        points = vertices[writers, labels]  # (n, P, 2)
        points = points + self.tremor * torch.randn(points.shape, generator=generator)
        step = (points[:, 1:] - points[:, :-1]) * pen[writers, labels][..., None]
        squared = _squared_distance(positions, points[:, :-1], step)
        return torch.from_numpy(np.sqrt(squared.numpy())) - half_width[writers][:, None, None]


def _squared_distance(positions, starts, steps) -> torch.Tensor:
    """Return the squared distance to the nearest of S segments, shape (n, size, size).

    ``starts`` and ``steps`` have shape (n, S, 2); a step of length 0 is a dot. Works in place
    on one buffer after the other, so that everything stays in the processor's cache.
    """
    x, y = positions
    reach = steps / (steps.square().sum(-1, keepdim=True) + 1e-12)
    nearest = torch.full_like(x, torch.inf)
    parts = torch.cat([starts, steps, reach], -1).permute(1, 2, 0)[..., None, None].contiguous()
    for ax, ay, sx, sy, rx, ry in parts:  # each (n, 1, 1)
        dx, dy = x - ax, y - ay
        along = (dx * rx).addcmul_(dy, ry).clamp_(0, 1)  # 0 at the start, 1 at the end
        dx.addcmul_(along, sx, value=-1)
        dy.addcmul_(along, sy, value=-1)
        torch.minimum(nearest, dx.square_().addcmul_(dy, dy), out=nearest)
    return nearest


@lru_cache
def _writers(habit: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return everyone's vertices (W, 36, P, 2), pen (W, 36, P-1; 1 is down), half width (W,)."""
    forms = [[_strokes(form) for form in SKELETONS[c].split("|")] for c in CLASSES]
    longest = max(len(points) for choices in forms for points, _ in choices)
    rng = np.random.default_rng(POPULATION)
    vertices = np.full((N_WRITERS, len(CLASSES), longest, 2), 9.0)  # what is not used is far away
    pen = np.zeros((N_WRITERS, len(CLASSES), longest - 1))
    for w in range(N_WRITERS):
        for c, choices in enumerate(forms):
            points, down = choices[rng.integers(len(choices))]
            vertices[w, c, : len(points)] = points
            pen[w, c, : len(down)] = down
    vertices += habit * rng.standard_normal(vertices.shape)
    slant, aspect, size = rng.normal([0, 0, 0], [0.12, 0.12, 0.08], (N_WRITERS, 3)).T
    vertices[..., 0] -= slant[:, None, None] * vertices[..., 1]
    vertices *= np.exp(np.stack([size + aspect, size - aspect / 2], -1))[:, None, None]
    half_width = 0.11 * np.exp(0.25 * rng.standard_normal(N_WRITERS))
    return tuple(torch.from_numpy(a.astype(np.float32)) for a in (vertices, pen, half_width))


def _strokes(form: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the vertices (P, 2) of one form, and whether the pen is down after each (P-1,)."""
    strokes = [stroke.split("-") for stroke in form.split()]
    points = np.array([[int(p[0]), int(p[1])] for stroke in strokes for p in stroke], float)
    down = np.concatenate([[1] * (len(stroke) - 1) + [0] for stroke in strokes])[:-1]
    return (points / [2, 3] - 1) * [0.73 * HEIGHT, HEIGHT], down
