"""What the comparison of a stored and a fresh output notices."""

import base64
import io
import re

import pytest
from PIL import Image, ImageDraw

from moreisdifferent.display.pictures import thumbnails
from tools.chapters.approx import differences
from tools.chapters.compare import moved, record_moved
from tools.chapters.run import ROOT

PLAIN, HTML = "text/plain", "text/html"


@pytest.mark.parametrize(
    ("stored", "fresh", "lines"),
    [
        ("≈ 1.000", "≈ 1.001", 0),
        ("≈ 1.000", "≈ 1.002", 1),
        ("≈ 0.79", "≈ 0.83", 1),
        ("≈ 0.001", "≈ -0.001", 1),
        ("≈ 12,000", "≈ 12,001", 0),
        ("≈ 12,000", "≈ 12,500", 1),
        ("≈ 2e-7", "≈ 3e-7", 0),
        ("≈ 2e-7", "≈ 4e-5", 1),
        ("≈ 1 and ≈ 2", "≈ 1", 1),
        ("5 apples", "6 apples", 0),
        ('<span class="mid-approx">0.79</span>', '<span class="mid-approx">0.19</span>', 1),
    ],
)
def test_digits_that_are_printed_hold(stored, fresh, lines):
    assert len(differences(stored, fresh, tolerance=0, units=1)) == lines


def test_where_no_pin_reaches_a_number_may_move_by_its_share():
    assert not differences("≈ 1.000", "≈ 1.040", tolerance=0.05, units=2)
    assert differences("≈ 1.000", "≈ 1.060", tolerance=0.05, units=2)


def output(plain="", html="", record=None):
    return {"data": {PLAIN: plain, HTML: html}, "metadata": {"moreisdifferent": record or {}}}


def picture(*corners, colour="black") -> str:
    image = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).line(corners, fill=colour, width=3)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return f'<img src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'


def test_a_number_that_only_the_page_shows_is_compared():
    stored = output("off by ≈ 0.79", "<p>off by ≈\N{NO-BREAK SPACE}0.19</p>")
    fresh = output("off by ≈ 0.79", "<p>off by ≈\N{NO-BREAK SPACE}0.79</p>")
    assert moved([fresh], [fresh]) == []
    assert len(moved([stored], [fresh])) == 1


def test_a_replaced_picture_is_seen_and_a_hair_is_not():
    stored = output(html=picture((0, 0), (120, 80)))
    other = output(html=picture((0, 80), (120, 0)))
    almost = output(html=picture((0, 0), (120, 80), colour=(3, 0, 0)))
    assert moved([stored], [other]) == ["picture 1 looks different"]
    assert moved([stored], [almost]) == []
    assert moved([stored], [output(html="")]) == ["stored 1 pictures, the run gave 0"]


def test_a_frame_that_only_the_slider_shows_is_compared():
    frames = [{"metadata": {"pictures": thumbnails(picture((0, y), (120, 80)))}} for y in (0, 80)]
    assert moved([frames[0]], [frames[0]]) == []
    assert moved([frames[0]], [frames[1]]) == ["picture 1 looks different"]


def test_the_record_of_a_verdict_is_compared():
    stored = {"claim": "small", "evidence": [{"estimate": 0.31, "low": 0.3, "high": 0.32}]}
    fresh = {"claim": "small", "evidence": [{"estimate": 0.31, "low": 0.288, "high": 0.32}]}
    assert record_moved(stored, stored) == []
    assert record_moved(stored, fresh) == ["record.evidence[0].low: stored 0.3, the run gave 0.288"]
    assert moved([output(record=stored)], [output(record={"claim": "large"})])
    assert record_moved({"low": 0.0}, {"low": -0.001})
    assert record_moved({"found": True}, {"found": 1}) == []


def test_what_nbval_masks_is_what_is_compared_here():
    text = (ROOT / "tests" / "nbval_sanitize.cfg").read_text("ascii")  # whatever the locale
    for line in ("≈ 0.79", "≈\N{NO-BREAK SPACE}−3,000.5e-7", '<span class="mid-approx">0.1</span>'):
        masked = line
        for pattern, to in re.findall(r"regex: (.*)\nreplace: (.*)", text):
            masked = re.sub(pattern, to, masked)
        assert not re.search(r"\d", masked)
        assert differences(line, masked)
