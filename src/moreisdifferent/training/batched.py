"""Models that are no chains: PyTorch's autograd, with NumPy's products and K models at once.

Between the layers of a Transformer, examples do not meet. So the minibatches of K replicas, one
after the other, are one minibatch of K · B examples, and only where a parameter enters has the
code to know whose it is: in ``linear``, ``layer_norm`` and ``embedding``. Within :class:`Products`
these three take parameters (K, …) too, and they and ``matmul`` multiply by NumPy's BLAS.
"""

import numpy as np
import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from ..models import efficient_attention, transformer, vit, weight_sharing
from .chains import LOSSES, differentiated
from .products import product

TABLES = (nn.Linear, nn.LayerNorm, nn.Embedding)  # what may hold parameters
LARGEST = 256  # rows of a table up to which a product is faster than looking up
KNOWN = (
    *TABLES,
    *(nn.Sequential, nn.GELU, nn.ReLU, nn.Tanh, nn.Flatten),
    *(transformer.Transformer, transformer.Block, transformer.Attention),
    *(efficient_attention.LocalAttention, efficient_attention.KernelAttention),
    *(vit.PatchTransformer, vit.NearAttention),
    *(weight_sharing.Filters, weight_sharing.Gates, nn.ModuleList),
)


class Product(torch.autograd.Function):
    """a b for (…, m, k) and (…, k, n) with the same leading axes, so that da = dy bᵀ, db = aᵀ dy."""

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return product(a.detach(), b.detach())

    @staticmethod
    def backward(ctx, dy):
        a, b = (saved.detach() for saved in ctx.saved_tensors)
        da, db = ctx.needs_input_grad
        return product(dy, b.mT) if da else None, product(a.mT, dy) if db else None


class Affine(torch.autograd.Function):
    """x Wᵀ + b for (…, n, in), (…, out, in) and (…, 1, out), so that dW = dyᵀ x and db = 1ᵀ dy."""

    @staticmethod
    def forward(ctx, x, W, b):
        ctx.save_for_backward(x, W)
        return product(x.detach(), W.detach().mT).add_(b.detach())

    @staticmethod
    def backward(ctx, dy):
        x, W = (saved.detach() for saved in ctx.saved_tensors)
        ones = dy.new_ones(1, dy.shape[-2])
        dx = product(dy, W) if ctx.needs_input_grad[0] else None
        return dx, product(dy.mT, x), product(ones, dy)


def linear(x, W, b=None):
    """x Wᵀ + b for x (K · B, …, in), W (K, out, in) and b (K, out); or without the K."""
    each = x.reshape(*W.shape[:-2], -1, W.shape[-1])
    y = Product.apply(each, W.mT) if b is None else Affine.apply(each, W, b.unsqueeze(-2))
    return y.view(*x.shape[:-1], W.shape[-2])


def layer_norm(x, shape, weight=None, bias=None, eps=1e-5):
    """The same for a weight and a bias (K, D)."""
    if weight is None or weight.ndim == 1:
        return F.layer_norm(x, shape, weight, bias, eps)
    each = F.layer_norm(x, shape, eps=eps).view(len(weight), -1, weight.shape[1])
    return torch.addcmul(bias.unsqueeze(1), each, weight.unsqueeze(1)).view(x.shape)


def embedding(rows, table, padding_idx=None, max_norm=None, *options, **named):
    """Rows (K · B, …) of a table (K, n, D): a linear layer on what is 1 in one place, else 0."""
    *K, n, D = table.shape
    if not K and (n > LARGEST or padding_idx is not None or max_norm is not None):
        return F.embedding(rows, table, padding_idx, max_norm, *options, **named)
    hot = torch.zeros(rows.numel(), n, dtype=table.dtype).scatter_(1, rows.reshape(-1, 1), 1)
    return Product.apply(hot.view(*K, -1, n), table).view(*rows.shape, D)


def matmul(a, b):
    return (
        Product.apply(a, b) if a.ndim > 2 and a.shape[:-2] == b.shape[:-2] else torch.matmul(a, b)
    )


INSTEAD = {F.linear: linear, F.layer_norm: layer_norm, F.embedding: embedding}
INSTEAD |= dict.fromkeys((torch.matmul, torch.Tensor.matmul, torch.Tensor.__matmul__), matmul)


class Products(TorchFunctionMode):
    """Within it, the functions of ``INSTEAD`` stand for PyTorch's."""

    def __torch_function__(self, function, types, args=(), named=None):
        return INSTEAD.get(function, function)(*args, **named or {})


def is_known(model) -> bool:
    """Whether examples meet nowhere in ``model`` and only layers in ``TABLES`` hold parameters."""
    tables = [m for m in model.modules() if isinstance(m, nn.Embedding)]
    plain = all(m.padding_idx is None and m.max_norm is None for m in tables)
    return plain and all(type(module) in KNOWN for module in model.modules())


class Batch:
    """K replicas of a known model as one: the like of :class:`~.chains.Chain`."""

    def __init__(self, model, names, parameters, gradients, loss):
        self.model, self.loss, self.gradients = model, loss, gradients
        self.parameters = [p.detach().requires_grad_() for p in parameters]
        self.named = dict(zip(names, self.parameters))

    def step(self, x, y):
        """Fill the gradients of the minibatch x, y (1 or K, B, …); return the losses (K,)."""
        K = len(self.parameters[0])
        x = x.expand(K, *x.shape[1:]).flatten(0, 1)
        with Products(), np.errstate(all="ignore"):
            outputs = functional_call(self.model, self.named, (x,))  # (K · B, …)
            z = (
                outputs.detach().unflatten(0, (K, -1)).movedim(1, -1).contiguous()
            )  # (K, …, B), as in a chain
            by_hand = LOSSES.get(self.loss) if outputs.ndim == 2 else None
            losses = (by_hand or differentiated(self.loss))(z, y, dz := torch.empty_like(z))
            dz = dz.movedim(-1, 1).reshape(outputs.shape)
            for gradient, d in zip(
                self.gradients, torch.autograd.grad(outputs, self.parameters, dz)
            ):
                gradient.copy_(d)
        return losses
