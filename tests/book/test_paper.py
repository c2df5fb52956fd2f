"""The book on paper and on a reader's screen: what is folded stands at the end, links lead somewhere."""

import base64
import importlib.util
import xml.dom.minidom
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tools.reading import epub, pdf
from tools.reading.paper import ANSWERS, NUMBERS, on_paper

ROOT = Path(__file__).parents[2]
BASE = "https://one.github.io/two/"
PAGE = """<article><section id="a"><h1>A<a class="headerlink" href="#a">#</a></h1><nav class="mid-ways">ways</nav>
<section id="predict-first"><h2>Predict first</h2><p>Which?</p><details><summary>Answer</summary><p>The first.</p></details></section>
<div class="cell"><details class="admonition hide"><summary><p class="collapsed">How this is drawn</p></summary><pre>draw()</pre></details></div>
<div class="mid-explorable"><div class="mid-control">slide</div><div class="mid-frames"><div class="mid-printed">one</div><div hidden="">two</div><div class="mid-printed" hidden="">three</div></div></div>
<div class="mid-verdict"><p><strong>Supported.</strong> <small class="mid-id">more-wins</small></p><p class="mid-doubt">doubt this?</p>
<details class="mid-numbers"><summary>numbers and rule</summary><ul><li>gain: 3</li></ul></details></div>
<section id="exercises"><h2>Exercises</h2><p><strong>1. Count</strong> (easy · 5 minutes). Do it.</p>
<details><summary>Hint 1</summary><p>Begin.</p><details><summary>Hint 2</summary><p>Go on.</p></details></details>
<div class="cell"><details class="admonition hide"><summary><p class="collapsed">Show the solution</p><p class="expanded">Hide</p></summary><pre>return 3</pre></details></div>
</section></section></article>"""


@pytest.fixture
def article():
    return on_paper(BeautifulSoup(PAGE, "html.parser").find("article"))


def test_what_can_only_be_clicked_is_not_on_paper(article):
    words = article.get_text()
    for gone in ("ways", "slide", "doubt this?", "How this is drawn", "draw()", "#", "two"):
        assert gone not in words
    assert "one" in words and "three" in words and not article.find(hidden=True)
    assert not article.find("details")


def test_answers_stand_at_the_end_under_what_they_answer(article):
    answers = article.find(id="answers")
    assert answers.h2.get_text() == ANSWERS
    assert [h.get_text() for h in answers.find_all("h3")] == ["Predict first", "Exercise 1. Count"]
    order = ["The first.", "Hint 1", "Begin.", "Hint 2", "Go on.", "Solution", "return 3"]
    places = [answers.get_text().index(words) for words in order]
    assert places == sorted(places)
    for pointer in article.select(".mid-at-end a"):
        assert article.find(id=pointer["href"].removeprefix("#")).name == "h3"
    assert [p.get_text() for p in article.select(".mid-at-end")][1].endswith(": hints, solution")
    assert "The first." not in article.find(id="predict-first").get_text()


def test_numbers_of_a_verdict_stand_at_the_end_under_its_claim(article):
    numbers = article.find(id="numbers")
    assert numbers.h2.get_text() == NUMBERS
    assert "more-wins" in numbers.get_text() and "gain: 3" in numbers.get_text()
    assert "gain" not in article.find(class_="mid-verdict").get_text()


def test_the_ledgers_lines_stay_and_their_boxes_do_not():
    claim = '<article><details class="mid-claim mid-partly" id="x"><summary><strong>partly</strong></summary><div>box</div></details></article>'
    kept = on_paper(BeautifulSoup(claim, "html.parser"))
    assert kept.find(id="x").name == "div" and kept.get_text() == "partly"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("02_b.html#x", ("chapters/02_b", "x")),
        ("../book/ledger.html?part=part-1#y", ("book/ledger", "y")),
        ("#z", ("chapters/01_a", "z")),
        ("https://a.b/c.html", ("", "")),
        ("../_sources/chapters/01_a.ipynb", ("", "")),
    ],
)
def test_a_link_within_the_book_is_told_from_others(address, place):
    assert pdf.inner(address, "chapters/01_a") == place


