"""The Transformer on pictures: cut them into patches, let every patch look at every other."""

import torch
from torch import nn

from ..datasets.seeds import torch_rng
from .initial import initialise
from .transformer import Block


def patches(images: torch.Tensor, side: int) -> torch.Tensor:
    """Return the squares of a picture as rows of pixels, (B, 1, H, W) → (B, T, side²).

    Raises:
        ValueError: if ``images`` has another shape or ``side`` does not divide it.
    """
    if images.ndim != 4 or images.shape[1] != 1:
        raise ValueError(f"images has shape {tuple(images.shape)}; it should be (B, 1, H, W)")
    B, _, H, W = images.shape
    if side < 1 or H % side or W % side:
        raise ValueError(f"side is {side}; it should divide pictures of {H}×{W}")
    cut = images.view(B, H // side, side, W // side, side).transpose(2, 3)
    return cut.reshape(B, -1, side * side)


class PatchTransformer(nn.Module):
    """Patches as words: (B, T, D_in) → logits (B, n_classes).

    Each patch becomes a vector by one linear map; to it is added a vector of its place, learned
    like any weight. After the blocks a linear layer reads all places.

    Args:
        n_patches: T, how many patches a picture has.
        n_pixels: D_in, pixels in each.
        n_classes: how many logits.
        width, heads, layers: of the blocks, as in :class:`~moreisdifferent.models.transformer.Transformer`.
        seed: of the initial weights.

    Raises:
        ValueError: if a number is below 1 or ``width`` is not a multiple of ``heads``.

    Source: Dosovitskiy et al. (2021).
    """

    def __init__(self, n_patches, n_pixels, n_classes, width, heads, layers, seed):
        sizes = (n_patches, n_pixels, n_classes, width, heads, layers)
        if min(sizes) < 1:
            raise ValueError(
                f"n_patches, n_pixels, n_classes, width, heads, layers are {sizes}; all at least 1"
            )
        super().__init__()
        self.embed = nn.Linear(n_pixels, width)
        self.place = nn.Parameter(torch.zeros(n_patches, width))
        self.blocks = nn.Sequential(*(Block(width, heads, causal=False) for _ in range(layers)))
        self.head = nn.Sequential(
            nn.LayerNorm(width), nn.Flatten(), nn.Linear(n_patches * width, n_classes)
        )
        generator = torch_rng(seed)
        initialise(self, generator, gain=1.0)
        nn.init.normal_(self.place, std=0.3, generator=generator)

    def forward(self, x):
        if x.ndim != 3 or x.shape[1:] != (len(self.place), self.embed.in_features):
            raise ValueError(
                f"x has shape {tuple(x.shape)}; it should be (B, {len(self.place)}, {self.embed.in_features})"
            )
        return self.head(self.blocks(self.embed(x) + self.place))
