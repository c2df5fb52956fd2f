"""Links in a notebook that has left the course: each leads to the page on the web."""

import json
import posixpath
import re
from pathlib import Path

import yaml

from tools.files import write_whole

TARGET = r"(\.\.?/[^)\s\"]+|[\w/.-]+\.(?:md|ipynb|html|png|svg)(?:#[^)\s\"]*)?)"
RELATIVE = re.compile(rf"(\]\(|(?:href|src)=\")(?![a-z]+:){TARGET}(?=[)\"])")


def absolute(text: str, folder: str, base: str) -> str:
    """Return Markdown with every relative link made absolute.

    Args:
        folder: where the text stands in the repository, such as ``chapters``.
        base: the address of the repository's files, such as ``https://host/tree/main``.
    """

    def whole(link: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(folder, link[2]))
        return f"{link[1]}{base}/{path}"

    return RELATIVE.sub(whole, text)


def repository_files(root: Path) -> str:
    """Return the address at which the repository's files can be read."""
    about = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["repository"]
    return f"{about['url'].rstrip('/')}/blob/{about['branch']}"


def complete_downloads(book: Path, root: Path) -> None:
    """Make the links absolute in the notebooks that the pages of a built book offer."""
    base = repository_files(root)
    for path in sorted(book.glob("_sources/chapters/*.ipynb")):
        notebook = json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = absolute("".join(cell["source"]), "chapters", base)
        write_whole(path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
