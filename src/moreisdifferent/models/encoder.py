"""An encoder with a head: what is kept after training without labels, and what is thrown away."""

import torch
from torch import nn

from .cnn import CNN
from .mlp import MLP


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

    def chain(self, head: nn.Module | None = None) -> nn.Sequential:
        """Return one chain of layers (N, …) → (N, outputs), the layers shared with this encoder.

        Args:
            head: stands in for the encoder's own head, say a linear probe; its own if left out.
        """
        _, body, relu, own = self
        return nn.Sequential(*body, relu, own if head is None else head)


def encoders(
    k: int, n_outputs: int, seed: int, width: int = 16, n_features: int = 128, depth: int = 2
) -> list[Encoder]:
    """Return ``k`` untrained encoders of 12×12 pictures, from seeds of their own.

    ``depth`` convolutions with ``width``, 2 · ``width``, … filters, then ``n_features`` whatever the
    width, so that a probe has the same number of weights on a small encoder as on a large one.

    Args:
        k: how many, at least 1.
        n_outputs: outputs of the head, a linear layer.
        seed: replica i has the weights of seed + 10,000 · i; the same for every ``n_outputs``.

    Raises:
        ValueError: if a number is below 1.
    """
    if min(k, n_outputs, width, n_features, depth) < 1:
        raise ValueError(
            f"k is {k}, n_outputs {n_outputs}, width {width}, n_features {n_features}, depth {depth}; "
            "all should be at least 1"
        )
    channels = (1, *(width * 2**i for i in range(depth)))
    bodies = [CNN(channels, 12, n_features, seed + 10_000 * i) for i in range(k)]
    heads = [MLP((n_features, n_outputs), seed + 10_000 * i + 1) for i in range(k)]
    return [Encoder(body, head) for body, head in zip(bodies, heads)]
