"""Explorables and the title figure move by mouse, keyboard and touch, and show without JavaScript."""

import re
from pathlib import Path

import pytest

HTML = Path(__file__).parents[2] / "_build" / "html"
MOVING = sorted(
    str(path.relative_to(HTML))
    for path in HTML.rglob("*.html")
    if 'class="mid-explorable"' in path.read_text("utf-8")
)
TITLE = "book/index.html"

pytestmark = pytest.mark.browser


def picture(box) -> str:
    """Return the address of the one picture in sight, once it has been drawn."""
    shown = box.locator(".mid-frame img:visible")
    assert shown.count() == 1
    shown.evaluate("(img) => img.decode()")
    assert shown.evaluate("(img) => img.naturalWidth") > 100
    return shown.evaluate("(img) => img.currentSrc")


def press(page, slider, share):
    """Turn a slider to its first, middle or last value by keys alone."""
    slider.focus()
    page.keyboard.press("Home" if share == 0 else "End")
    if share == 0.5:
        page.keyboard.press("ArrowLeft")


def click(page, slider, share):
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2)


def tap(page, slider, share):
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2)


@pytest.mark.parametrize("move", [click, press, tap], ids=["mouse", "keyboard", "touch"])
@pytest.mark.parametrize("path", MOVING)
def test_explorable_changes_its_picture_and_says_its_value(visit, path, move):
    seen = visit(path, width=390 if move is tap else 1280, has_touch=move is tap)
    for box in seen.page.locator(".mid-explorable").all():
        slider = box.get_by_role("slider")
        slider.scroll_into_view_if_needed()
        pictures, values = [], []
        for share in (0, 0.5, 1):
            move(seen.page, slider, share)
            pictures.append(picture(box))
            values.append(slider.get_attribute("aria-valuetext"))
            assert box.locator("output").inner_text() == values[-1]
            assert values[-1] in box.locator("figcaption:visible").inner_text()
        assert len(set(pictures)) == 3
        assert len(set(values)) == 3
        assert re.search(r'slider "\S.*"', box.aria_snapshot()), "the slider has no name"
    assert seen.errors == []


@pytest.mark.parametrize("path", [*MOVING, TITLE])
def test_first_frame_shows_without_javascript(visit, path):
    page = visit(path, java_script_enabled=False).page
    for box in page.locator(".mid-explorable").all():
        assert box.locator("img:visible").count() == 1
        assert box.get_by_role("slider").count() == 0, "a slider that cannot move"
    if path == TITLE:
        assert page.locator(".mid-title-figure svg").is_visible()


def sight_lines(page) -> list[tuple[int, int]]:
    """Return the vectors from the Earth to Mars that the title figure draws."""
    drawn = page.locator(".mid-title-figure path.sight").get_attribute("d")
    lines = re.findall(r"M(-?\d+) (-?\d+)L(-?\d+) (-?\d+)", drawn)
    return [(int(c) - int(a), int(d) - int(b)) for a, b, c, d in lines]


@pytest.mark.parametrize("move", [click, press, tap], ids=["mouse", "keyboard", "touch"])
def test_title_figure_moves_the_origin_and_no_line_of_sight(visit, move):
    page = visit(TITLE, width=390 if move is tap else 1280, has_touch=move is tap).page
    slider = page.locator(".mid-title-figure").get_by_role("slider")
    slider.scroll_into_view_if_needed()
    before, lines = page.locator("path.mars").get_attribute("d"), sight_lines(page)
    move(page, slider, 1)
    assert slider.get_attribute("aria-valuetext") == "the Sun"
    assert page.locator("path.mars").get_attribute("d") != before
    moved = sight_lines(page)
    assert len(moved) == 8
    assert all(abs(a - c) <= 1 and abs(b - d) <= 1 for (a, b), (c, d) in zip(lines, moved))
    move(page, slider, 0)
    assert page.locator("path.mars").get_attribute("d") == before
