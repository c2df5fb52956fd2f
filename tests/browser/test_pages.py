"""The built book in a real browser: one origin, no errors, sliders that move, accessible names.

Needs ``_build/html`` (make book) and a chromium on the path; says so when one is missing.
"""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
PAGES = sorted(str(p.relative_to(HTML)) for p in HTML.rglob("*.html") if "_static" not in p.parts)
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address():
    """Serve the book on a free port of this machine."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    handler = functools.partial(quiet, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("chromium is not on the path; on Debian: apt-get install chromium")
    if not PAGES:
        pytest.fail("_build/html is empty; run `make book` first")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page and collects what went wrong on it."""
    contexts = []

    def open_page(path, scheme="light"):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page, foreign, errors = context.new_page(), [], []

        def route(request):
            if request.request.url.startswith((address, "data:")):
                request.continue_()
            else:
                foreign.append(request.request.url)
                request.abort()

        page.route("**/*", route)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.goto(f"{address}/{path}", wait_until="networkidle")
        return page, foreign, errors

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_self_contained_accessible_and_fits_a_phone(visit, path, scheme):
    page, foreign, errors = visit(path, scheme=scheme)
    assert foreign == [], "requests to other hosts"
    assert errors == [], "errors in the console"
    page.add_script_tag(path=str(ROOT / "book" / "_static" / "vendor" / "axe" / "axe.min.js"))
    violations = page.evaluate("axe.run()")["violations"]
    assert [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:200]}" for v in violations] == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "scrolls sideways"


@pytest.mark.parametrize("path", CHAPTERS)
def test_slider_changes_the_picture(visit, path):
    page, _, _ = visit(path)
    handle = page.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    seen = [page.locator(".mid-frame img:visible").first.get_attribute("src")]
    for _ in range(2):
        handle.press("ArrowRight")
        page.wait_for_timeout(100)
        seen.append(page.locator(".mid-frame img:visible").first.get_attribute("src"))
    assert len(set(seen)) == 3
    assert page.locator(".mid-frame img:visible").count() == 1, "the static frame should hide"


@pytest.mark.parametrize("path", CHAPTERS)
def test_first_frame_shows_without_javascript(browser, address, path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert page.locator(".mid-first-frame img").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", CHAPTERS)
def test_predict_first_replies_to_the_keyboard(visit, path):
    page, _, errors = visit(path)
    options, says = page.locator("#predict-first .mid-quiz button"), page.get_by_role("status")
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
    assert errors == []
    page.add_script_tag(path=str(ROOT / "book" / "_static" / "vendor" / "axe" / "axe.min.js"))
    assert page.evaluate("axe.run()")["violations"] == []


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_solution_is_behind_a_button(visit, path):
    page, _, _ = visit(path)
    button = page.get_by_text("Show the solution").first
    cell = button.locator("xpath=ancestor::details")
    assert not cell.locator("pre").first.is_visible()
    button.click()
    assert cell.locator("pre").first.is_visible()
    assert page.get_by_text("raise NotImplementedError()").first.is_visible()
