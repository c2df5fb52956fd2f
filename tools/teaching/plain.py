"""What crosses between a judge and an answer: plain data, never objects.

Numbers, text, lists, tuples, dicts, sets, arrays and tensors are written as JSON with their bytes
behind it, so that reading a message runs nobody's code. What is none of these goes through two
functions of the caller: ``refer`` names it, ``resolve`` finds what a name stands for.
"""

import json
import struct
import sys

import numpy as np

KINDS = "biufcUSMm"  # of arrays: numbers, text and dates, no objects
MOST_BYTES = 256 * 2**20
HEAD = struct.Struct(">Q")


class NotPlain(TypeError):
    """A value that cannot cross; the message says what may."""


def _no_reference(value):
    raise NotPlain(
        f"something of type {type(value).__name__} cannot be handed over; it should be numbers, text, lists, "
        "tuples, dicts, sets, arrays, tensors or functions"
    )


def _torch():
    return sys.modules.get("torch")


def _tensor(value, store):
    flat = value.detach().cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
    name = str(value.dtype).removeprefix("torch.")
    data = flat.view(_torch().uint8).numpy().tobytes()
    return {"tensor": [name, list(value.shape), store(data), value.requires_grad]}


def _array(value, store):
    if value.dtype.kind not in KINDS:
        raise NotPlain(f"an array of {value.dtype} cannot be handed over; it should be of numbers")
    data = np.ascontiguousarray(value).tobytes()
    return [value.dtype.str, list(value.shape), store(data)]


def encode(value, refer=_no_reference, whole=lambda x: False) -> bytes:
    """Return the message for ``value``; ``refer(x)`` returns plain data that names an object x.

    ``whole(x)`` says which tuples are objects to be named, such as a named one.

    Raises:
        NotPlain: for what can be neither written nor named, or is larger than a message may be.
    """
    buffers, size = [], 0

    def count(n_bytes: int) -> None:
        nonlocal size
        size += n_bytes
        if size > MOST_BYTES:
            raise NotPlain(f"it has more than {MOST_BYTES >> 20} MB, too much to be handed over")

    def store(data: bytes) -> int:
        count(len(data))
        buffers.append(data)
        return len(buffers) - 1

    def tree(x):
        count(8)
        if x is None or isinstance(x, bool):
            return x
        if isinstance(x, str):
            count(len(x))
            return x
        if isinstance(x, np.generic) and x.dtype.kind in KINDS:
            return {"number": _array(np.asarray(x), store)}
        if isinstance(x, int):
            return {"int": hex(x)} if abs(x) > 2**63 else x
        if isinstance(x, float):
            return x
        if isinstance(x, complex):
            return {"complex": [x.real, x.imag]}
        if isinstance(x, (bytes, bytearray)):
            return {"bytes": store(bytes(x))}
        if isinstance(x, np.ndarray):
            return {"array": _array(np.asarray(x), store)}
        if _torch() is not None and isinstance(x, _torch().Tensor):
            return _tensor(x, store)
        for kind in (list, tuple, set, frozenset):
            if isinstance(x, kind) and not whole(x):
                return {kind.__name__: [tree(y) for y in x]}
        if isinstance(x, range):
            return {"range": [x.start, x.stop, x.step]}
        if isinstance(x, slice):
            return {"slice": [tree(y) for y in (x.start, x.stop, x.step)]}
        if isinstance(x, dict):
            return {"dict": [[tree(y), tree(z)] for y, z in x.items()]}
        return {"object": tree(refer(x))}

    try:
        text = json.dumps([tree(value), [len(data) for data in buffers]]).encode()
    except RecursionError:
        raise NotPlain("it is nested too deeply to be handed over") from None
    return b"".join([HEAD.pack(len(text)), text, *buffers])


def _read_array(dtype, shape, data):
    dtype = np.dtype(str(dtype))
    if dtype.kind not in KINDS:
        raise NotPlain(f"an array of {dtype} is not plain")
    return np.frombuffer(data, dtype).reshape(shape).copy()


def _read_tensor(name, shape, data):
    torch = _torch()
    dtype = getattr(torch, str(name))
    if not isinstance(dtype, torch.dtype):
        raise NotPlain(f"{name} is no type of a tensor")
    if not data:
        return torch.tensor([], dtype=dtype).reshape(shape)
    return torch.frombuffer(bytearray(data), dtype=dtype).reshape(shape)


def decode(message: bytes, resolve=_no_reference, gradients: bool = False):
    """Return the value of a message; ``resolve(name)`` returns the object that was named.

    With ``gradients`` a tensor that wanted a gradient wants one here.

    Raises:
        NotPlain: if this is no message of ``encode``, whatever is wrong with it.
    """
    try:
        (length,) = HEAD.unpack_from(message)
        start = HEAD.size + length
        root, sizes = json.loads(message[HEAD.size : start])
        buffers = []
        for size in sizes:
            buffers.append(message[start : start + size])
            start += size
        return _value(root, buffers, resolve, gradients)
    except NotPlain:
        raise
    except Exception as error:  # a message can be wrong in any way
        raise NotPlain(f"this is no plain data: {type(error).__name__}: {error}"[:300]) from None


def _value(tree, buffers, resolve, gradients):
    if not isinstance(tree, dict):
        return tree
    ((tag, x),) = tree.items()

    def inner(y):
        return _value(y, buffers, resolve, gradients)

    readers = {
        "int": lambda: int(x, 16),
        "number": lambda: _read_array(x[0], (), buffers[x[2]])[()],
        "complex": lambda: complex(*x),
        "bytes": lambda: buffers[x],
        "array": lambda: _read_array(x[0], x[1], buffers[x[2]]),
        "tensor": lambda: _read_tensor(x[0], x[1], buffers[x[2]]).requires_grad_(
            gradients and x[3]
        ),
        "list": lambda: [inner(y) for y in x],
        "tuple": lambda: tuple(inner(y) for y in x),
        "set": lambda: {inner(y) for y in x},
        "frozenset": lambda: frozenset(inner(y) for y in x),
        "range": lambda: range(*x),
        "slice": lambda: slice(*(inner(y) for y in x)),
        "dict": lambda: {inner(y): inner(z) for y, z in x},
        "object": lambda: resolve(inner(x)),
    }
    return readers[tag]()
