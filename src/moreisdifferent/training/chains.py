"""K chains of layers at once: forward and backward by hand, every step one batched product.

Layout: replicas first, examples last, (K, features, B) or (K, C, H, W, B). One matrix product
then serves all replicas, and whatever is done to each example runs along memory. Where all
replicas see the same minibatch the input is (1, …, B) and the first layer is one product of
(K · out, in) by (in, B).

Shapes do not change from step to step, so a chain is laid out once. A layer is a function: from
its parameters (K, …), from where their gradients go, from the memory of its input ``x`` and of the
derivative ``dx`` by it (None where nothing before has to learn), it returns the memory of its
output ``y`` and ``dy`` and two lists of work, forward and backward. A step does the work.
"""

from functools import partial
from itertools import count

import torch
from torch import nn
from torch.func import grad_and_value, vmap
from torch.nn import functional as F

from ..models import encoder
from .products import prepared


def linear(module, parameters, gradients, x, dx, new):
    """y = W x + b, so that dW = dy xᵀ, db = Σ dy and dx = Wᵀ dy."""
    (W, *b), (dW, *db) = parameters, gradients  # (K, out, in), maybe (K, out)
    y, dy = (new(*W.shape[:2], x.shape[2]) for _ in "yd")
    add = [partial(y.add_, column[:, :, None]) for column in b]
    total = [partial(torch.sum, dy, 2, out=column) for column in db]
    memory = [W, dW, x, dx, y, dy]
    if len(x) == 1:  # one product for all replicas
        memory = [None if part is None else part.flatten(0, 1) for part in memory]
    W, dW, x, dx, out, d = memory
    down = [] if dx is None else [prepared(W.mT, d, dx)]
    return y, dy, [prepared(W, x, out), *add], [prepared(d, x.mT, dW), *total, *down]


def patches(module, parameters, gradients, x, dx, new):
    """Cut what each place of a convolution sees, (K, C, h, w, H', W', B), out of (K, C, H, W, B)."""
    (height, width), (down, right), (top, left) = module.kernel_size, module.stride, module.padding
    k, C, H, W, B = x.shape

    def framed():  # memory with a margin of zeros, its middle, and its patches
        frame = new(k, C, H + 2 * top, W + 2 * left, B).zero_()
        seen = frame.unfold(2, height, down).unfold(3, width, right)  # (K, C, H', W', B, h, w)
        return frame, frame[:, :, top : top + H, left : left + W], seen.permute(0, 1, 5, 6, 2, 3, 4)

    _, middle, seen = framed()
    y = new(*seen.shape)
    ahead = [partial(middle.copy_, x), partial(y.copy_, seen)]
    if dx is None:
        return y, None, ahead, []
    dy, (frame, d_middle, d_seen) = new(*seen.shape), framed()

    def back():
        frame.zero_()
        for i in range(height):
            for j in range(width):
                d_seen[:, :, i, j].add_(dy[:, :, i, j])
        dx.copy_(d_middle)

    return y, dy, ahead, [back]


def convolution(module, parameters, gradients, x, dx, new):
    """A linear layer on patches (K, C, h, w, H', W', B) gives pictures (K, out, H', W', B)."""
    (W, *b), (dW, *db) = parameters, gradients
    places = x.shape[4:]
    x, dx = (None if part is None else part.flatten(1, 3).flatten(2) for part in (x, dx))
    y, dy, *work = linear(module, [W.flatten(2), *b], [dW.flatten(2), *db], x, dx, new)
    return *(part.view(*part.shape[:2], *places) for part in (y, dy)), *work


def relu(module, parameters, gradients, x, dx, new):
    """y = max(x, 0), so that dx = dy where y is positive; in place: no layer needs its output."""
    return x, dx, [partial(x.clamp_, min=0)], [lambda: dx.mul_(x.sign_())]


def flatten(module, parameters, gradients, x, dx, new):
    """Pictures (K, C, H, W, B) are features (K, C·H·W, B)."""
    return x.flatten(1, -2), None if dx is None else dx.flatten(1, -2), [], []


def views(module, parameters, gradients, x, dx, new):
    """V views of each of B examples, (K, V, …, B), become examples of their own, (K, …, B · V).

    It stands before all that learns, so nothing has to come back through it.
    """
    each = x.movedim(1, -1)
    y = new(*each.shape)
    return y.flatten(-2), None, [partial(y.copy_, each)], []


LAYERS = {
    nn.Linear: [linear],
    nn.Conv2d: [patches, convolution],
    nn.ReLU: [relu],
    nn.Flatten: [flatten],
    encoder.Views: [views],
}
LEARNING = (linear, convolution)


