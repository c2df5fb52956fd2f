"""The built book on a free port, and a chromium: says what is missing and installs nothing."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
MENDED = """() => document.readyState === "complete" && !document.querySelector(
  ".sidebar-primary-items__start > .sidebar-primary-item:first-child:not([role])")"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def address():
    """Serve the book on a free port of this machine."""
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    handler = functools.partial(quiet, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.fail("chromium is not on the path; on Debian: apt-get install chromium")
    if not (HTML / "book" / "index.html").exists():
        pytest.fail("_build/html is empty; run `make book` first")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A page, with what it asked of this and other hosts and the errors in its console."""

    def __init__(self, browser, address, **settings):
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.address, self.foreign, self.errors, self.responses = address, [], [], []
        self.page.route("**/*", self._route)
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)

    def _route(self, route):
        if route.request.url.startswith((self.address, "data:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page of the book: ``visit(path, width, **settings)``."""
    visits = []

    def open_page(path, width=1280, **settings):
        viewport = {"width": width, "height": 900}
        visits.append(Visit(browser, address, viewport=viewport, **settings))
        visits[-1].page.goto(f"{address}/{path}", wait_until="networkidle")
        if settings.get("java_script_enabled", True):
            visits[-1].page.wait_for_function(MENDED)  # a busy machine is quiet before it is done
        return visits[-1]

    yield open_page
    for visit in visits:
        visit.context.close()
