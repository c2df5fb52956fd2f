"""The whole book as one PDF: ``python -m tools.reading.pdf`` writes ``_build/paper/NAME-VERSION.pdf``.

Every page of the built book is laid out for paper (tools/reading/paper.py), printed by chromium with
the pages' own print style, and joined in the order of the table of contents. Links between pages and to
their parts lead within the PDF, all others to the web; headings are its bookmarks. Page numbers run
through the book; title and contents before it have Roman ones.
"""

import functools
import html
import http.server
import os
import posixpath
import shutil
import sys
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import yaml
from bs4 import BeautifulSoup

from tools.reading.paper import on_paper
from tools.releases.edition import ROOT, base_address, basename, edition

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
HOLD = "--mid-inner:"  # marks a link within the book until all pages have their places
NUMBERED = """@page {{ @bottom-right {{ content: counter(page{style}); font: 9pt sans-serif; color: #555; }}
@top-right {{ content: "{words}"; font: 9pt sans-serif; color: #555; }} }}
html {{ counter-reset: page {before}; }}"""
TYPESET = """async () => {
  const soon = (promise, ms) => Promise.race([promise, new Promise((done) => setTimeout(done, ms))]);
  document.documentElement.dataset.theme = "light";
  document.querySelectorAll("img").forEach((img) => (img.loading = "eager"));
  const source = document.querySelector('meta[name="mathjax"]');
  if (source) {
    await new Promise((done, fail) => document.head.append(
      Object.assign(document.createElement("script"), { src: source.content, onload: done, onerror: fail })));
    await soon(MathJax.startup.promise, 30000);
    await soon(MathJax.startup.document.lazyTypesetAll?.(), 60000);
  }
  await soon(Promise.all([...document.images].map((img) => img.decode().catch(() => {}))), 20000);
  await soon(document.fonts.ready, 5000);
  const bare = [...document.querySelectorAll(".math")].filter((m) => !m.querySelector("mjx-math")).length;
  return { bare, blank: [...document.images].filter((img) => !img.naturalWidth).length };
}"""


@dataclass(frozen=True)
class Entry:
    """One page of the book: where it is, and how deep in the table of contents."""

    name: str  # such as chapters/01_x
    level: int  # 0 part or front page, 1 page, 2 chapter within a part


def contents(root: Path = ROOT) -> list[Entry]:
    """Return the pages of ``_toc.yml`` in reading order."""
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    found = [Entry(stem(toc["root"]), 0)]

    def walk(entries: list[dict], level: int) -> None:
        for item in entries:
            found.append(Entry(stem(item["file"]), level))
            walk(item.get("sections", []), level + 1)

    for part in toc.get("parts", [{"chapters": toc.get("chapters", [])}]):
        walk(part["chapters"], 0)
    return found


def stem(file: str) -> str:
    return file.removesuffix(".ipynb").removesuffix(".md")


def lay_out(entries: list[Entry], built: Path, place: Path) -> dict[str, str]:
    """Write every page for paper below ``place``, beside the built book's other files; return titles.

    Chromium gives a place in the PDF only to what a link on the same page leads to. So each page gets an
    empty link to every part of it that another page leads to.
    """
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(built, place, copy_function=os.link)
    pages, asked, titles = {}, defaultdict(set), {}
    for entry in entries:
        path = built / f"{entry.name}.html"
        pages[entry.name] = page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        on_paper(page.find("article"))
        heading = page.find("article").find("h1")
        number = entry.name.partition("chapters/")[2][:2]
        titles[entry.name] = " ".join([number, *heading.get_text(" ").split()]).strip()
        for link in page.find("article").find_all("a", href=True):
            target, part = inner(link["href"], entry.name)
            if target and part:
                asked[target].add(part)
    sheet = Path(__file__).with_name("paper.css").read_text("utf-8")
    for name, page in pages.items():
        for script in page.find_all("script"):
            if "window.MathJax" not in (script.string or ""):
                script.decompose()
        style = page.new_tag("style")
        style.string = sheet
        page.head.append(style)
        page.html["lang"] = "en"
        anchors = page.new_tag("div", attrs={"style": "position:absolute;top:0;left:0"})
        for part in sorted(asked[name]):
            anchors.append(page.new_tag("a", href=f"#{part}"))
        page.find("article").append(anchors)
        path = place / f"{name}.html"
        path.unlink()
        path.write_text(str(page), "utf-8")
    return titles


