"""Layers over places that share their weights, or have weights of their own at every place."""

import numpy as np
import torch
from torch import nn

from .initial import initialise


class Filters(nn.Module):
    """A convolution over places, written out, and ReLU: (B, T, D) → (B, ⌈T/stride⌉, n_out).

    Args:
        places: T.
        n_in, n_out: D, numbers at a place, and filters.
        width: places that a filter sees, odd; beyond the ends there are zeros.
        stride: steps from one place that it looks at to the next.
        shared: the same filters at all places. If not, each place has its own (LeCun 1989 called
            this a local connection).

    Raises:
        ValueError: if a number is below 1 or ``width`` is even.
    """

    def __init__(self, places, n_in, n_out, width=5, stride=2, shared=True):
        if min(places, n_in, n_out, width, stride) < 1 or width % 2 == 0:
            raise ValueError(
                f"places, n_in, n_out, width and stride are {(places, n_in, n_out, width, stride)}; "
                "all should be at least 1, and width odd"
            )
        super().__init__()
        self.width, self.stride = width, stride
        self.places = -(-places // stride)
        self.maps = _maps(width * n_in, n_out, 1 if shared else self.places)

    def forward(self, x):
        padded = nn.functional.pad(x, (0, 0, self.width // 2, self.width // 2))
        windows = padded.unfold(1, self.width, self.stride).flatten(2)  # (B, T', D · width)
        return torch.relu(each(self.maps, windows))


class Gates(nn.Module):
    """A gated recurrent unit over places, written out: (B, T, D) → all its states (B, T, H).

    r, z = σ(…), n = tanh(x W_n + r (h U_n)), h' = z h + (1 - z) n, as in ``models.gru``.

    Args:
        places, n_in, width: T, D and H.
        shared: the same cell at all places. If not, each place has its own.

    Raises:
        ValueError: if a number is below 1.

    Source: Cho and others (2014).
    """

    def __init__(self, places, n_in, width, shared=True):
        if min(places, n_in, width) < 1:
            raise ValueError(
                f"places, n_in and width are {(places, n_in, width)}; all should be at least 1"
            )
        super().__init__()
        self.width, cells = width, 1 if shared else places
        self.see = _maps(n_in, 3 * width, cells)
        self.keep = _maps(width, 3 * width, cells)

    def forward(self, x):
        drive = each(self.see, x)  # (B, T, 3H)
        U, b = ([getattr(one, name) for one in self.keep] for name in ("weight", "bias"))
        return Recursion.apply(drive, torch.stack(U, -3), torch.stack(b, -2))


class Recursion(torch.autograd.Function):
    """The states of gated units and their gradients, by hand: one place after the other.

    Takes drive (K · B, T, 3H), U (K, S, 3H, H) and b (K, S, 3H), where S is 1 or T; or the last
    two without K. Over products as small as these, autograd spends most of its time on itself.
    """

    @staticmethod
    def forward(ctx, drive, U, b):
        ctx.shape = U.shape
        U, b = U.detach().reshape(-1, *U.shape[-3:]).numpy(), b.detach().numpy()
        (K, S, _, H), T = U.shape, drive.shape[1]
        b, d = b.reshape(K, S, 1, 3 * H), _by_place(drive, K)
        h = np.zeros((T + 1, *d.shape[1:3], H), d.dtype)  # (T + 1, K, B, H)
        gates = np.empty((*d.shape[:3], 4 * H), d.dtype)  # r, z, n and h U_n, as they are needed
        for t in range(T):
            a = h[t] @ U[:, t % S].swapaxes(1, 2)
            a += b[:, t % S]
            rz, n, kept = np.split(gates[t], (2 * H, 3 * H), -1)
            rz[:] = 0.5 + 0.5 * np.tanh(0.5 * (d[t, ..., : 2 * H] + a[..., : 2 * H]))  # σ
            kept[:] = a[..., 2 * H :]
            np.tanh(d[t, ..., 2 * H :] + rz[..., :H] * kept, out=n)
            np.add(n, rz[..., H:] * (h[t] - n), out=h[t + 1])
        ctx.saved = h, gates, U
        return torch.from_numpy(h[1:]).movedim(0, 2).flatten(0, 1)

    @staticmethod
    def backward(ctx, dy):
        h, gates, U = ctx.saved
        (K, S, _, H), dy = U.shape, _by_place(dy, len(U))
        dd, da, dh = gates[..., : 3 * H].copy(), gates[..., : 3 * H].copy(), np.zeros_like(h[0])
        for t in reversed(range(len(dy))):
            rz, n, kept = np.split(gates[t], (2 * H, 3 * H), -1)
            r, z = rz[..., :H], rz[..., H:]
            dh += dy[t]
            dn = dh * (1 - z) * (1 - n * n)
            drz = np.concatenate((dn * kept, dh * (h[t] - n)), -1) * rz * (1 - rz)
            np.concatenate((drz, dn), -1, out=dd[t])
            np.concatenate((drz, dn * r), -1, out=da[t])
            dh = dh * z + da[t] @ U[:, t % S]
        # the rows of one cell: those of its place, or of all places if it is shared
        da, old = (v.swapaxes(0, 1).reshape(K, S, -1, v.shape[-1]) for v in (da, h[:-1]))
        dU, db = da.swapaxes(2, 3) @ old, da.sum(2)
        return (
            torch.from_numpy(dd).movedim(0, 2).flatten(0, 1),
            torch.from_numpy(dU).view(ctx.shape),
            torch.from_numpy(db).view(ctx.shape[:-1]),
        )


def _by_place(x, K):
    """Return what is (K · B, T, …) as an array (T, K, B, …)."""
    return x.detach().unflatten(0, (K, -1)).movedim(2, 0).contiguous().numpy()


def each(maps, x):
    """Return the one map of all places, or each place's own, of x (B, T, D): (B, T, n_out).

    Raises:
        ValueError: if there are neither one map nor T of them.
    """
    if len(maps) not in (1, x.shape[1]):
        raise ValueError(f"maps has {len(maps)}; there should be 1 or, as x has places, {x.shape[1]}")  # fmt: skip
    if len(maps) == 1:
        return maps[0](x)
    return torch.stack([one(row) for one, row in zip(maps, x.unbind(1))], 1)


def reader(layers, n_features: int, n_classes: int, seed, n_tokens: int = 0, width: int = 0):
    """Return layers over places, and a linear layer that reads all places: (B, T, D) → (B, classes).

    Args:
        layers: what leads from (B, T, D) to (B, T', D').
        n_features: T' · D'.
        n_classes: how many logits.
        seed: of the initial weights.
        n_tokens: if not 0, the inputs are tokens (B, T) below it, each with a vector of ``width``.

    Raises:
        ValueError: if ``n_features`` or ``n_classes`` is below 1, or tokens have no ``width``.
    """
    if min(n_features, n_classes) < 1 or n_tokens < 0 or (n_tokens and width < 1):
        raise ValueError(
            f"n_features, n_classes, n_tokens and width are {(n_features, n_classes, n_tokens, width)}; "
            "the first two should be at least 1, and the width too if there are tokens"
        )
    table = [nn.Embedding(n_tokens, width)] if n_tokens else []
    head = [nn.Flatten(), nn.Linear(n_features, n_classes)]
    return initialise(nn.Sequential(*table, *layers, *head), seed)


def _maps(n_in, n_out, n):
    return nn.ModuleList(nn.Linear(n_in, n_out) for _ in range(n))
