"""Help beside a word, predictions that are remembered, paper, forced colours, 320 pixels."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tools.reading.measures import CUT

HTML = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(
    str(path.relative_to(HTML))
    for path in HTML.rglob("*.html")
    if "_static" not in path.parts and path != HTML / "index.html"
)
CHAPTERS = [path for path in PAGES if path.startswith("chapters/")]
NEW = [path for path in CHAPTERS if 'id="with-more"' in (HTML / path).read_text("utf-8")]
AXE = Path(__file__).parents[2] / "book" / "_static" / "vendor" / "axe" / "axe.min.js"
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 2.2, success criterion 1.4.12
LAID_OUT = "div.cell { content-visibility: visible !important; }"

pytestmark = pytest.mark.browser


def first(page, kind: str):
    """Return the first word on a page with help of one kind, or None."""
    for word in page.locator("a.mid-help").all():
        entry = page.locator(f"#{word.get_attribute('data-entry')}")
        if entry.get_attribute("data-kind") == kind and word.is_visible():
            return word
    return None


def axe(page) -> list[str]:
    page.wait_for_timeout(600)  # the theme fades colours in
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document)")["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("kind", ["glossary", "source"])
@pytest.mark.parametrize("path", CHAPTERS)
def test_a_word_shows_its_entry_to_mouse_and_keyboard(visit, path, kind):
    seen = visit(path)
    page, box = seen.page, seen.page.get_by_role("tooltip")
    page.add_style_tag(content=LAID_OUT)
    word = first(page, kind)
    assert word, f"the page has no word with help from the {kind}"
    word.scroll_into_view_if_needed()
    page.wait_for_timeout(600)  # formulas come into view and are set
    for _ in range(5):  # a formula that is set late moves the word away from the mouse
        page.mouse.move(1, 1)
        word.hover()
        page.wait_for_timeout(1000)
        if box.is_visible():
            break
    assert box.locator("p").first.inner_text().strip()
    assert word.get_attribute("aria-describedby") == box.get_attribute("id")
    page.keyboard.press("Escape")
    assert box.count() == 0
    page.mouse.move(1, 1)
    word.focus()
    box.wait_for(state="visible", timeout=5000)
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert box.count() == 0 and word.evaluate("(a) => a === document.activeElement")
    assert seen.foreign == [] and seen.errors == []


@pytest.mark.parametrize("path", CHAPTERS[:3])
def test_a_tap_shows_the_entry_and_the_next_one_goes_there(visit, path):
    page = visit(path, width=390, has_touch=True).page
    word = first(page, "source")
    word.scroll_into_view_if_needed()
    word.tap()
    box = page.get_by_role("tooltip")
    box.wait_for(state="visible", timeout=5000)
    assert page.url.endswith(path)
    edges = box.bounding_box()
    assert edges["x"] >= 0 and edges["x"] + edges["width"] <= 390
    page.locator("article h1").first.tap()
    assert box.count() == 0
    word.tap()
    word.tap()
    page.wait_for_url("**/bibliography.html#*")


@pytest.mark.parametrize("path", CHAPTERS)
def test_help_is_no_hedge(visit, path):
    """Words with help look like the text around them, and there are few of them."""
    page = visit(path).page
    words = page.locator("article a.mid-help:not([data-entry^=source])")
    text = page.locator("article").inner_text()
    assert 0 < words.count() <= len(text.split()) / 75
    for word in words.all():
        inks = word.evaluate("(a) => [a, a.parentElement].map((e) => getComputedStyle(e).color)")
        assert inks[0] == inks[1], word.inner_text()


def test_help_shows_nothing_on_paper_and_works_as_a_link_without_a_script(visit):
    page = visit(CHAPTERS[0]).page
    first(page, "source").hover()
    page.get_by_role("tooltip").wait_for(state="visible")
    page.emulate_media(media="print")
    assert page.get_by_role("tooltip").count() == 0
    bare = visit(CHAPTERS[0], java_script_enabled=False).page
    bare.locator("a.mid-help").first.click()
    assert "/book/" in bare.url


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_prediction_is_remembered_and_recalled(visit, path):
    seen = visit(path)
    page, chapter = seen.page, path[9:11]
    assert page.locator(".mid-recall").count() == 0
    page.locator("#predict-first .mid-quiz button").nth(1).click()
    page.locator("#predict-first .mid-quiz button").nth(2).click()
    page.reload(wait_until="networkidle")
    pressed = page.locator("#predict-first .mid-quiz [aria-pressed=true]")
    assert pressed.count() == 1 and pressed.inner_text()
    recalled = page.locator("#take-away .mid-recall").inner_text()
    assert recalled.startswith("You said 2,") and "we found" in recalled.lower()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('mid-'))") == [
        f"mid-predict-{chapter}"
    ]
    line = f'class="mid-said" data-chapter="{chapter}"'
    parts = [p for p in PAGES if line in (HTML / p).read_text("utf-8")]
    page.goto(f"{seen.address}/{parts[0]}")
    said = page.locator(f".mid-said[data-chapter='{chapter}']")
    assert said.inner_text() == recalled
    page.goto(f"{seen.address}/{path}")
    page.get_by_role("button", name="Forget it").click()
    assert page.locator(".mid-recall").count() == 0
    assert page.evaluate(f"localStorage.getItem('mid-predict-{chapter}')") is None
    assert seen.errors == []


@pytest.mark.parametrize("path", CHAPTERS[:2])
def test_a_prediction_is_a_list_and_a_fold_without_a_script(visit, path):
    page = visit(path, java_script_enabled=False).page
    section = page.locator("#predict-first")
    assert section.locator("ol > li:visible").count() >= 3
    assert section.locator("button").count() == 0
    assert section.get_by_text("Answer", exact=True).is_visible()


@pytest.mark.parametrize("path", CHAPTERS)
def test_every_fold_says_what_it_holds(visit, path):
    page = visit(path).page
    page.add_style_tag(content=LAID_OUT)
    folds = page.locator("div.cell details > summary")
    assert folds.count()
    for words in folds.all_inner_texts():
        assert words.strip() and "code cell" not in words, words


@pytest.mark.parametrize("path", NEW)
def test_no_visible_line_is_cut_off(visit, path):
    page = visit(path).page
    page.add_style_tag(content=LAID_OUT)
    boxes = page.locator("article pre:visible")
    cut = [
        box.inner_text()[:60]
        for box in boxes.all()
        if box.evaluate("(b) => b.scrollWidth > b.clientWidth")
    ]
    assert cut == []


def test_as_many_characters_fit_as_the_report_says(visit):
    page = visit(CHAPTERS[0]).page
    box = page.locator("article div.cell_input pre:visible").first
    fits = "([b, n]) => { b.textContent = 'x'.repeat(n); return b.scrollWidth <= b.clientWidth; }"
    assert box.evaluate(f"(b) => ({fits})([b, {CUT}])")
    assert not box.evaluate(f"(b) => ({fits})([b, {CUT + 4}])")


INKS = """() => {
  const white = (c) => c === "rgba(0, 0, 0, 0)" || c === "rgb(255, 255, 255)";
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const wrong = [];
  for (const e of document.querySelectorAll("html, body, article :is(h1, h2, h3, p, li, td, th, pre, code, span, figcaption, summary)")) {
    if (e.closest("svg") || (e !== document.documentElement && !e.offsetParent && e !== document.body)) continue;
    const style = getComputedStyle(e);
    if (e.textContent.trim() && 1.05 / (light(style.color) + 0.05) < 4.5) wrong.push(`${e.tagName} ${e.className} is ${style.color}`);
    if (["HTML", "BODY", "PRE"].includes(e.tagName) && !white(style.backgroundColor)) wrong.push(`${e.tagName} on ${style.backgroundColor}`);
  }
  return wrong.slice(0, 5);
}"""


@pytest.mark.parametrize("path", ["book/index.html", "book/ledger.html", *CHAPTERS])
def test_paper_is_black_on_white_while_the_screen_is_dark(visit, path):
    page = visit(path, color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(INKS) == []


@pytest.mark.parametrize("path", CHAPTERS)
def test_on_paper_no_frame_is_torn_from_its_code(visit, path):
    page = visit(path).page
    page.emulate_media(media="print")
    torn = page.evaluate("""() => [...document.querySelectorAll("article div.cell_input")].filter((box) =>
      box.offsetParent && getComputedStyle(box).breakInside !== "avoid").length""")
    assert torn == 0
    assert page.locator("div.cell details:not([open]) > summary:visible").count() == 0


@pytest.mark.parametrize("path", CHAPTERS)
def test_on_paper_a_slider_is_a_strip_of_frames(visit, path):
    page = visit(path).page
    for box in page.locator(".mid-explorable").all():
        page.emulate_media(media="print")
        every = box.locator(".mid-frames > div").count()
        shown = box.locator(".mid-frames > div:visible")
        assert shown.count() == min(every, 4)
        for frame in shown.all():
            assert frame.locator("img").is_visible() and frame.locator("figcaption").is_visible()
        assert box.locator(".mid-paper").is_visible()
        page.emulate_media(media="screen")
        assert box.locator(".mid-frames > div:visible").count() == 1
        assert not box.locator(".mid-paper").is_visible()


@pytest.mark.parametrize("path", CHAPTERS)
def test_paper_finds_every_picture_and_begins_with_the_text(visit, path):
    page = visit(path).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("[...document.images].every((img) => img.complete && img.naturalWidth)")
    page.emulate_media(media="print")
    assert not page.locator("#jb-print-toc").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_colours_decided_claims_are_seen_and_told_apart(visit, scheme):
    page = visit("book/index.html", forced_colors="active", color_scheme=scheme).page
    looks = {}
    for square in page.locator(".mid-legend .mid-strip span:visible").all():
        picture = Image.open(io.BytesIO(square.screenshot())).convert("L")
        levels = picture.histogram()
        ink = sum(levels[:100]) if scheme == "light" else sum(levels[156:])
        looks[square.get_attribute("class")] = (
            ink / (picture.width * picture.height),
            picture.tobytes(),
        )
    decided = {name: look for name, look in looks.items() if name != "mid-not-decided-yet"}
    assert len(decided) >= 3
    assert all(ink > 0.3 for ink, _ in decided.values()), decided.keys()
    assert len({picture for _, picture in looks.values()}) == len(looks)


@pytest.mark.parametrize(("width", "spacing"), [(320, ""), (320, SPACING), (1280, SPACING)])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways(visit, path, width, spacing):
    page = visit(path, width=width).page
    page.add_style_tag(content=LAID_OUT + spacing)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hints_open_one_at_a_time(visit):
    for path in NEW:
        if 'id="exercises"' not in (HTML / path).read_text("utf-8"):
            continue
        page = visit(path).page
        hints = page.locator("#exercises").get_by_text("Hint 2", exact=True)
        assert hints.count() and not hints.first.is_visible()
        page.locator("#exercises").get_by_text("Hint 1", exact=True).first.click()
        assert hints.first.is_visible()
        assert page.locator("#exercises .mid-effort").count() == 3
