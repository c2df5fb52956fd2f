"""K chains of layers at once: forward and backward by hand, every step one batched product.

Layout: replicas first, examples last, (K, features, B) or (K, C, H, W, B). One matrix product
then serves all replicas, and whatever is done to each example runs along memory. Where all
replicas see the same minibatch the input is (1, …, B) and the first layer is one product of
(K · out, in) by (in, B).

A layer is made from the module it stands for, its parameters (K, …) and where their gradients
go (K, …); ``forward`` keeps what ``backward`` needs.
"""

import torch
from torch import nn
from torch.func import grad_and_value, vmap
from torch.nn import functional as F

from ..models import encoder
from .products import product


class Linear:
    """y = W x + b, so that dW = dy xᵀ, db = Σ dy and dx = Wᵀ dy."""

    def __init__(self, module, parameters, gradients):
        self.W, *b = parameters  # (K, out, in), maybe (K, out)
        self.dW, *self.db = gradients
        self.W_rows, self.dW_rows = self.W.flatten(0, 1), self.dW.flatten(0, 1)  # (K·out, in)
        self.W_T = self.W.transpose(1, 2)
        self.b = [column[:, :, None] for column in b]

    def forward(self, x):  # (K or 1, in, B) → (K, out, B)
        self.x = x
        if len(x) == 1:
            y = product(self.W_rows, x[0]).view(*self.W.shape[:2], -1)
        else:
            y = product(self.W, x)
        return y.add_(*self.b) if self.b else y

    def backward(self, dy, first):
        if len(self.x) == 1:
            product(dy.flatten(0, 1), self.x[0].T, out=self.dW_rows)
        else:
            product(dy, self.x.transpose(1, 2), out=self.dW)
        if self.db:
            torch.sum(dy, 2, out=self.db[0])
        return None if first else product(self.W_T, dy)


class Conv2d(Linear):
    """A linear layer on patches: cut them out, multiply, and add them back on the way down."""

    def __init__(self, module, parameters, gradients):
        (W, *b), (dW, *db) = parameters, gradients
        super().__init__(module, [W.flatten(2), *b], [dW.flatten(2), *db])
        self.kernel, self.stride = module.kernel_size, module.stride
        self.padding = module.padding

    def forward(self, x):  # (K or 1, C, H, W, B) → (K, out, H', W', B)
        (height, width), (down, right), (top, left) = self.kernel, self.stride, self.padding
        x = F.pad(x.contiguous(), (0, 0, left, left, top, top))
        patches = x.unfold(2, height, down).unfold(3, width, right)  # (K, C, H', W', B, h, w)
        patches = patches.permute(0, 1, 5, 6, 2, 3, 4)  # (K, C, h, w, H', W', B)
        self.padded, self.patches = x.shape[1:], patches.shape[1:]
        y = super().forward(patches.reshape(len(x), -1, patches[0, 0, 0, 0].numel()))
        return y.view(*y.shape[:2], *self.patches[3:])

    def backward(self, dy, first):
        patches = super().backward(dy.flatten(2), first)
        if first:
            return None
        patches = patches.view(-1, *self.patches)
        (down, right), (top, left) = self.stride, self.padding
        dx = patches.new_zeros(len(patches), *self.padded)
        _, height, width, rows, columns, _ = self.patches
        for i in range(height):
            for j in range(width):
                place = dx[:, :, i : i + down * rows : down, j : j + right * columns : right]
                place += patches[:, :, i, j]
        return dx[:, :, top : dx.shape[2] - top, left : dx.shape[3] - left].contiguous()


class ReLU:
    """y = max(x, 0), so that dx = dy where y is positive."""

    def __init__(self, module, parameters, gradients):
        pass

    def forward(self, x):
        self.y = x.clamp_(min=0)  # in place: no layer needs its own output
        return self.y

    def backward(self, dy, first):
        return dy.mul_(self.y.sign_())


class Flatten:
    """Pictures (K, C, H, W, B) become features (K, C·H·W, B)."""

    def __init__(self, module, parameters, gradients):
        pass

    def forward(self, x):
        self.shape = x.shape
        return x.reshape(len(x), -1, x.shape[-1])

    def backward(self, dy, first):
        return dy.view(-1, *self.shape[1:])


