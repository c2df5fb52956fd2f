"""How the book is cited and where it stands: the pages, CITATION.cff and the addresses agree."""

import re
from pathlib import Path

import pytest
import yaml
from reader import addresses, citing, registry

from tools.releases.edition import Edition, base_address, edition, pages_address

ROOT = Path(__file__).parents[2]
NOW = Edition("A & B: why?", "The authors", "1.2.0", "2027-03-04")
BASE = "https://one.github.io/two/"


def test_the_entry_of_a_chapter_has_its_address_and_edition():
    text = citing.chapter(NOW, "07", "Half a_b", f"{BASE}chapters/07_x.html")
    assert text == (
        "@incollection{moreisdifferent2027ch07,\n  author = {{The authors}},\n  title = {Half a\\_b},\n"
        "  booktitle = {A \\& B: why?},\n  chapter = {7},\n  edition = {version 1.2.0},\n  year = {2027},\n"
        "  url = {https://one.github.io/two/chapters/07_x.html},\n}"
    )


def test_the_entry_of_a_claim_says_its_verdict_and_leads_to_its_box():
    record = {"claim": "more-wins", "headline": "partly"}
    text = citing.claim(NOW, record, "More is better.", f"{BASE}chapters/07_x.html")
    assert "title = {Claim more-wins: More is better}" in text
    assert "howpublished = {A \\& B, version 1.2.0}" in text
    assert "note = {Verdict: partly}" in text and "/07_x.html#claim-more-wins}" in text


@pytest.mark.parametrize("number", registry.notebooks(ROOT))
def test_a_chapter_can_be_cited_with_each_of_its_claims(number):
    path = registry.notebooks(ROOT)[number]
    fold = citing.fold(ROOT, path, BASE)
    named = re.findall(r"<summary><code>([\w-]+)</code></summary>", fold)
    assert named == list(registry.read_verdicts(path))
    assert fold.count("@misc{") == len(named) and fold.count("@incollection{") == 1
    assert fold.count(f"version {edition(ROOT).version}") == len(named) + 1


def test_without_an_edition_nothing_is_cited(tmp_path):
    assert edition(tmp_path) is None and citing.fold(tmp_path, tmp_path / "01_x.ipynb", BASE) == ""


def test_the_books_own_entry_agrees_with_citation_cff():
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    entry = citing.example(ROOT, BASE)
    for words in (about["title"], about["authors"][0]["name"], about["version"], BASE):
        assert words in entry
    assert f"year = {{{about['date-released'].year}}}" in entry


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/One/two", "https://one.github.io/two/"),
        ("https://github.com/one/two/", "https://one.github.io/two/"),
        ("https://github.com/one/one.github.io", "https://one.github.io/"),
    ],
)
def test_the_address_of_the_pages_follows_that_of_the_repository(repository, address):
    assert pages_address(repository) == address


def test_elsewhere_the_address_of_the_pages_is_to_be_said(tmp_path):
    with pytest.raises(ValueError, match=r"should be https://github\.com/OWNER/NAME"):
        pages_address("https://forge.example/one/two")
    settings = (
        "repository: {url: https://forge.example/one/two}\nhtml: {baseurl: https://book.example}\n"
    )
    (tmp_path / "_config.yml").write_text(settings)
    assert base_address(tmp_path) == "https://book.example/"


def pages(root: Path) -> set[str]:
    """Return the addresses of the pages that the table of contents names."""
    toc = (root / "_toc.yml").read_text("utf-8")
    named = re.findall(r"(?m)^\s*(?:- file|root): *(\S+)", toc)
    return {f"{name.removesuffix('.ipynb').removesuffix('.md')}.html" for name in named}


def test_every_address_that_was_published_leads_somewhere():
    listed = yaml.safe_load((ROOT / "book" / "addresses.yml").read_text("utf-8"))
    now, moved = pages(ROOT), addresses.moved(ROOT)
    lost = [name for name in listed["published"] if name not in now | set(moved)]
    assert lost == [], "give each a line under `moved` in book/addresses.yml"
    assert set(moved.values()) <= now, "an old address leads to a page that there is"
    assert not set(moved) & now, "an old address is that of a page again"


def test_a_page_at_an_old_address_keeps_the_part_that_was_asked_for(tmp_path):
    addresses.write_doors(tmp_path, {"chapters/01_old.html": "book/new.html"}, "A <b>", BASE)
    page = (tmp_path / "chapters" / "01_old.html").read_text("utf-8")
    assert 'content="0; url=../book/new.html"' in page and "location.hash" in page
    assert f'rel="canonical" href="{BASE}book/new.html"' in page and "A &lt;b&gt;" in page


def test_the_site_map_lists_every_page_with_the_date_of_the_edition():
    text = addresses.sitemap(["b.html", "a.html"], BASE, "2027-03-04")
    assert re.findall(r"<loc>(.*?)</loc>", text) == [f"{BASE}a.html", f"{BASE}b.html"]
    assert text.count("<lastmod>2027-03-04</lastmod>") == 2
