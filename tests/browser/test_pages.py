"""Every page of the built book in a real browser, light and dark, wide and on a phone.

Pages are found in ``_build/html``. Screenshots of each go to ``_build/screenshots``.
"""

import gzip
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
PAGES = sorted(
    str(path.relative_to(HTML))
    for path in HTML.rglob("*.html")
    if "_static" not in path.parts
    and path != HTML / "index.html"  # it only leads to the first page
)
CHAPTERS = [path for path in PAGES if path.startswith("chapters/")]
WITH_EXERCISES = [path for path in CHAPTERS if 'id="exercises"' in (HTML / path).read_text("utf-8")]
PICTURES = ROOT / "_build" / "screenshots"
AXE = ROOT / "book" / "_static" / "vendor" / "axe" / "axe.min.js"
EXCEPTIONS = yaml.safe_load((ROOT / "tests" / "browser" / "axe_exceptions.yml").read_text("utf-8"))
LIMIT = 1_500_000  # bytes before interaction, text compressed as web servers do
TALL = 5000  # a screenshot shows so many pixels from the top

pytestmark = pytest.mark.browser

# what axe-core does not ask: one title, headings that skip no level, described pictures, headed tables
STRUCTURE = """() => {
  const wrong = [], levels = [...document.querySelectorAll("article :is(h1,h2,h3,h4,h5,h6)")].map((h) => +h.tagName[1]);
  if (levels.filter((level) => level === 1).length > 1) wrong.push("more than one h1");
  levels.forEach((level, i) => i && level > levels[i - 1] + 1 && wrong.push(`h${level} after h${levels[i - 1]}`));
  for (const img of document.querySelectorAll("article img")) if (!img.alt.trim()) wrong.push(`no alt: ${img.src}`);
  for (const table of document.querySelectorAll("article table")) if (!table.querySelector("th")) wrong.push("table without headers");
  for (const box of document.querySelectorAll("article pre"))
    if (box.offsetParent && box.scrollWidth > box.clientWidth && box.tabIndex < 0) wrong.push("code out of the keyboard's reach");
  return wrong;
}"""

LOADED = """() => [...document.images].every((img) =>
  img.complete || !img.offsetParent || img.getBoundingClientRect().top > innerHeight)"""


def excused(path: str, rule: str, target: str) -> bool:
    return any(
        e["page"] in ("*", path) and e["rule"] == rule and e["target"] in target for e in EXCEPTIONS
    )


def violations(page, path: str, scheme: str) -> list[str]:
    """Return what axe-core finds, less what is excused; in the dark only colours can differ."""
    page.add_script_tag(path=str(AXE))
    rules = "{}" if scheme == "light" else "{runOnly: ['color-contrast', 'link-in-text-block']}"
    found = page.evaluate(f"axe.run(document, {rules})")["violations"]
    return [
        f"{v['id']}: {v['help']} — {node['html'][:200]}"
        for v in found
        for node in v["nodes"]
        if not excused(path, v["id"], str(node["target"]))
    ]


def screenshot(page, path: str, width: int, scheme: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALL)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(LOADED)
    name = path.removesuffix(".html").replace("/", "_")
    page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", animations="disabled")


def weight(responses) -> int:
    """Return the bytes that a server with compression would have sent."""
    total = 0
    for response in responses:
        if response.ok:
            kind = response.headers.get("content-type", "")
            small = gzip.compress(response.body()) if "image/png" not in kind else response.body()
            total += len(small)
    return total


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page(visit, path, scheme):
    seen = visit(path, color_scheme=scheme)
    page = seen.page
    assert weight(seen.responses) < LIMIT, "the page is too heavy"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280, "scrolls sideways"
    assert page.evaluate(STRUCTURE) == []
    assert violations(page, path, scheme) == []
    screenshot(page, path, 1280, scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "scrolls sideways"
    screenshot(page, path, 390, scheme)
    assert seen.foreign == [], "requests to other hosts"
    assert seen.errors == [], "errors in the console"


def test_the_address_of_the_book_leads_to_its_first_page(visit):
    page = visit("index.html").page
    page.wait_for_url("**/book/index.html")
    assert page.title()


@pytest.mark.parametrize("path", ["book/index.html", "book/ledger.html"])
def test_focus_is_always_seen(visit, path):
    page = visit(path).page
    for _ in range(30):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => {const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow})()"
        )
        assert style != "nonenone", page.evaluate("document.activeElement.outerHTML")[:200]