class Views:
    """V views of each of B examples, (K, V, …, B), become examples of their own, (K, …, B · V).

    It stands before all that learns, so nothing has to come back through it.
    """

    def __init__(self, module, parameters, gradients):
        pass

    def forward(self, x):
        return x.movedim(1, -1).flatten(-2)


LAYERS = {
    nn.Linear: Linear,
    nn.Conv2d: Conv2d,
    nn.ReLU: ReLU,
    nn.Flatten: Flatten,
    encoder.Views: Views,
}


def modules_of(model: nn.Module) -> list[nn.Module] | None:
    """Return the layers of ``model`` in order if a chain can stand for it, else None."""
    if not isinstance(model, nn.Sequential) or type(model).forward is not nn.Sequential.forward:
        return None if type(model) not in LAYERS or not _is_plain(model) else [model]
    parts = [modules_of(child) for child in model]
    if any(part is None for part in parts):
        return None
    modules = [module for part in parts for module in part]
    if any(isinstance(module, encoder.Views) for module in modules[1:]):
        return None
    kinds = [type(m) for m in modules if not isinstance(m, nn.Flatten | encoder.Views)]
    return None if kinds[:1] == [nn.ReLU] else modules  # ReLU would work in place on the data


def _is_plain(module: nn.Module) -> bool:
    if isinstance(module, nn.Conv2d):
        plain = module.groups == 1 and module.dilation == (1, 1)
        return plain and module.padding_mode == "zeros" and not isinstance(module.padding, str)
    return not isinstance(module, nn.Flatten) or (module.start_dim, module.end_dim) == (1, -1)


class Chain:
    """K replicas of a chain of layers; gradients go to where ``gradients`` points.

    Args:
        modules: the layers of one model, see :func:`modules_of`.
        parameters, gradients: one tensor (K, …) for each parameter of the model, in order.
        loss: ``loss(outputs, targets)`` of one model; ``F.cross_entropy`` and ``F.mse_loss`` are
            differentiated by hand too, any other by torch.func.
    """

    def __init__(self, modules, parameters, gradients, loss):
        parameters, gradients = iter(parameters), iter(gradients)
        self.layers, self.loss = [], LOSSES.get(loss) or differentiated(loss)
        for module in modules:
            n = len(list(module.parameters()))
            own = [[next(tensors) for _ in range(n)] for tensors in (parameters, gradients)]
            self.layers.append(LAYERS[type(module)](module, *own))
        learns = [bool(list(module.parameters())) for module in modules]
        self.first = learns.index(True) if any(learns) else 0

    def outputs(self, x):
        """Return (K, C, B) for x of shape (K or 1, …, B)."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def step(self, x, y):
        """Fill the gradients of the minibatch x (K or 1, …, B), y (K or 1, …); return loss (K,)."""
        loss, d = self.loss(self.outputs(x), y)
        for i in reversed(range(self.first, len(self.layers))):
            d = self.layers[i].backward(d, first=i == self.first)
        return loss


def cross_entropy(z, y):
    """Return -log softmax(z)[y], mean (K,), and its derivative by z (K, C, B); y is (K or 1, B)."""
    K, _, B = z.shape
    index = y[:, None].expand(K, 1, B)
    log_p = z.log_softmax(1)
    loss = -log_p.gather(1, index).mean((1, 2))
    p = log_p.exp_()
    return loss, p.scatter_add_(1, index, p.new_full((1, 1, 1), -1.0).expand(K, 1, B)).div_(B)


def squared_error(z, y):
    """Return (z - y)², mean (K,), and its derivative by z (K, C, B); y is (K or 1, B, C)."""
    d = z - y.transpose(1, 2)
    return d.square().mean((1, 2)), d.mul_(2 / d[0].numel())


def differentiated(loss):
    """Return the like of :func:`cross_entropy` for any ``loss(outputs, targets)`` of one model."""

    def of_outputs(z, y):
        shared = None if len(y) == 1 < len(z) else 0
        each = vmap(grad_and_value(loss), in_dims=(0, shared), randomness="different")
        d, value = each(z.movedim(-1, 1), y if shared == 0 else y[0])
        return value, d.movedim(1, -1).contiguous()

    return of_outputs


LOSSES = {F.cross_entropy: cross_entropy, F.mse_loss: squared_error}
