"""The whole book as an EPUB: ``python -m tools.reading.epub`` writes ``_build/paper/NAME.epub``.

Sphinx's own builder makes it from the same two YAML files (tools/reading/plain.py). The book's extension
hands each page to :func:`page` here: it is laid out as for paper, pictures become files, formulas become
MathML and everything becomes well-formed XML, without a script.
"""

import base64
import hashlib
import os
import posixpath
import pprint
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import yaml
from bs4 import BeautifulSoup, Tag

from tools.files import write_whole
from tools.reading.paper import on_paper
from tools.reading.plain import CONF, settings
from tools.releases.edition import ROOT, base_address, basename, edition

APART = {"sphinx_book_theme", "sphinx_copybutton", "sphinx_togglebutton"}  # for the screen alone
DATA = re.compile(r"^data:image/png;base64,")
# XML tells capitals apart and asks for the language of a drawing; the parser of HTML drops both
CAPITALS = ("viewBox", "patternUnits", "patternTransform", "preserveAspectRatio")
SVG = "http://www.w3.org/2000/svg"
MATH = re.compile(r"^\s*\\[(\[](.*)\\[)\]]\s*$", re.DOTALL)


def page(body: str, name: str, outdir: Path, base: str) -> str:
    """Return the body of a page as XHTML.

    Args:
        name: of the page, such as ``chapters/01_x``.
        outdir: the folder of the EPUB's files; pictures go to its ``_images``.
        base: the address below which the book is published, for what is not in the EPUB.
    """
    soup = BeautifulSoup(body, "html.parser")
    on_paper(soup)
    up = "../" * name.count("/")
    for image in soup.find_all("img", src=DATA):
        image["src"] = up + stored(image["src"], outdir)
    for link in soup.find_all("a", href=True):
        link["href"] = target(link["href"], name, base)
    for formula in soup.select(".math"):
        set_formula(formula)
    for drawing in soup.find_all("svg"):
        drawing["xmlns"] = SVG
    for part in soup.find_all(True):
        for attribute in CAPITALS:
            if attribute.lower() in part.attrs:
                part[attribute] = part.attrs.pop(attribute.lower())
        for attribute in ("loading", "decoding", "data-labels", "data-entry"):
            part.attrs.pop(attribute, None)
    return soup.decode(formatter="minimal")


def stored(source: str, outdir: Path) -> str:
    """Write a picture that stands within a page to a file; return its name below ``outdir``."""
    data = base64.b64decode(source.partition(",")[2])
    name = f"_images/{hashlib.sha256(data).hexdigest()[:16]}.png"
    path = outdir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


def target(address: str, name: str, base: str) -> str:
    """Return where a link leads in the EPUB: pages have another ending there, files are on the web."""
    file, mark, part = address.partition("#")
    file = file.partition("?")[0]
    if not file or ":" in file.partition("/")[0] or file.endswith(".xhtml"):
        return address
    if file.endswith(".html"):
        return f"{file.removesuffix('.html')}.xhtml{mark}{part}"
    return urljoin(base, posixpath.normpath(posixpath.join(posixpath.dirname(name), file)))


def set_formula(formula: Tag) -> None:
    """Replace the TeX of a formula by MathML, in place."""
    from latex2mathml.converter import convert

    found = MATH.match(formula.get_text())
    source = found[1] if found else formula.get_text().strip().strip("$")
    display = formula.name == "div"
    formula.clear()
    formula.append(
        BeautifulSoup(convert(source, display="block" if display else "inline"), "html.parser")
    )
    formula.math["alttext"] = " ".join(source.split())


def conf(root: Path) -> str:
    """Return the text of ``conf.py`` for the EPUB."""
    found = settings(yaml.safe_load((root / "_config.yml").read_text("utf-8")))
    now, base = edition(root), base_address(root)
    for name in ("html_favicon", "html_static_path", "html_css_files", "html_js_files"):
        found.pop(name, None)
    found |= {
        "bibtex_bibfiles": [str(root / name) for name in found["bibtex_bibfiles"]],
        "extensions": [name for name in found["extensions"] if name not in APART],
        "html_theme": "basic",
        "project": now.name,
        "version": now.version,
        "release": now.version,
        "language": "en",
        "epub_title": now.title,
        "epub_author": now.author,
        "epub_publisher": now.author,
        "epub_copyright": "Code: BSD-3-Clause. Text and figures: CC BY 4.0.",
        "epub_description": now.title,
        "epub_identifier": base,
        "epub_scheme": "URL",
        "epub_uid": "book",
        "epub_basename": basename(root),
        "epub_show_urls": "no",
        "epub_tocdepth": 2,
        "epub_tocscope": "default",
        "epub_use_index": False,
        "epub_static_path": [str(Path(__file__).with_name("epub_static"))],
        "html_static_path": [str(Path(__file__).with_name("epub_static"))],
        "epub_css_files": ["book.css"],
        "epub_exclude_files": [
            "search.xhtml",
            "genindex.xhtml",
            "nav.xhtml",
            "toc.ncx",
            "objects.inv",
        ],
    }
    folders = [str(root), str(root / "src"), str(root / "book" / "_ext")]
    return CONF.format(paths=folders, settings=pprint.pformat(found, width=100, sort_dicts=False))


def make(root: Path = ROOT) -> Path:
    """Build the EPUB; return it.

    Raises:
        subprocess.CalledProcessError: if Sphinx fails or warns.
    """
    folder, built = root / "_build" / "epub", root / "_build" / "epub" / "book"
    write_whole(folder / "conf.py", conf(root))
    shutil.rmtree(built, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-b", "epub", "--keep-going", "--quiet", "-W"]
    command += ["-c", str(folder), "-d", str(folder / "doctrees"), ".", str(built)]
    around = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")])}
    subprocess.run(command, cwd=root, env=around, check=True)
    place = root / "_build" / "paper" / f"{basename(root)}.epub"
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(built / place.name, place)
    return place


def main() -> int:
    made = make()
    print(f"The book is in {made.relative_to(ROOT)}, {made.stat().st_size / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
