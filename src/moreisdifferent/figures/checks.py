"""What all drawings ask of their arguments."""

import numpy as np


def check(good, what: str, **arrays) -> None:
    """Raise a ValueError that names the arguments and their shapes, unless they are ``good``.

    Args:
        good: whether they fit; anything that is true or false.
        what: what they should be.
        arrays: the arguments, by name.

    Raises:
        ValueError: if ``good`` is false.
    """
    if not good:
        found = ", ".join(f"{name} has shape {np.shape(value)}" for name, value in arrays.items())
        raise ValueError(f"{found}; {what}")
