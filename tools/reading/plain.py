"""Build the same pages with plain Sphinx, without Jupyter Book: ``python -m tools.reading.plain``.

Jupyter Book 1 only translates two files into settings of Sphinx. This does so, too: ``conf.py`` is
written from ``_config.yml`` and into ``_build/plain``, so that the two stay the only source, and newer
versions of Sphinx, MyST-NB and the theme can be tried. A warning is an error; with ``--lenient`` it is not,
since newer versions warn about what will change. ``--compare`` holds the pages against those of ``make book``.
"""

import argparse
import difflib
import html
import os
import pprint
import re
import subprocess
import sys
from pathlib import Path

import yaml

from tools.files import write_whole

ROOT = Path(__file__).parents[2]
# what Jupyter Book sets itself, as far as these pages need it
DEFAULTS = {
    "html_theme": "sphinx_book_theme",
    "html_sourcelink_suffix": "",
    "numfig": True,
    "pygments_style": "sphinx",
    "nb_output_stderr": "show",
    "nb_execution_timeout": 30,
}
# extensions of Jupyter Book itself, for LaTeX, for numbered parts and for comments: none is in use
APART = {
    "jupyter_book",
    "sphinx_jupyterbook_latex",
    "sphinx_multitoc_numbering",
    "sphinx_comments",
}
# setting of Sphinx: where it stands in _config.yml
PLACES = {
    "html_title": ("title",),
    "author": ("author",),
    "copyright": ("copyright",),
    "bibtex_bibfiles": ("bibtex_bibfiles",),
    "external_toc_exclude_missing": ("only_build_toc_files",),
    "html_favicon": ("html", "favicon"),
    "html_baseurl": ("html", "baseurl"),
    "myst_enable_extensions": ("parse", "myst_enable_extensions"),
    "myst_url_schemes": ("parse", "myst_url_schemes"),
    "nb_execution_mode": ("execute", "execute_notebooks"),
}
THEME = {
    "repository_url": ("repository", "url"),
    "repository_branch": ("repository", "branch"),
    "launch_buttons": ("launch_buttons",),
    "extra_footer": ("html", "extra_footer"),
    "home_page_in_toc": ("html", "home_page_in_navbar"),
    "use_issues_button": ("html", "use_issues_button"),
    "use_repository_button": ("html", "use_repository_button"),
    "use_edit_page_button": ("html", "use_edit_page_button"),
}
CONF = '''"""Written by tools/reading/plain.py from _config.yml, which is where to change it."""
import sys

sys.path[:0] = {paths}
globals().update({settings})
'''


def at(tree: dict, place: tuple[str, ...]):
    """Return what stands at a place of nested settings, or None."""
    for name in place:
        tree = (tree or {}).get(name)
    return tree


def settings(config: dict) -> dict:
    """Return the settings of Sphinx that ``_config.yml`` stands for."""
    found = {name: at(config, place) for name, place in PLACES.items()}
    theme = {name: at(config, place) for name, place in THEME.items()}
    theme = {"search_bar_text": "Search this book...", **theme}
    said = {name: value for name, value in found.items() if value is not None}
    said["html_theme_options"] = {k: v for k, v in theme.items() if v is not None}
    own = dict(config.get("sphinx", {}).get("config", {}))
    own["extensions"] = [name for name in own["extensions"] if name not in APART]
    return {**DEFAULTS, **said, **own}


def conf(root: Path) -> str:
    """Return the text of ``conf.py``; its paths are whole, since it stands elsewhere."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    found = settings(config)
    for name in ("html_favicon", "html_static_path", "bibtex_bibfiles"):
        value = found[name]
        one = isinstance(value, str)
        found[name] = str(root / value) if one else [str(root / part) for part in value]
    local = config["sphinx"]["local_extensions"].values()
    paths = [str(root), str(root / "src"), *(str(root / folder) for folder in local)]
    return CONF.format(paths=paths, settings=pprint.pformat(found, width=100, sort_dicts=False))


def build(root: Path = ROOT, lenient: bool = False) -> int:
    """Write ``conf.py`` and run Sphinx; return its exit status."""
    folder = root / "_build" / "plain"
    write_whole(folder / "conf.py", conf(root))
    strict = [] if lenient else ["--fail-on-warning", "--nitpicky"]
    command = [sys.executable, "-m", "sphinx", "--keep-going", "--quiet", *strict]
    command += ["-c", str(folder), "-d", str(folder / "doctrees"), "."]
    here = os.pathsep.join([str(root), str(root / "src")])
    around = {**os.environ, "PYTHONPATH": here}
    return subprocess.run([*command, str(folder / "html")], cwd=root, env=around).returncode


def words(page: str) -> list[str]:
    """Return the lines of text of a page's article."""
    article = page.partition("<article")[2].partition("</article>")[0]
    text = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?s)<script.*?</script>", "", article)))
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def differing(one: Path, other: Path) -> list[str]:
    """Return a line for each page whose text is another, or which only one of the books has."""
    names = {
        p.relative_to(folder).as_posix()
        for folder in (one, other)
        for p in folder.rglob("*.html")
        if "_static" not in p.parts
    }
    found = []
    for name in sorted(names):
        if not ((one / name).exists() and (other / name).exists()):
            found.append(f"{name}: only in {one if (one / name).exists() else other}")
            continue
        texts = [words((folder / name).read_text("utf-8")) for folder in (one, other)]
        lines = [d for d in difflib.unified_diff(*texts, lineterm="", n=0) if d[:1] in "+-"][2:]
        found += [f"{name}: {'; '.join(lines[:4])}"] if lines else []
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lenient", action="store_true", help="a warning is not an error")
    parser.add_argument("--compare", action="store_true", help="with the pages of make book")
    options = parser.parse_args()
    failed = build(ROOT, options.lenient)
    if failed or not options.compare:
        return failed
    found = differing(ROOT / "_build" / "html", ROOT / "_build" / "plain" / "html")
    print(*found, sep="\n")
    print(f"{len(found)} pages differ from those of make book")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
