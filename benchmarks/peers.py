"""The strongest peers of the training engine: JAX compiled, torch.func, torch.compile.

Each takes ``(make, model, K, x, y, orders, rate)`` and trains K replicas on given minibatches, rows
(steps, B), by SGD with momentum 0.9. It returns CPU seconds to compile, CPU seconds of the steps
and the last losses (K,). JAX is the optional extra ``bench``; without it, its column is empty.
"""

import os
from importlib.util import find_spec
from time import process_time

import numpy as np
import torch
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from torch.nn import functional as F

HAS_JAX = find_spec("jax") is not None
if HAS_JAX:
    one = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    os.environ.setdefault("XLA_FLAGS", one)
    import jax
    import jax.numpy as jnp


def mlp(p, x):
    x = jax.nn.relu(x.reshape(len(x), -1) @ p["1.weight"].T + p["1.bias"])
    return x @ p["3.weight"].T + p["3.bias"]


def cnn(p, x):
    for layer in ("0", "2"):
        W, b = p[layer + ".weight"], p[layer + ".bias"]
        x = jnp.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        n = x.shape[2] - 2
        seen = [x[:, :, i : i + n : 2, j : j + n : 2] for i in range(3) for j in range(3)]
        x = jnp.einsum("bckhw,ock->bohw", jnp.stack(seen, 2), W.reshape(*W.shape[:2], 9))
        x = jax.nn.relu(x + b[:, None, None])
    return x.reshape(len(x), -1) @ p["5.weight"].T + p["5.bias"]


def transformer(p, tokens, heads=2):
    def norm(x, name):
        x = x - x.mean(-1, keepdims=True)
        x = x / jnp.sqrt((x**2).mean(-1, keepdims=True) + 1e-5)
        return x * p[name + ".weight"] + p[name + ".bias"]

    x = p["token.weight"][tokens] + p["position.weight"][: tokens.shape[1]]
    B, T, D = x.shape
    at = "blocks.0.attention."
    qkv = norm(x, at + "0") @ p[at + "1.qkv.weight"].T
    q, k, v = qkv.reshape(B, T, 3, heads, -1).transpose(2, 0, 3, 1, 4)
    scores = q @ k.swapaxes(-1, -2) / (D // heads) ** 0.5
    scores = jnp.where(jnp.tri(T, dtype=bool), scores, -jnp.inf)
    mixed = (jax.nn.softmax(scores, -1) @ v).swapaxes(1, 2).reshape(B, T, D)
    x = x + mixed @ p[at + "1.out.weight"].T + p[at + "1.out.bias"]
    at = "blocks.0.network."
    h = norm(x, at + "0") @ p[at + "1.weight"].T + p[at + "1.bias"]
    h = jax.nn.gelu(h, approximate=False) @ p[at + "3.weight"].T + p[at + "3.bias"]
    return (norm(x + h, "head.0") @ p["head.1.weight"].T + p["head.1.bias"]).mean(1)


FORWARD = {"mlp": mlp, "cnn": cnn, "transformer": transformer}


def jax_compiled(make, K, x, y, orders, rate):
    """``jit(vmap)`` in a ``scan`` over all steps: one call, nothing of Python in between."""
    forward = FORWARD[make.__name__]
    state, _ = stack_module_state([make(k) for k in range(K)])
    p = {name: jnp.asarray(block.detach().numpy()) for name, block in state.items()}
    v = {name: jnp.zeros_like(block) for name, block in p.items()}
    x, y, orders = (jnp.asarray(part.numpy()) for part in (x, y, orders))

    def loss(p, x, y):
        log_p = jax.nn.log_softmax(forward(p, x))
        return -jnp.take_along_axis(log_p, y[:, None], 1).mean()

    each = jax.vmap(jax.value_and_grad(loss), (0, None, None))

    def step(state, rows):
        (p, v), (losses, d) = state, each(state[0], x[rows], y[rows])
        v = {name: 0.9 * v[name] + d[name] for name in v}
        return ({name: p[name] - rate * v[name] for name in p}, v), losses

    start = process_time()
    run = jax.jit(lambda state, rows: jax.lax.scan(step, state, rows)).lower((p, v), orders)
    run = run.compile()
    compiled = process_time()
    _, losses = run((p, v), orders)
    losses.block_until_ready()
    return compiled - start, process_time() - compiled, np.asarray(losses[-1])


def torch_func(make, K, x, y, orders, rate, compiler=lambda step: step):
    """``vmap(grad)`` of PyTorch, as its documentation does it for ensembles of models."""
    models = [make(k) for k in range(K)]
    state, _ = stack_module_state(models)
    p = {name: block.detach() for name, block in state.items()}
    v = {name: torch.zeros_like(block) for name, block in p.items()}

    def loss(p, x, y):
        return F.cross_entropy(functional_call(models[0], p, (x,)), y)

    def step(p, v, x, y):
        d, losses = vmap(grad_and_value(loss), (0, None, None))(p, x, y)
        v = {name: 0.9 * v[name] + d[name] for name in v}
        return {name: p[name] - rate * v[name] for name in p}, v, losses

    start, step = process_time(), compiler(step)
    step(p, v, x[orders[0]], y[orders[0]])  # compiles, if anything does
    compiled = process_time()
    for rows in orders:
        p, v, losses = step(p, v, x[rows], y[rows])
    return compiled - start, process_time() - compiled, losses.numpy()


def torch_compiled(*arguments):
    """The same through torch.compile, which needs a C++ compiler."""
    return torch_func(*arguments, compiler=torch.compile)