def layers_of(model: nn.Module) -> list[tuple] | None:
    """Return ``model`` as pairs (layer, module) in order if a chain can stand for it, else None."""
    modules = _modules_of(model)
    kinds = [type(m) for m in modules or [] if type(m) not in (nn.Flatten, encoder.Views)]
    if not kinds or kinds[0] is nn.ReLU or encoder.Views in map(type, modules[1:]):
        return None  # ReLU would work in place on the data
    return [(layer, module) for module in modules for layer in LAYERS[type(module)]]


def _modules_of(model) -> list[nn.Module] | None:
    if not isinstance(model, nn.Sequential) or type(model).forward is not nn.Sequential.forward:
        return [model] if type(model) in LAYERS and _is_plain(model) else None
    parts = [_modules_of(child) for child in model]
    return None if None in parts else [module for part in parts for module in part]


def _is_plain(module: nn.Module) -> bool:
    if isinstance(module, nn.Conv2d):
        plain = module.groups == 1 and module.dilation == (1, 1)
        return plain and module.padding_mode == "zeros" and not isinstance(module.padding, str)
    return not isinstance(module, nn.Flatten) or (module.start_dim, module.end_dim) == (1, -1)


class Chain:
    """A chain of layers, laid out for K replicas; gradients go to where ``gradients`` points.

    Args:
        layers: what :func:`layers_of` made of a model, from the first layer that learns on.
        parameters, gradients: one tensor (K, …) for each parameter of the model, in order.
        x: the memory where the chain finds its input, (K or 1, …, B).
        loss: ``loss(outputs, targets)`` of one model; ``F.cross_entropy`` and ``F.mse_loss`` are
            differentiated by hand too, any other by torch.func.
        new: ``new(*shape)`` gives memory.
    """

    def __init__(self, layers, parameters, gradients, x, loss, new):
        self.loss = LOSSES.get(loss) or differentiated(loss)
        self.z, self.dz, self.ahead, self.back = lay_out(layers, parameters, gradients, x, new)

    def step(self, y):
        """Fill the gradients of the minibatch in ``x`` and of y (K or 1, …); return loss (K,)."""
        for work in self.ahead:
            work()
        loss = self.loss(self.z, y, self.dz)
        for work in self.back:
            work()
        return loss


def lay_out(layers, parameters, gradients, x, new):
    """Return output, derivative by it and the work forward and backward of layers on ``x``."""
    parameters, gradients = iter(parameters), iter(gradients)
    dx, ahead, back = None, [], []
    for layer, module in layers:
        n = len(list(module.parameters())) if layer in LEARNING else 0
        own = [[next(tensors) for _ in range(n)] for tensors in (parameters, gradients)]
        x, dx, there, home = layer(module, *own, x, dx, new)
        ahead, back = [*ahead, *there], [*home, *back]
    return x, dx, ahead, back


def in_turn(kept: list, dtype):
    """Return ``new(*shape)``, which gives the memory in ``kept`` in order, and adds what it lacks.

    Groups of replicas that use one list one after the other find it in the processor's cache.
    """
    places = count()

    def new(*shape):
        place = next(places)
        if place == len(kept):
            kept.append(torch.zeros(shape, dtype=dtype))
        return kept[place][: shape[0]]

    return new


def cross_entropy(z, y, dz):
    """Return -log softmax(z)[y], mean (K,), and leave its derivative in dz (K, C, B)."""
    index = y[:, None].expand(len(z), 1, -1)  # y is (K or 1, B)
    largest = z.amax(1, keepdim=True)
    right = z.gather(1, index).sub_(largest)
    p = torch.sub(z, largest, out=dz).exp_()
    total = p.sum(1, keepdim=True)
    n = z.shape[-1]
    p.div_(total.mul(n)).scatter_add_(1, index, p.new_full((1, 1, 1), -1 / n).expand_as(index))
    return total.log_().sub_(right).mean((1, 2))


def squared_error(z, y, dz):
    """Return (z - y)², mean (K,), and leave its derivative in dz (K, C, B); y is (K or 1, B, C)."""
    torch.sub(z, y.mT, out=dz)
    loss = dz.square().mean((1, 2))
    dz.mul_(2 / dz[0].numel())
    return loss


def differentiated(loss):
    """Return the like of :func:`cross_entropy` for any ``loss(outputs, targets)`` of one model."""

    def of_outputs(z, y, dz):
        shared = None if len(y) == 1 < len(z) else 0
        each = vmap(grad_and_value(loss), in_dims=(0, shared), randomness="different")
        d, value = each(z.movedim(-1, 1), y if shared == 0 else y[0])
        dz.copy_(d.movedim(1, -1))
        return value

    return of_outputs


LOSSES = {F.cross_entropy: cross_entropy, F.mse_loss: squared_error}
