"""A small language model: the last few words, each a vector, and one hidden layer."""

from torch import nn

from ..datasets.seeds import torch_rng


def next_word(vocabulary: int, context: int, width: int, seed, embedding: int = 16):
    """Return a network from the last words to logits of the next: (B, context) → (B, vocabulary).

    Args:
        vocabulary: number of different tokens.
        context: how many words it sees.
        width: hidden units.
        seed: of the initial weights: embeddings are standard normal, the rest uniform within
            ±1/√fan-in, as PyTorch has them.
        embedding: numbers a word.

    Raises:
        ValueError: if a size is below 1, or ``seed`` is none.

    Source: Bengio, Ducharme, Vincent and Jauvin (2003).
    """
    sizes = {"vocabulary": vocabulary, "context": context, "width": width, "embedding": embedding}
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} is {size}; it should be at least 1")
    generator = torch_rng(seed)
    model = nn.Sequential(
        nn.Embedding(vocabulary, embedding),
        nn.Flatten(),
        nn.Linear(context * embedding, width),
        nn.ReLU(),
        nn.Linear(width, vocabulary),
    )
    for layer in model:
        if isinstance(layer, nn.Embedding):
            nn.init.normal_(layer.weight, generator=generator)
        elif isinstance(layer, nn.Linear):
            bound = layer.in_features**-0.5
            for weight in layer.parameters():
                nn.init.uniform_(weight, -bound, bound, generator=generator)
    return model
