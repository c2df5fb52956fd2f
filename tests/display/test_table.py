import pytest

from moreisdifferent.display import approx, table


def test_first_column_heads_the_rows():
    page = table({"model": ["circle"], "error": [approx(9.6)]}, "Errors")._repr_html_()
    assert '<th scope="row">circle</th><td><span class="mid-approx">9.6</span></td>' in page
    assert "<caption>Errors</caption>" in page


def test_plain_text_holds_every_cell():
    assert repr(table({"a": [1, 2], "b": [3, 4]}, "T")) == "T\na | b\n1 | 3\n2 | 4"


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"a": [1], "b": []}, "lengths"), ({}, "lengths"), ({"a": ["x"], "b": [0.1]}, "float")],
)
def test_bad_input(columns, message):
    with pytest.raises(ValueError, match=message):
        table(columns, "T")
