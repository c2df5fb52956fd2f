"""Links in a notebook that has left the course: each leads to the page on the web."""

import copy
import posixpath
import re
from pathlib import Path

import yaml

from tools.teaching.student import read_notebook, write_notebook

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


def travelling(notebook: dict, base: str) -> dict:
    """Return a chapter's notebook whose links lead somewhere wherever it is opened."""
    new = copy.deepcopy(notebook)
    for cell in new["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = absolute("".join(cell["source"]), "chapters", base)
    return new


def complete_downloads(book: Path, root: Path) -> None:
    """Make the links absolute in the notebooks that the pages of a built book offer."""
    base = repository_files(root)
    for path in sorted(book.glob("_sources/chapters/*.ipynb")):
        write_notebook(path, travelling(read_notebook(path), base))
