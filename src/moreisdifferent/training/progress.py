"""A progress bar for whoever waits, and nothing for whoever reads later."""

import os
from contextlib import contextmanager

from tqdm.auto import tqdm

_silent = False


@contextmanager
def quiet():
    """Within it no bar is shown: who works for somebody else leaves the bar to them."""
    global _silent
    before, _silent = _silent, True
    try:
        yield
    finally:
        _silent = before


def progress(iterable, label: str, delay: float = 2.0, total: int | None = None):
    """Iterate with a tqdm bar that appears after ``delay`` seconds and is taken away at the end.

    A kernel that no front end has started (a runner, a test, a build) shows no bar, so that
    nothing of it is saved in a notebook's outputs.
    """
    hidden = _silent or _unwatched()
    return tqdm(iterable, desc=label, delay=delay, leave=False, total=total, disable=hidden)


def _unwatched() -> bool:
    """Whether this is a kernel without a person: Jupyter, Colab and VS Code say who they are."""
    try:
        shell = get_ipython()
    except NameError:
        return False  # not in IPython: a terminal or a script
    watched = ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG", "VSCODE_PID")
    return hasattr(shell, "kernel") and not any(name in os.environ for name in watched)
