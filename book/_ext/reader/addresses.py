"""Where pages stand for the rest of the world: canonical addresses, a site map, old addresses."""

import html
import posixpath
from pathlib import Path
from urllib.parse import urljoin

import yaml

from tools.releases.edition import base_address, basename, edition

DOOR = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{title}: this address leads to the page that has it now.">
<link rel="canonical" href="{canonical}"><meta http-equiv="refresh" content="0; url={to}">
<script>location.replace("{to}" + location.search + location.hash)</script></head>
<body><main><h1>{title}</h1><p><a href="{to}">To the page</a></p></main></body></html>
"""


def set_base(app, config) -> None:
    """Give every page its canonical address, from the one place that has the repository's."""
    config.html_baseurl = base_address(Path(app.srcdir))


def moved(root: Path) -> dict[str, str]:
    """Return old address → the page that has it now, of ``book/addresses.yml``."""
    path = root / "book" / "addresses.yml"
    listed = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return listed.get("moved") or {}


def write_doors(folder: Path, doors: dict[str, str], title: str, base: str) -> None:
    """Write a page at every old address of the book that leads to the new one."""
    for old, new in doors.items():
        path = folder / old
        path.parent.mkdir(parents=True, exist_ok=True)
        to = posixpath.relpath(new, posixpath.dirname(old) or ".")
        words = {"title": html.escape(title), "to": to, "canonical": urljoin(base, new)}
        path.write_text(DOOR.format(**words), "utf-8")


def paper(root: Path, base: str) -> str:
    """Return the sentence that offers the book on paper, where the published pages are."""
    name = basename(root)
    return (
        f"**On paper or a reader** the whole book is one [PDF]({base}{name}.pdf) or one "
        f"[EPUB]({base}{name}.epub), with answers at the end of each chapter."
    )


def sitemap(pages: list[str], base: str, date: str = "") -> str:
    """Return the map of a site as search engines read it (sitemaps.org).

    Args:
        pages: addresses relative to ``base``.
        date: of the edition, or empty.
    """
    changed = f"<lastmod>{date}</lastmod>" if date else ""
    lines = [
        f"<url><loc>{html.escape(urljoin(base, page))}</loc>{changed}</url>"
        for page in sorted(pages)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    head += '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>", ""])


def write_addresses(app, exception) -> None:
    """Write the site map and the pages at old addresses (Sphinx event ``build-finished``)."""
    if exception or app.builder.name != "html":
        return
    root, folder, base = Path(app.srcdir), Path(app.outdir), app.config.html_baseurl
    pages = [f"{name}.html" for name in app.env.found_docs]
    now = edition(root)
    (folder / "sitemap.xml").write_text(sitemap(pages, base, now.date if now else ""), "utf-8")
    doors = {"index.html": f"{app.config.root_doc}.html", **moved(root)}
    write_doors(folder, doors, app.config.html_title, base)
