import pytest

from moreisdifferent.display import approx, reading


def test_approx_rounds_and_marks():
    assert approx(0.3049, ".2f") == "≈ 0.30"
    assert approx(1.234e-7) == "≈ 1.23e-7"


def test_reading_fills_exact_and_approximate_numbers():
    found = reading("off by {gap:≈.1f}° on {n} nights", gap=9.57, n=400)
    assert repr(found) == "off by ≈ 9.6° on 400 nights"


def test_reading_html_escapes_and_keeps_emphasis():
    found = reading("a < b, **bold**, *slanted*, `code`")._repr_html_()
    assert "a &lt; b, <strong>bold</strong>, <em>slanted</em>, <code>code</code>" in found


@pytest.mark.parametrize("numbers", [{}, {"gap": 1.0, "unused": 2}, {"gpa": 1.0}])
def test_reading_refuses_names_that_do_not_match(numbers):
    with pytest.raises(ValueError, match="template uses"):
        reading("off by {gap:≈.1f}", **numbers)