def inner(address: str, here: str) -> tuple[str, str]:
    """Return (page, part) that a link on the page ``here`` leads to; no page where it leads outside."""
    file, part = urldefrag(address)
    if not file:
        return here, unquote(part)
    if ":" in file.partition("/")[0] or not file.partition("?")[0].endswith(".html"):
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), file.partition("?")[0]))
    return path.removesuffix(".html"), unquote(part)


def front(entries: list[Entry], titles: dict[str, str], starts: dict[str, int]) -> str:
    """Return the title and the table of contents, as the body of a page."""
    now = edition()
    name, _, question = now.title.partition(": ")
    lines = "".join(
        f'<li class="mid-level-{entry.level}"><a href="/{entry.name}.html" data-page="{starts[entry.name] + 1}">'
        f"{html.escape(titles[entry.name])}<i></i></a></li>"
        for entry in entries
    )
    question = question[:1].upper() + question[1:]
    return (
        f'<div class="mid-front"><h1>{html.escape(name)}</h1><p class="mid-sub">{html.escape(question)}</p>'
        f"<p>{html.escape(now.author)}</p><p>Version {now.version}, {now.date}</p>"
        f'<p class="mid-colophon">The pages with their sliders, the code and every claim: {base_address()}<br>'
        "Code: BSD-3-Clause. Text and figures: CC BY 4.0.</p>"
        f'<ul class="mid-contents">{lines}</ul></div>'
    )


def chromium() -> str:
    """Return the path of a chromium.

    Raises:
        FileNotFoundError: if there is none.
    """
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError("chromium is not on the path; on Debian: apt-get install chromium")
    return found


