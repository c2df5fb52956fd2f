"""The knob of *more*: what grows, how fast, and what it refuses."""

import pytest

from moreisdifferent.datasets.scale import grow, scale


def test_nothing_grows_by_itself(monkeypatch):
    monkeypatch.delenv("MID_SCALE", raising=False)
    assert (scale(), grow(80), grow(0.5)) == (1, 80, 0.5)


@pytest.mark.parametrize(
    ("at", "power", "found"), [("4", 1, 320), ("16", 0.5, 320), ("0.001", 1, 1), ("4", 0, 80)]
)
def test_whole_numbers_stay_whole(monkeypatch, at, power, found):
    monkeypatch.setenv("MID_SCALE", at)
    assert grow(80, power) == found
    assert isinstance(grow(80, power), int)


def test_a_share_grows_as_it_is(monkeypatch):
    monkeypatch.setenv("MID_SCALE", "4")
    assert grow(0.1, -0.5) == pytest.approx(0.05)


@pytest.mark.parametrize("text", ["", "four", "0", "-1", "nan", "inf"])
def test_a_scale_that_is_no_positive_number_is_refused(monkeypatch, text):
    monkeypatch.setenv("MID_SCALE", text)
    with pytest.raises(ValueError, match=r"MID_SCALE is .* positive number"):
        grow(80)


@pytest.mark.parametrize("value", [0, -3, True, float("nan"), float("inf")])
def test_a_value_that_cannot_grow_is_refused(value):
    with pytest.raises(ValueError, match="value is"):
        grow(value)
