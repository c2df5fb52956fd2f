"""The look of every figure, and the first call of every chapter."""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
from threadpoolctl import threadpool_limits

from moreisdifferent.datasets.seeds import chapter_seed

STYLE = Path(__file__).with_name("course.mplstyle")

# Okabe and Ito (2008): distinguishable with the common forms of colour blindness.
COLOURS = {
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "green": "#009e73",
    "orange": "#e69f00",
    "purple": "#cc79a7",
    "sky": "#56b4e9",
    "yellow": "#f0e442",
    "grey": "#6b6b6b",
    "ink": "#222222",
}


def start(chapter: int) -> int:
    """Begin a chapter: set the figure style and one thread, and return the chapter's seed.

    Args:
        chapter: number of the chapter, 1 to 99.

    Returns:
        The seed that every random draw of the chapter derives from, shifted by the
        environment variable ``MID_SEED``.
    """
    plt.style.use(STYLE)
    threadpool_limits(1)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
    return chapter_seed(chapter)
