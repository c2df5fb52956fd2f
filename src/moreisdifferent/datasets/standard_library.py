"""Text that every Python brings along: the source of some modules of its standard library."""

import re
import sysconfig
from collections import Counter
from numbers import Integral
from pathlib import Path

import numpy as np

MODULES = (
    "argparse",
    "bisect",
    "calendar",
    "cmd",
    "code",
    "configparser",
    "csv",
    "difflib",
    "fractions",
    "ftplib",
    "getopt",
    "gettext",
    "heapq",
    "imaplib",
    "inspect",
    "locale",
    "optparse",
    "pdb",
    "pprint",
    "queue",
    "random",
    "sched",
    "shelve",
    "shlex",
    "shutil",
    "smtplib",
    "statistics",
    "string",
    "subprocess",
    "tarfile",
    "tempfile",
    "textwrap",
    "threading",
    "timeit",
    "trace",
    "traceback",
    "turtle",
    "uuid",
    "wave",
    "zipfile",
)
MASK, RARE = 0, 1  # tokens that stand for "which word?" and for any word that is not common


def words(modules=MODULES) -> list[str]:
    """Return the words, digits, signs and line ends of the modules' source, comments included.

    Raises:
        ValueError: if a module has no source file in this Python.
    """
    folder, found = Path(sysconfig.get_path("stdlib")), []
    for name in modules:
        path = folder / f"{name}.py"
        if not path.exists():
            raise ValueError(f"modules has {name!r}; it should have a source file in {folder}")
        found += re.findall(r"[A-Za-z_]+|\d|[^\w\s]|\n", path.read_text("utf-8"))
    return found


def windows(length: int, rng: np.random.Generator, vocabulary: int = 128, modules=MODULES):
    """Cut the text into windows, in random order.

    Args:
        length: tokens in a window.
        rng: draws the order.
        vocabulary: size, with ``MASK`` and ``RARE``; the commonest words fill the rest.

    Returns:
        tokens (n, length), and the vocabulary as a list of words. The exact numbers depend a
        little on the version of Python.

    Raises:
        ValueError: if ``length`` is below 1, ``vocabulary`` below 3 or a module is missing.
    """
    for name, number, least in ("length", length, 1), ("vocabulary", vocabulary, 3):
        if not isinstance(number, Integral) or number < least:
            raise ValueError(f"{name} is {number}; it should be a whole number, at least {least}")
    text = words(modules)
    common = [word for word, _ in Counter(text).most_common(vocabulary - 2)]
    index = {word: i + 2 for i, word in enumerate(common)}
    tokens = np.array([index.get(word, RARE) for word in text], dtype=int)
    tokens = tokens[: len(tokens) // length * length].reshape(-1, length)
    return tokens[rng.permutation(len(tokens))], ["<mask>", "<rare>", *common]
