"""Every link and asset inside the built book leads somewhere; every way into a chapter, too."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urldefrag, urlsplit

import pytest
import yaml
from reader import addresses

from tools.releases.edition import base_address

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
PAGES = sorted(path for path in HTML.rglob("*.html") if "_static" not in path.parts)
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))

pytestmark = pytest.mark.browser


class Addresses(HTMLParser):
    """The addresses that a page leads to or loads, and the anchors it has."""

    def __init__(self, path: Path):
        super().__init__()
        self.out, self.anchors, self.canonical = [], {""}, ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("rel") == "canonical":  # it names the page and loads nothing
            self.canonical = attrs["href"]
            return
        self.anchors.add(attrs.get("id") or "")
        self.out += [(tag, attrs[key]) for key in ("href", "src") if attrs.get(key)]


@pytest.fixture(scope="module")
def pages():
    return {path: Addresses(path) for path in PAGES}


def test_every_inner_link_leads_somewhere(pages):
    broken = []
    for path, page in pages.items():
        for _, address in page.out:
            if urlsplit(address).scheme:
                continue
            file, anchor = urldefrag(address)
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
            known = pages[target].anchors if target in pages else {anchor}
            if not target.exists() or (unquote(anchor) not in known):
                broken.append(f"{path.relative_to(HTML)} → {address}")
    assert broken == []


def test_no_page_loads_anything_from_another_host(pages):
    foreign = [
        f"{path.relative_to(HTML)}: {address}"
        for path, page in pages.items()
        for tag, address in page.out
        if tag not in ("a",) and urlsplit(address).netloc
    ]
    assert foreign == []


def test_every_page_names_its_address_and_the_site_map_has_them_all(pages):
    base = base_address(ROOT)
    written = {path: path.relative_to(HTML).as_posix() for path in pages}
    doors = {"index.html", *addresses.moved(ROOT)}
    named = {name: pages[path].canonical for path, name in written.items() if name not in doors}
    apart = {"genindex.html", "search.html"}
    assert {n: a for n, a in named.items() if a != base + n and n not in apart} == {}
    mapped = re.findall(r"<loc>(.*?)</loc>", (HTML / "sitemap.xml").read_text("utf-8"))
    assert sorted(mapped) == sorted(base + name for name in named if name not in apart)


def test_an_old_address_leads_to_the_page_that_has_it_now():
    for old, new in {"index.html": "book/index.html", **addresses.moved(ROOT)}.items():
        page = (HTML / old).read_text("utf-8")
        (to,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
        assert ((HTML / old).parent / to).resolve() == HTML / new


@pytest.mark.parametrize("path", [p for p in PAGES if p.parent.name == "chapters"], ids=str)
def test_the_ways_into_a_chapter_open_its_notebook(pages, path):
    notebook = f"chapters/{path.stem}.ipynb"
    assert (ROOT / notebook).exists()
    url, branch = CONFIG["repository"]["url"], CONFIG["repository"]["branch"]
    repository = url.removeprefix("https://github.com/")
    out = [address for tag, address in pages[path].out if tag == "a"]
    binder = next(a for a in out if a.startswith("https://mybinder.org/v2/gh/"))
    assert binder.startswith(f"https://mybinder.org/v2/gh/{repository}/{branch}?")
    assert parse_qs(urlsplit(binder).query)["urlpath"] == [f"lab/tree/{notebook}"]
    assert f"https://colab.research.google.com/github/{repository}/blob/{branch}/{notebook}" in out
    assert f"http://localhost:8888/lab/tree/{notebook}" in out
    assert f"../_sources/{notebook}" in out
    assert f"{url}/edit/{branch}/chapters/{path.stem}.md" in out
    assert f"%pip install -q git+{url}@{branch}" in path.read_text("utf-8")


def test_the_address_of_the_repository_stands_in_one_place():
    """A notebook that travels alone says where to get the library; tests/chapters compare that line."""
    install = re.compile(r"%pip install -q git\+\S+@\w+")
    address = CONFIG["repository"]["url"].removeprefix("https://")
    sources = [
        ROOT / "_config.yml",
        *(p for p in (ROOT / "book").rglob("*.md") if p.name != "ledger.md"),  # generated
        *(ROOT / "chapters").glob("*.md"),
    ]
    sources += [*(ROOT / "book").rglob("*.py"), *(ROOT / "book").rglob("*.js"), ROOT / "README.md"]
    found = [p.name for p in sources if address in install.sub("", p.read_text("utf-8"), count=1)]
    assert found == ["_config.yml"]
