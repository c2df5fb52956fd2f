"""One function over a grid of settings and several seeds: a table, wherever it runs."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from traceback import format_exc

import pandas as pd
from joblib import Memory, Parallel, delayed

from .progress import progress, quiet


class SweepError(RuntimeError):
    """Some tasks of a sweep failed; the message names their parameters.

    Attributes:
        results: DataFrame of the tasks that succeeded, as :func:`sweep` would return it.
        failures: list of (parameters, traceback as text), one for each task that failed.
    """

    def __init__(self, results, failures):
        self.results, self.failures = results, failures
        named = "\n".join(f"  {task}: {text.splitlines()[-1]}" for task, text in failures)
        total = len(results) + len(failures)
        super().__init__(
            f"{len(failures)} of {total} tasks failed:\n{named}\nThe other results are in .results"
        )


def sweep(
    function: Callable, grid: Mapping[str, Iterable], seeds: Iterable[int], folder=None
) -> pd.DataFrame:
    """Call ``function(**parameters, seed=seed)`` for every point of a grid and every seed.

    >>> sweep(train, {"width": [8, 64], "depth": [1, 2]}, seeds=range(5))   # 20 rows
    >>> with joblib.parallel_config("loky", n_jobs=2):   # or "dask", or "ray"
    ...     sweep(train, {"width": [8, 64]}, seeds=range(5))

    Args:
        function: returns a number, or a dict of numbers; importable if processes are used.
        grid: name → values; every combination is tried, the last name changing fastest.
        seeds: at least one.
        folder: where results are kept as they come. A sweep that was killed goes on there where
            it stopped; what is kept holds for these parameters and this text of the function,
            not for what the function calls.

    Returns:
        A tidy table, one row a task in the order of the grid: a column for each name, one for
        ``seed``, and ``value`` or a column for each key of what the function returned.

    Raises:
        ValueError: if there are no seeds, a name has no values or a column would be named twice.
        SweepError: after all tasks have been tried, if some of them failed.
    """
    values, seeds = {name: list(choices) for name, choices in grid.items()}, list(seeds)
    empty = [name for name, choices in {**values, "seeds": seeds}.items() if not choices]
    if empty:
        raise ValueError(f"{empty[0]} has no values; it should have at least one")
    if "seed" in values:
        raise ValueError("grid has the name 'seed'; seeds go into their own argument")
    names = [*values, "seed"]
    tasks = [dict(zip(names, point)) for point in product(*values.values(), seeds)]
    if folder is not None:
        function = Memory(folder, verbose=0).cache(function)
    results = Parallel(return_as="generator")(delayed(_attempt)(function, task) for task in tasks)
    found = list(progress(results, "sweep", total=len(tasks)))
    rows = [{**task, **result} for task, (result, error) in zip(tasks, found) if error is None]
    results = pd.DataFrame(rows, columns=None if rows else names)
    failures = [(task, error) for task, (_, error) in zip(tasks, found) if error is not None]
    if failures:
        raise SweepError(results, failures)
    return results


def _attempt(function, task):
    """Return (result as a dict, None) or (None, traceback): one failure must not stop the rest.

    The traceback travels as text, because not every exception survives the way back from
    another process.
    """
    try:
        with quiet():
            result = function(**task)
        result = dict(result) if isinstance(result, Mapping) else {"value": result}
        twice = sorted(set(result) & set(task))
        if twice:
            raise ValueError(f"the result has the key {twice[0]!r}, which is a parameter")
        return result, None
    except Exception:
        return None, format_exc().strip()
