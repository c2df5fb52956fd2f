"""An encoder with a head: what is kept after training without labels, and what is thrown away."""

import torch
from torch import nn


class Views(nn.Module):
    """Views of one example become examples of their own: (B, V, …) → (B · V, …)."""

    def forward(self, x):
        if x.ndim < 2:
            raise ValueError(f"x has shape {tuple(x.shape)}; it should be (B, V, …), V views each")
        return x.flatten(0, 1)


class Encoder(nn.Sequential):
    """Views → body → ReLU → head: (B, V, …) → (B · V, outputs of the head).

    Args:
        body: maps (B, …) to (B, D); after the ReLU these are the features.
        head: maps (B, D) to what an objective compares, or to classes.
    """

    def __init__(self, body: nn.Module, head: nn.Module):
        super().__init__(Views(), body, nn.ReLU(), head)

    @torch.no_grad()
    def features(self, x):
        """Return the features (N, D) of examples (N, …), without gradients."""
        _, body, relu, _ = self
        return relu(body(x))

    @torch.no_grad()
    def outputs(self, x):
        """Return what the head says about examples (N, …), without gradients."""
        return self[3](self.features(x))
