"""What crosses between judge and answer comes out as it went in, and is never an object."""

import contextlib
import json
import struct

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tools.teaching.plain import HEAD, NotPlain, decode, encode

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_plain_data_comes_out_as_it_went_in(value):
    assert repr(decode(encode(value))) == repr(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.int16).reshape(2, 3).T,
        np.float32(2.5),
        np.array(["ab", "c"]),
        np.zeros((0, 3), bool),
        np.array(1 + 2j),
    ],
)
def test_arrays_keep_type_shape_and_order(array):
    found = decode(encode(array))
    assert type(found) is type(array) and found.dtype == array.dtype
    assert found.shape == array.shape and np.array_equal(found, array)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64, torch.bool])
@pytest.mark.parametrize("shape", [(), (2, 3), (0, 4)])
def test_tensors_keep_type_and_shape(dtype, shape):
    tensor = torch.ones(shape).to(dtype)
    found = decode(encode(tensor))
    assert found.dtype == dtype and found.shape == tensor.shape and torch.equal(found, tensor)
    transposed = torch.arange(6.0).reshape(2, 3).T
    assert torch.equal(decode(encode(transposed)), transposed)


def test_only_who_is_trusted_hands_over_a_gradient():
    tensor = torch.ones(2, requires_grad=True)
    assert not decode(encode(tensor)).requires_grad
    assert decode(encode(tensor), gradients=True).requires_grad


class Sly(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __hash__ = float.__hash__


class SlyArray(np.ndarray):
    def __eq__(self, other):
        return True

    __hash__ = None


def test_a_subclass_arrives_as_what_it_is_made_of():
    assert type(decode(encode(Sly(7)))) is float
    assert type(decode(encode([True, np.zeros(2).view(SlyArray)]))[1]) is np.ndarray


@pytest.mark.parametrize("value", [object(), iter([1]), np.array([object()]), {1: lambda: 1}])
def test_what_is_not_plain_is_refused_in_words(value):
    with pytest.raises(NotPlain, match="cannot be handed over; it should be"):
        encode(value)


@pytest.mark.parametrize(
    "tree",
    [
        {"array": ["|O", [1], 0]},
        {"number": ["|O", [], 0]},
        {"tensor": ["load", [1], 0, False]},
        {"tensor": ["float32", [10**12], 0, False]},
        {"array": ["<f8", [10**12], 0]},
        {"pickle": 0},
        {"object": 3},
        {"list": 3},
        {},
    ],
)
def test_a_forged_message_runs_nothing(tree):
    text = json.dumps([tree, [0]]).encode()
    with pytest.raises(NotPlain):
        decode(HEAD.pack(len(text)) + text)


@given(st.binary())
def test_any_bytes_are_either_plain_or_refused(data):
    with contextlib.suppress(NotPlain):
        decode(data)
    with pytest.raises(NotPlain):
        decode(struct.pack(">Q", 2**60) + data)
