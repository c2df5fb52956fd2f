"""What a network costs: its parameters, and the multiplications of one look at one example."""

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import nn

MULTIPLYING = nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d


class Cost(NamedTuple):
    """Of one layer.

    Attributes:
        name: of the layer within its network.
        kind: its class.
        weights: parameters that multiply something; what a layer has of its own.
        parameters: the weights, biases and everything else that is trained.
        outputs: numbers that come out for one example, 0 if the layer was not used.
        multiply_adds: multiplications of a number by a weight for one example.
    """

    name: str
    kind: str
    weights: int
    parameters: int
    outputs: int
    multiply_adds: int


def count(model: nn.Module, shape) -> list[Cost]:
    """Return the cost of every layer of ``model`` that has parameters, in order.

    The network runs once on a picture without numbers (torch's meta device), so that the largest
    one costs nothing to count; ``model`` itself is not touched.

    Args:
        model: made of linear and convolutional layers and others, which count for their
            parameters only. Layers that are called twice count their work twice.
        shape: of one example, such as (3, 224, 224).

    Raises:
        ValueError: if the model cannot read an example of that shape.
    """
    skeleton = deepcopy(model).to("meta").eval()
    layers = {name: m for name, m in skeleton.named_modules() if m._parameters}
    made = dict.fromkeys(layers, 0)
    hooks = [m.register_forward_hook(_recorder(made, name)) for name, m in layers.items()]
    try:
        with torch.no_grad():
            skeleton(torch.empty(1, *shape, device="meta"))
    except RuntimeError as error:
        raise ValueError(f"shape is {tuple(shape)}; the model cannot read such examples") from error
    finally:
        for hook in hooks:
            hook.remove()
    return [_cost(name, layer, made[name]) for name, layer in layers.items()]


def total(costs, field: str) -> int:
    """Return the sum of one field, such as ``"parameters"``, over the costs of all layers."""
    return sum(getattr(cost, field) for cost in costs)


def _recorder(made, name):
    def record(layer, inputs, output):
        made[name] += output.numel()

    return record


def _cost(name, layer, outputs) -> Cost:
    parameters = sum(p.numel() for p in layer._parameters.values() if p is not None)
    multiplies = isinstance(layer, MULTIPLYING)
    weights = layer.weight.numel() if multiplies else 0
    per_output = layer.weight[0].numel() if multiplies else 0
    return Cost(name, type(layer).__name__, weights, parameters, outputs, outputs * per_output)
