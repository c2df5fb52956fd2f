"""Capsules: groups of units whose direction says how, and whose length says whether."""

import torch
from torch import nn

from .initial import initialise


def squash(s) -> torch.Tensor:
    """Return vectors (…, D) of the same direction with their length n turned into n² / (1 + n²)."""
    square = (s**2).sum(-1, keepdim=True)
    return s * square.add(1e-8).rsqrt() * square / (1 + square)


class CapsuleNetwork(nn.Module):
    """Two convolutions, capsules of eight units, and routing by agreement to one capsule a class.

    Args:
        size: pixels across the picture.
        n_classes: how many logits.
        seed: of the initial weights.
        routing: how often the votes are weighed, at least 1; 1 gives all of them the same weight.

    Raises:
        ValueError: if a number is below 1.

    Source: Sabour, Frosst and Hinton (2017).
    """

    def __init__(self, size: int, n_classes: int, seed: int, routing: int = 3):
        if min(size, n_classes, routing) < 1:
            raise ValueError(f"size {size}, n_classes {n_classes}, routing {routing}; at least 1")
        super().__init__()
        self.routing, self.shape = routing, (n_classes, 8)
        self.pixels = trunk(size)
        n_capsules = 4 * ((size + 3) // 4) ** 2
        self.votes = nn.Conv1d(n_capsules, n_capsules * n_classes * 8, 8, groups=n_capsules)
        initialise(self, seed)

    def forward(self, x):
        """Return ten times the lengths of the class capsules as logits, (B, C, H, W) → (B, classes)."""
        found = self.pixels(x).flatten(2)  # (B, 32, places)
        found = squash(found.unflatten(1, (4, 8)).movedim(2, 3).flatten(1, 2))  # (B, I, 8)
        votes = self.votes(found).view(*found.shape[:2], *self.shape)  # (B, I, classes, 8)
        weights = torch.zeros_like(votes[..., :1])
        for _ in range(self.routing):
            made = squash((torch.softmax(weights, 2) * votes).sum(1, keepdim=True))
            weights = weights + (votes * made).sum(-1, keepdim=True)  # votes that agree count more
        return 10 * made[:, 0].norm(dim=-1)


def trunk(size: int) -> nn.Sequential:
    """Return the two convolutions, (B, 1, size, size) → (B, 32, size/4, size/4)."""
    if size < 1:
        raise ValueError(f"size is {size}; it should be at least 1")
    first = nn.Conv2d(1, 16, 3, stride=2, padding=1)
    return nn.Sequential(first, nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1))
