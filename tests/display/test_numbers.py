import pytest

from moreisdifferent.display import approx, reading


def test_approx_rounds_and_marks():
    assert approx(0.3049, ".2f") == "≈ 0.30"
    assert approx(1.234e-7) == "≈ 1.23e-7"


def test_reading_fills_exact_and_approximate_numbers():
    found = reading("off by {gap:≈.1f}° on {n} nights", gap=9.57, n=400)
    assert repr(found) == "off by ≈ 9.6° on 400 nights"


def test_large_counts_have_their_thousands_apart():
    assert approx(75_000_100, ".0f") == "≈ 75,000,100"
    assert repr(reading("{n} in {year}", n=10_240, year=1962)) == "10,240 in 1962"
    assert repr(reading("{n:d} steps", n=10_240)) == "10240 steps"  # as the author asked


def test_the_page_shows_a_number_without_the_mark_of_the_tests():
    shown = reading("about {gap:≈.1f}°, {low:≈.0e} to {n:≈,.0f}", gap=-9.57, low=1e-7, n=12345)
    assert "≈" not in shown._repr_html_()
    for number in ("-9.6", "1e-7", "12,345"):
        assert f'<span class="mid-approx">{number}</span>' in shown._repr_html_()


def test_reading_html_escapes_and_keeps_emphasis():
    found = reading("a < b, **bold**, *slanted*, `code`")._repr_html_()
    assert "a &lt; b, <strong>bold</strong>, <em>slanted</em>, <code>code</code>" in found


@pytest.mark.parametrize("numbers", [{}, {"gap": 1.0, "unused": 2}, {"gpa": 1.0}])
def test_reading_refuses_names_that_do_not_match(numbers):
    with pytest.raises(ValueError, match="template uses"):
        reading("off by {gap:≈.1f}", **numbers)
