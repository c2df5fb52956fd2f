"""How weights begin: drawn from an explicit seed, never from the global generator."""

from torch import nn

from ..datasets.seeds import torch_rng


def initialise(model: nn.Module, seed, gain: float = 2.0) -> nn.Module:
    """Draw all weights of ``model`` anew and return it.

    Weights of linear and convolutional layers are normal with variance gain / fan-in, biases
    are zero, embeddings are normal with variance 0.02²; torch's recurrent layers are uniform
    within ±1/√width, as torch has them; normalisation layers stay as they are.

    Args:
        model: a module made of torch's own layers.
        seed: a seed or a ``torch.Generator``.
        gain: 2 keeps the size of the signal through ReLU, 1 through a linear layer.

    Raises:
        ValueError: if ``gain`` is negative, not finite or above 1e30, or ``seed`` is none.

    Source: He, Zhang, Ren and Sun (2015).
    """
    if not 0 <= gain <= 1e30:
        raise ValueError(f"gain is {gain}; it should be from 0 to 1e30")
    generator = torch_rng(seed)
    for layer in model.modules():
        if isinstance(layer, nn.Linear | nn.Conv1d | nn.Conv2d):
            fan_in = layer.weight[0].numel()
            nn.init.normal_(layer.weight, std=(gain / fan_in) ** 0.5, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
        elif isinstance(layer, nn.Embedding):
            nn.init.normal_(layer.weight, std=0.02, generator=generator)
        elif isinstance(layer, nn.RNNBase):
            bound = layer.hidden_size**-0.5
            for weight in layer.parameters():
                nn.init.uniform_(weight, -bound, bound, generator=generator)
    return model
