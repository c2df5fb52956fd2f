import numpy as np
import pytest
from matplotlib.figure import Figure

from moreisdifferent.datasets.glyphs import Glyphs
from moreisdifferent.display.contact import contact_sheet


def test_a_sheet_of_glyphs_has_a_row_a_writer_and_a_column_a_class():
    ax = Figure().subplots()
    glyphs = Glyphs("hand", 12)
    images = glyphs.every(1, writers=range(3)).images
    assert contact_sheet(ax, images, columns=36, titles=glyphs.classes) is ax
    sheet = ax.images[0].get_array()
    assert sheet.shape == (3 * 14, 36 * 14)
    assert np.array_equal(sheet[14 + 1 : 28 - 1, 1:13], images[36, 0])  # second writer's A
    assert [text.get_text() for text in ax.texts] == list(glyphs.classes)


def test_the_last_row_may_be_short():
    sheet = contact_sheet(Figure().subplots(), np.ones((5, 4, 4)), columns=3).images[0].get_array()
    assert sheet.shape == (12, 18) and sheet.sum() == 5 * 16


@pytest.mark.parametrize(
    "images, options, message",
    [
        (np.ones((5, 2, 4, 4)), {"columns": 3}, "images has shape"),
        (np.ones((0, 4, 4)), {"columns": 3}, "images has shape"),
        (np.ones((5, 4, 4)), {"columns": 0}, "columns is 0"),
        (np.ones((5, 4, 4)), {"columns": 3, "titles": "ab"}, "titles has 2"),
    ],
)
def test_bad_input_is_named(images, options, message):
    with pytest.raises(ValueError, match=message):
        contact_sheet(Figure().subplots(), images, **options)