def test_the_pages_come_in_the_order_of_the_table_of_contents():
    found = pdf.contents(ROOT)
    names = [entry.name for entry in found]
    assert names[0] == "book/index" and len(names) == len(set(names))
    assert names.index("book/part1") + 1 == names.index("chapters/01_ptolemy_vs_copernicus")
    assert {e.level for e in found if e.name.startswith("chapters/")} == {1}


def test_the_title_page_has_the_edition_and_where_each_page_begins():
    entries = [pdf.Entry("book/index", 0), pdf.Entry("chapters/01_a", 1)]
    titles = {"book/index": "More", "chapters/01_a": "01 A & B"}
    made = pdf.front(entries, titles, {"book/index": 0, "chapters/01_a": 4})
    assert 'href="/chapters/01_a.html" data-page="5">01 A &amp; B' in made
    assert f"Version {pdf.edition().version}, {pdf.edition().date}" in made


def small_pdf(path, names):
    """Write a PDF of one sheet for each of ``names``, with a named place on each."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for number, name in enumerate(names):
        writer.add_blank_page(200, 300)
        writer.add_named_destination(name, number)
    return writer


@pytest.mark.skipif(not importlib.util.find_spec("pypdf"), reason="pypdf comes with make pdf")
def test_links_between_printed_pages_lead_to_their_places_in_the_whole(tmp_path):
    from pypdf import PdfReader
    from pypdf.annotations import Link

    here = "http://127.0.0.1:9/"
    files = [(pdf.Entry("", 0), tmp_path / "front.pdf")]
    small_pdf(files[0][1], ["/top"]).write(files[0][1])
    for name, links in (("book/a", ["b.html#two", "_sources/x.ipynb"]), ("book/b", [])):
        path = tmp_path / f"{name[-1]}.pdf"
        writer = small_pdf(path, ["/one", "/two"])
        for address in links:
            folder = "book/" if address.startswith("b") else ""
            writer.add_annotation(0, Link(rect=(1, 1, 9, 9), url=f"{here}{folder}{address}"))
        writer.write(path)
        files.append((pdf.Entry(name, 0), path))
    target = tmp_path / "whole.pdf"
    pdf.join(files, here, BASE, {"book/a": "A", "book/b": "B"}, target)
    whole = PdfReader(target)
    inside, outside = (item.get_object() for item in whole.pages[1]["/Annots"])
    assert inside["/Dest"][0].get_object() == whole.pages[4]
    assert outside["/A"]["/URI"] == f"{BASE}_sources/x.ipynb"
    assert [item.title for item in whole.outline] == ["Contents", "A", "B"]
    assert whole.page_labels == ["i", "1", "2", "3", "4"]


def test_a_page_of_the_epub_is_xml_without_scripts_and_with_its_pictures(tmp_path):
    picture = base64.b64encode(b"picture").decode()
    body = (
        f'<p hidden>Why &amp; how<br></p><img alt="x" loading="lazy" src="data:image/png;base64,{picture}">'
        '<svg viewBox="0 0 1 1"><pattern patternUnits="x"></pattern></svg>'
        '<script>run()</script><a href="../book/ledger.html?part=2#c">c</a><a href="02_b.xhtml">b</a>'
        '<a href="../_sources/chapters/01_a.ipynb">n</a>'
    )
    made = epub.page(body, "chapters/01_a", tmp_path, BASE)
    xml.dom.minidom.parseString(f"<div>{made}</div>".replace("&nbsp;", " "))
    (file,) = (tmp_path / "_images").iterdir()
    assert file.read_bytes() == b"picture" and f'src="../_images/{file.name}"' in made
    assert 'viewBox="0 0 1 1"' in made and "patternUnits" in made and epub.SVG in made
    assert "run()" not in made and "loading" not in made
    assert 'href="../book/ledger.xhtml#c"' in made and 'href="02_b.xhtml"' in made
    assert f'href="{BASE}_sources/chapters/01_a.ipynb"' in made


@pytest.mark.skipif(not importlib.util.find_spec("latex2mathml"), reason="comes with make epub")
def test_a_formula_of_the_epub_is_mathml(tmp_path):
    made = epub.page(r'<span class="math">\(a^2\)</span>', "book/x", tmp_path, BASE)
    assert "<msup><mi>a</mi><mn>2</mn></msup>" in made and 'alttext="a^2"' in made