@pytest.mark.parametrize("path", ["book/index.html", "book/ledger.html"])
def test_paper_shows_the_text_alone(visit, path):
    page = visit(path).page
    page.emulate_media(media="print")
    for part in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".bd-header-article"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("h1:visible").count() == 1


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_phone_opens_a_figure_at_its_full_size(visit, path):
    seen = visit(path, width=390, has_touch=True)
    shown = seen.page.locator(".mid-figure").last
    open_it = shown.get_by_role("button", name="Enlarge")
    open_it.scroll_into_view_if_needed()
    open_it.tap()
    dialog = seen.page.get_by_role("dialog")
    assert shown.locator("img").bounding_box()["width"] <= 390
    assert dialog.locator("img").bounding_box()["width"] == dialog.locator("img").evaluate(
        "(img) => +img.getAttribute('width')"
    )
    assert dialog.locator("div").evaluate("(box) => box.scrollWidth > box.clientWidth")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not violations(seen.page, path, "light")
    seen.page.keyboard.press("Escape")
    assert dialog.count() == 0
    shown.locator("img").tap()
    assert dialog.locator("img").is_visible()
    seen.page.keyboard.press("Escape")
    wide = visit(path).page.locator(".mid-figure").last
    assert not wide.get_by_role("button", name="Enlarge").is_visible()


TORN = """() => {
  const torn = [];
  for (const cell of document.querySelectorAll("article :is(td, th)")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode()); ) {
      if (text.parentElement.closest("code, .math")) continue; // a formula is set when it comes near
      for (const word of text.data.matchAll(/[^\\s\\-–\u200b]+/g)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) torn.push(word[0]);
      }
    }
  }
  return torn;
}"""


@pytest.mark.parametrize("path", CHAPTERS)
def test_on_a_phone_a_word_in_a_table_stays_whole(visit, path):
    assert visit(path, width=390).page.evaluate(TORN) == []


def test_the_ledger_filters_by_part_and_verdict(visit):
    page = visit("book/ledger.html?part=part-1").page
    claims = page.locator(".mid-claim")
    first_part = page.locator(".mid-claim:visible").count()
    assert first_part == page.locator(".mid-claim.mid-part-1").count() < claims.count()
    page.locator("select[name=verdict]").select_option("corrected")
    wanted = page.locator(".mid-claim.mid-part-1.mid-corrected").count()
    assert 0 < page.locator(".mid-claim:visible").count() == wanted < first_part
    assert page.get_by_role("status").inner_text() == f"{wanted} of {claims.count()} claims"
    page.locator("select[name=part]").select_option("")
    page.locator("select[name=verdict]").select_option("")
    assert page.locator(".mid-claim:visible").count() == claims.count()


@pytest.mark.parametrize("path", CHAPTERS)
def test_predict_first_replies_to_the_keyboard(visit, path):
    seen = visit(path)
    page = seen.page
    options, says = (
        page.locator("#predict-first .mid-quiz button"),
        page.locator("#predict-first [role=status]"),
    )
    assert options.count() >= 3
    rights = []
    for number in range(options.count()):
        option = options.nth(number)
        option.focus()
        option.press("Enter")
        assert option.get_attribute("aria-pressed") == "true"
        assert page.locator(".mid-quiz [aria-pressed=true]").count() == 1
        assert says.inner_text().strip()
        rights.append(option.get_attribute("data-right"))
        assert says.get_attribute("data-right") == rights[-1]
    assert sorted(rights) == ["false"] * (len(rights) - 1) + ["true"]
    assert seen.errors == []
    assert violations(page, path, "light") == []


@pytest.mark.parametrize("path", WITH_EXERCISES)
def test_a_solution_is_behind_a_button(visit, path):
    page = visit(path).page
    button = page.get_by_text("Show the solution").first
    cell = button.locator("xpath=ancestor::details")
    assert not cell.locator("pre").first.is_visible()
    button.click()
    assert cell.locator("pre").first.is_visible()
    assert page.get_by_text("raise NotImplementedError()").first.is_visible()
