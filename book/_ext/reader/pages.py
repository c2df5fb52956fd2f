"""The last pass over each HTML file: smaller, quicker, described.

* Pictures inside the page become files that load when they are needed.
* The theme's FontAwesome script (1.5 MB) is replaced by a style sheet with the icons in use.
* Scripts wait until the page is parsed; MathJax comes where and when there is mathematics.
* A description for search engines is taken from the first paragraph.

The pass changes nothing when it runs a second time.
"""

import base64
import hashlib
import html
import re
from pathlib import Path

from sphinx.util import logging

log = logging.getLogger(__name__)

DATA = re.compile(r'<img([^>]*?) src="data:image/png;base64,([^"]+)"')
FONTAWESOME = re.compile(r'<script defer src="[^"]*fontawesome\.js[^"]*"></script>')
MATHJAX = re.compile(r'<script[^>]*src="([^"]*mathjax[^"]*)"></script>')
HEAD_SCRIPT = re.compile(
    r'<script ((?:[\w-]+="[^"]*" )*src="(?![^"]*documentation_options)[^"]*")>'
)
CLASSES = re.compile(r'class="([^"]*\bfa[sb]? [^"]*|[^"]*\bfa-(?:solid|brands) [^"]*)"')

# labels of the theme that hide the words they stand on from a screen reader
NAMES = (
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    (
        'search-button-field search-button__button pst-js-only" title="Search" aria-label="Search"',
        'search-button-field search-button__button pst-js-only" title="Search"',
    ),
)


def finish(app, exception) -> None:
    """Go over every page that was written (Sphinx event ``build-finished``)."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    pages = [p for p in folder.rglob("*.html") if not p.is_relative_to(folder / "_static")]
    icons = set()
    for path in pages:
        before = path.read_text("utf-8")
        icons |= {
            name
            for found in CLASSES.findall(before)
            for name in re.findall(r"\bfa-([\w-]+)", found)
        }
        after = finished(before, folder, "../" * (len(path.relative_to(folder).parts) - 1))
        if after != before:
            path.write_text(after, "utf-8")
    write_icons(folder / "_static", icons)


def finished(page: str, folder: Path, up: str) -> str:
    """Return the text of one page; pictures are written below ``folder``."""

    def to_file(match: re.Match) -> str:
        data = base64.b64decode(match[2])
        name = f"_images/{hashlib.sha256(data).hexdigest()[:16]}.png"
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            path.write_bytes(data)
        return f'<img{match[1]} loading="lazy" decoding="async" src="{up}{name}"'

    page = DATA.sub(to_file, page)
    page = FONTAWESOME.sub(f'<link rel="stylesheet" href="{up}_static/icons.css" />', page)
    head, body = page.split("</head>", 1) if "</head>" in page else (page, "")
    for before, after in NAMES:
        body = body.replace(before, after)
    has_math = re.search(r'class="[^"]*\bmath\b', body)
    head = MATHJAX.sub(r'<meta name="mathjax" content="\1" />' if has_math else "", head)
    head = HEAD_SCRIPT.sub(r"<script defer \1>", head)
    if body and 'name="description"' not in head:
        head += f'<meta name="description" content="{html.escape(description(body))}" />\n'
    return f"{head}</head>{body}" if body else head


def description(body: str) -> str:
    """Return the first paragraph of the article in at most 160 characters."""
    article = body.partition("<article")[2]
    found = re.search(r"<p[^>]*>(.*?)</p>", article, re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else "A page of the course."
    words = " ".join(words.split())
    return words if len(words) <= 160 else words[:160].rsplit(" ", 1)[0] + " …"


def write_icons(static: Path, names: set[str]) -> None:
    """Write a style sheet that draws the named icons with the theme's own shapes."""
    shapes = static / "scripts" / "fontawesome.js"
    if not shapes.exists():
        return
    source = shapes.read_text("utf-8")
    rules = [ICON_BASE]
    for name in sorted(names | SCRIPTED):
        shape = re.search(rf'[,{{]"?{name}"?:\[(\d+),(\d+),\[[^\]]*\],"\w+","([^"]+)"\]', source)
        if shape:
            rules.append(f".fa-{name}{{--icon:url('{svg(*shape.groups())}')}}")
        elif name not in SIZES:
            log.warning("the theme's FontAwesome has no icon %s", name)
    (static / "icons.css").write_text("\n".join(rules) + "\n", "utf-8")


SCRIPTED = {"xmark", "circle-half-stroke", "sun", "moon", "chevron-down", "check"}
SIZES = {"lg", "sm", "xs", "fw", "solid", "brands"}
ICON_BASE = """/* Icons: Font Awesome Free (fontawesome.com), CC BY 4.0, taken from the theme at build. */
.fa-solid::before,.fa-brands::before,.fas::before,.fab::before{content:"";display:inline-block;width:1.1em;height:1em;\
vertical-align:-.125em;background:currentColor;mask:var(--icon) center/contain no-repeat;\
-webkit-mask:var(--icon) center/contain no-repeat}
.fa-lg{font-size:1.1em}"""


def svg(width: str, height: str, path: str) -> str:
    return (
        f"data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 {width} {height}%22%3E"
        f"%3Cpath d=%22{path}%22/%3E%3C/svg%3E"
    )
