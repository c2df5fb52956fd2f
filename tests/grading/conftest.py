"""The small course, for every test of this folder."""

import pytest
from small_course import build_small, small_chapter


@pytest.fixture
def chapter():
    return small_chapter()


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """Return a folder with ``chapters/01_small.ipynb`` and its ``assignments/``."""
    return build_small(tmp_path_factory.mktemp("small"), 1)