class Printer:
    """A chromium that prints pages of a folder."""

    def __init__(self, folder: Path):
        quiet = type(
            "Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None}
        )
        handler = functools.partial(quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def __enter__(self):
        from playwright.sync_api import sync_playwright

        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.play = sync_playwright().start()
        self.browser = self.play.chromium.launch(executable_path=chromium(), args=FLAGS)
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.play.stop()
        self.server.shutdown()

    def print(self, name: str, target: Path, before: int, words: str, style: str = "") -> None:
        """Print one page to ``target``; its first sheet has the number ``before`` + 1."""
        page = self.browser.new_page(color_scheme="light")
        page.goto(f"{self.address}{name}.html", wait_until="load")
        page.emulate_media(media="print")
        lacks = page.evaluate(TYPESET)
        if any(lacks.values()):
            raise RuntimeError(
                f"{name}: {lacks['bare']} formulas, {lacks['blank']} pictures missing"
            )
        words = words.replace("\\", "\\\\").replace('"', '\\"')
        page.add_style_tag(content=NUMBERED.format(style=style, words=words, before=before))
        page.pdf(
            path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True
        )
        page.close()


def join(
    files: list[tuple[Entry, Path]], address: str, base: str, titles: dict[str, str], target: Path
) -> None:
    """Join the printed pages into one PDF with links, bookmarks, labels and its metadata.

    Args:
        files: the front with an empty name first, then every page in order.
        address: below which the pages were printed.
        base: below which they are published.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, FloatObject, NameObject, NullObject, TextStringObject

    writer, places, outlines = PdfWriter(), {}, []
    for entry, path in files:
        reader = PdfReader(path)
        first = len(writer.pages)
        number = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages)}

        def place(destination, number=number, first=first):
            page = number.get(destination.page.idnum if destination.page else -1, 0)
            return first + page, destination.top

        places[entry.name, ""] = (first, None)
        for name, destination in reader.named_destinations.items():
            places[entry.name, unquote(name.lstrip("/"))] = place(destination)
        outlines.append((entry, first, [] if not entry.name else nested(reader.outline, place)))
        for page in reader.pages:
            for link in page.get("/Annots", []):
                hold(link.get_object(), address, entry.name, base)
        writer.append(reader, import_outline=False)
    for page in writer.pages:
        for link in (item.get_object() for item in page.get("/Annots", [])):
            uri = str(link.get("/A", {}).get("/URI", ""))
            if uri.startswith(HOLD):
                name, _, part = uri.removeprefix(HOLD).partition("#")
                index, top = places.get((name, part)) or places[name, ""]
                sheet = writer.pages[index]
                where = NullObject() if top is None else FloatObject(top)
                del link["/A"]
                link[NameObject("/Dest")] = ArrayObject(
                    [
                        sheet.indirect_reference,
                        NameObject("/XYZ"),
                        NullObject(),
                        where,
                        NullObject(),
                    ]
                )
    bookmarks(writer, outlines, titles)
    now, fronts = edition(), sum(1 for _ in PdfReader(files[0][1]).pages)
    writer.set_page_label(0, fronts - 1, style="/r")
    writer.set_page_label(fronts, len(writer.pages) - 1, style="/D", start=1)
    writer.add_metadata(
        {
            "/Title": now.title,
            "/Author": now.author,
            "/Subject": f"Version {now.version}, {now.date}",
        }
    )
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    writer.page_mode = "/UseOutlines"
    writer.compress_identical_objects()
    new = target.with_suffix(".new")
    writer.write(new)
    os.replace(new, target)


def hold(link: dict, address: str, here: str, base: str) -> None:
    """Mark a link within the book by page and part, and send every other one to the web."""
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    if link.get("/Subtype") != "/Link":
        return
    action = link.get("/A", {})
    named = link.get("/Dest") or (action.get("/D") if action.get("/S") == "/GoTo" else None)
    if named is not None:
        if not isinstance(named, str):
            return
        uri = f"{HOLD}{here}#{unquote(named.lstrip('/'))}"
    else:
        uri = str(action.get("/URI", ""))
        if not uri.startswith(address):
            return
        relative = uri.removeprefix(address)
        name, part = inner(f"/{relative}", "")
        name = name.lstrip("/")
        uri = f"{HOLD}{name}#{part}" if name else urljoin(base, relative)
    link.pop("/Dest", None)
    link[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(uri)}
    )


def nested(outline: list, place) -> list:
    """Return an outline as (title, place, children)."""
    found = []
    for item in outline:
        if isinstance(item, list):
            found[-1][2].extend(nested(item, place))
        else:
            half = item.title[: len(item.title) // 2]  # said twice where chromium moved a heading
            found.append((half if item.title == half * 2 else item.title, place(item), []))
    return found


def bookmarks(writer, outlines: list, titles: dict[str, str]) -> None:
    """Add a bookmark for every page of the book, its headings below it, chapters below their part."""
    from pypdf.generic import Fit

    def add(items, parent) -> None:
        for title, (page, top), children in items:
            one = writer.add_outline_item(
                title=title, page_number=page, parent=parent, fit=Fit.xyz(top=top), is_open=False
            )
            add(children, one)

    above = {}
    for entry, first, items in outlines:
        title = titles.get(entry.name, "Contents")
        parent = above.get(entry.level - 1)
        above[entry.level] = one = writer.add_outline_item(
            title=title, page_number=first, parent=parent, is_open=False
        )
        for _, _, children in items[:1]:  # the first heading is the title of the page
            add(children, one)
        add(items[1:], one)


def make(root: Path = ROOT) -> Path:
    """Print the built book; return the PDF."""
    built, folder = root / "_build" / "html", root / "_build" / "paper"
    pages, sheets = folder / "pages", folder / "sheets"
    entries = contents(root)
    titles = lay_out(entries, built, pages)
    shutil.rmtree(sheets, ignore_errors=True)
    sheets.mkdir()
    from pypdf import PdfReader

    files, starts, count = [], {}, 0
    with Printer(pages) as printer:
        for entry in entries:
            target = sheets / f"{entry.name.replace('/', '-')}.pdf"
            printer.print(entry.name, target, count, titles[entry.name])
            starts[entry.name] = count
            count += len(PdfReader(target).pages)
            files.append((entry, target))
            print(f"{entry.name}: to page {count}", flush=True)
        template = BeautifulSoup(
            (pages / f"{entries[0].name}.html").read_text("utf-8"), "html.parser"
        )
        article = template.find("article")
        article.clear()
        article.append(BeautifulSoup(front(entries, titles, starts), "html.parser"))
        (pages / "front.html").write_text(str(template), "utf-8")
        printer.print("front", sheets / "front.pdf", 0, "", ", lower-roman")
        files.insert(0, (Entry("", 0), sheets / "front.pdf"))
        target = folder / f"{basename(root)}.pdf"
        join(files, printer.address, base_address(root), titles, target)
    shutil.rmtree(pages, ignore_errors=True)
    shutil.rmtree(sheets, ignore_errors=True)
    return target


def main() -> int:
    target = make()
    print(f"The book is in {target.relative_to(ROOT)}, {target.stat().st_size / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
