"""What a linear map can write down from a layer that is frozen."""

import torch
from torch import nn
from torch.nn import functional as F


@torch.no_grad()
def hidden_layers(model, x) -> list[torch.Tensor]:
    """Return the activations of every hidden layer of a perceptron, (N, width) each, for x (N, …).

    Raises:
        ValueError: if ``model`` is no chain of layers with ReLU in it.
    """
    if not isinstance(model, nn.Sequential) or not any(isinstance(m, nn.ReLU) for m in model):
        raise ValueError(f"model is {type(model).__name__}; it should be a chain with ReLU")
    found = []
    for part in list(model)[:-1]:
        x = part(x)
        found += [x] if isinstance(part, nn.ReLU) else []
    return found


def write_from(features, y, new, n_tokens: int, penalty: float = 1.0) -> torch.Tensor:
    """Return the tokens (M, L) that a linear map reads from new features (M, D).

    The map is fitted by ridge regression to features (N, D) and one-hot answers y (N, L · n_tokens).

    Raises:
        ValueError: if shapes do not fit, ``penalty`` is not positive or a number is not finite.

    Source: Alain and Bengio (2016) for the probe, Hoerl and Kennard (1970) for the ridge.
    """
    shapes = [tuple(v.shape) for v in (features, y, new)]
    fits = all(len(s) == 2 for s in shapes) and shapes[0][0] == shapes[1][0] > 0
    if not (fits and shapes[0][1] == shapes[2][1] and n_tokens > 0 and shapes[1][1] and shapes[1][1] % n_tokens == 0):  # fmt: skip
        raise ValueError(
            f"features, y and new have shapes {shapes}; they should be (N, D), (N, L · n_tokens) and (M, D)"
        )
    if not 0 < penalty < float("inf"):
        raise ValueError(f"penalty is {penalty}; it should be positive and finite")
    if not all(v.isfinite().all() for v in (features, y, new)):
        raise ValueError("features, y or new is not finite; mend it first")
    table, asked = (F.pad(v, (0, 1), value=1.0) for v in (features, new))
    gram = table.T @ table + penalty * torch.eye(table.shape[1], dtype=table.dtype)
    return (asked @ torch.linalg.solve(gram, table.T @ y)).unflatten(-1, (-1, n_tokens)).argmax(-1)
