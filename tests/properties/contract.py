"""What every public function keeps: a right answer, or a refusal that says what was wrong.

A property test names the functions that it tests, ``@covers(f, g)``. Those that no test names
are found by introspection, so a new function without a property is noticed.
"""

import importlib
import inspect
import pkgutil
import re
from dataclasses import is_dataclass

import hypothesis
import numpy as np
from hypothesis import strategies as st

import moreisdifferent

TESTED: set = set()
hypothesis.settings.register_profile(
    "course", max_examples=20, deadline=None, derandomize=True, database=None
)
hypothesis.settings.load_profile("course")

numbers = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, 1, -1, 2, 0.5, 1e300, -1e-300, np.nan, np.inf]),
)
shapes = st.lists(st.integers(0, 4), min_size=0, max_size=4).map(tuple)


@st.composite
def arrays(draw, shape=shapes, dtypes=(float, int, bool)):
    """Arrays of any small shape, some empty, some with NaN or infinities, of several types."""
    size, dtype = draw(shape), draw(st.sampled_from(dtypes))
    values = np.random.default_rng(draw(st.integers(0, 99))).normal(0, 3, size)
    spoilt = draw(st.sampled_from([None, None, np.nan, np.inf, -1e300]))
    if values.size and spoilt is not None and dtype is float:
        values.flat[0] = spoilt
    return values.astype(dtype)


def covers(*functions):
    """Say which public functions a property test is about."""
    TESTED.update(functions)
    return lambda test: test


def answer(function, *values, **named):
    """Return what ``function`` gives, or None where it refuses as it should.

    A refusal is a ValueError that names one of the function's arguments, in words and not by
    an accident further down: anything else fails the test.
    """
    try:
        return function(*values, **named)
    except ValueError as error:
        names = set(inspect.signature(function).parameters) | set(named)
        assert names & set(re.findall(r"\w+", str(error))), f"{error!r} names none of {names}"
        assert len(str(error).split()) >= 4, f"{error!r} explains nothing"
        return None


def public():
    """Return every public function of the package, and every class that checks or computes."""
    found = {}
    for module in pkgutil.walk_packages(moreisdifferent.__path__, "moreisdifferent."):
        namespace = vars(importlib.import_module(module.name))
        for name, thing in namespace.items():
            if name.startswith("_") or getattr(thing, "__module__", "") != module.name:
                continue
            if inspect.isfunction(thing) or (inspect.isclass(thing) and _does_something(thing)):
                found[f"{module.name}.{name}"] = thing
    return found


def _does_something(kind) -> bool:
    """Leave out records: exceptions, named tuples and data classes without a check or a method."""
    if issubclass(kind, Exception):
        return False
    if issubclass(kind, tuple) or is_dataclass(kind):
        own = [n for n, v in vars(kind).items() if inspect.isfunction(v) and n[0] != "_"]
        return "__post_init__" in vars(kind) or bool(set(own) - set(dir(tuple)))
    return True
