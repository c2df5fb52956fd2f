import pytest

from moreisdifferent.datasets.seeds import chapter_seed, rng
from moreisdifferent.display import start


def test_start_returns_the_chapters_seed(monkeypatch):
    monkeypatch.delenv("MID_SEED", raising=False)
    assert start(chapter=1) == chapter_seed(1) == 1


def test_mid_seed_shifts_every_chapter_to_a_seed_of_its_own(monkeypatch):
    seeds = set()
    for shift in range(4):
        monkeypatch.setenv("MID_SEED", str(shift))
        seeds |= {chapter_seed(chapter) for chapter in range(1, 25)}
    assert len(seeds) == 4 * 24


def test_streams_differ_and_repeat():
    assert rng(1, 2).integers(1 << 60) == rng(1, 2).integers(1 << 60)
    assert rng(1, 2).integers(1 << 60) != rng(1, 3).integers(1 << 60)


@pytest.mark.parametrize(
    ("chapter", "shift", "name"), [(0, "0", "chapter"), (1, "x", "MID_SEED"), (1, "-1", "MID_SEED")]
)
def test_bad_input(monkeypatch, chapter, shift, name):
    monkeypatch.setenv("MID_SEED", shift)
    with pytest.raises(ValueError, match=name):
        chapter_seed(chapter)
