"""The Transformer on pictures: cut them into patches, let every patch look at every other."""

import torch
from torch import nn

from ..datasets.seeds import torch_rng
from .initial import initialise
from .transformer import EMBEDDING, Attention, Block


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


class NearAttention(Attention):
    """Attention in which a patch looks only at itself and the patches that touch it.

    Args:
        side: patches across the picture; T = side².

    Raises:
        ValueError: if ``side`` is below 1, or T another number than side².
    """

    def __init__(self, width, heads, causal, side):
        if side < 1:
            raise ValueError(f"side is {side}; it should be at least 1")
        super().__init__(width, heads, causal)
        self.side = side

    def weights(self, q, k):
        far = (steps_apart(self.side) > 1).to(k.device)
        if k.shape[2] != len(far):
            raise ValueError(f"k has {k.shape[2]} patches; side is {self.side}, so there should be {len(far)}")  # fmt: skip
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        return scores.masked_fill(far, float("-inf")).softmax(-1)


def steps_apart(side: int) -> torch.Tensor:
    """Return how many steps lie between two patches of side × side, (side², side²) integers.

    A king's steps on a chessboard: patches that touch, at a corner too, are 1 apart.

    Raises:
        ValueError: if ``side`` is below 1.
    """
    if side < 1:
        raise ValueError(f"side is {side}; it should be at least 1")
    place = torch.cartesian_prod(torch.arange(side), torch.arange(side))  # (T, 2): row, column
    return (place[:, None] - place).abs().amax(-1)


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
        first: the attention of the first block, called as ``first(width, heads, causal)``.

    Raises:
        ValueError: if a number is below 1 or ``width`` is not a multiple of ``heads``.

    Source: Dosovitskiy et al. (2021).
    """

    def __init__(self, n_patches, n_pixels, n_classes, width, heads, layers, seed, first=Attention):
        sizes = (n_patches, n_pixels, n_classes, width, heads, layers)
        if min(sizes) < 1:
            raise ValueError(
                f"n_patches, n_pixels, n_classes, width, heads, layers are {sizes}; all at least 1"
            )
        super().__init__()
        self.pixels = nn.Linear(n_pixels, width)
        self.places = nn.Embedding(n_patches, width)
        kinds = [first, *[Attention] * (layers - 1)]
        self.blocks = nn.Sequential(*(Block(width, heads, False, kind) for kind in kinds))
        self.head = nn.Sequential(
            nn.LayerNorm(width), nn.Flatten(), nn.Linear(n_patches * width, n_classes)
        )
        generator = torch_rng(seed)
        initialise(self, generator, gain=1.0)
        nn.init.normal_(self.place, std=EMBEDDING, generator=generator)

    @property
    def place(self):
        """The vectors of place, (T, D)."""
        return self.places.weight

    def forward(self, x):
        return self.head(self.blocks(self.embed(x)))

    def embed(self, x):
        """Return what each patch is plus where it stands, (B, T, D)."""
        T, n_pixels = self.places.num_embeddings, self.pixels.in_features
        if x.ndim != 3 or x.shape[1:] != (T, n_pixels):
            raise ValueError(f"x has shape {tuple(x.shape)}; it should be (B, {T}, {n_pixels})")
        return self.pixels(x) + self.places(torch.arange(T, device=x.device).expand(len(x), T))
