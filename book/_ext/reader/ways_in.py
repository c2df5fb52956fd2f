"""The ways into a chapter: run it somewhere, take it away, or mend it.

Every address is put together from ``repository`` and ``launch_buttons`` in ``_config.yml``.
"""

import html
from urllib.parse import quote

LOCAL = "http://localhost:8888/lab/tree"  # where `make lab` listens


def install_line(theme: dict) -> str:
    """Return the one cell that Colab needs before the first."""
    return f"%pip install -q git+{theme['repository_url']}@{theme['repository_branch']}"


def addresses(theme: dict, docname: str) -> dict[str, str]:
    """Return name → address of every way into the chapter ``docname``."""
    url, branch = theme["repository_url"].rstrip("/"), theme["repository_branch"]
    owner = url.split("github.com/")[1]
    launch, notebook = theme["launch_buttons"], quote(f"{docname}.ipynb")
    return {
        "Binder": f"{launch['binderhub_url']}/v2/gh/{owner}/{branch}?urlpath=lab/tree/{notebook}",
        "Colab": f"{launch['colab_url']}/github/{owner}/blob/{branch}/{notebook}",
        "JupyterLab": f"{LOCAL}/{notebook}",
        "Notebook": f"../_sources/{notebook}",
        "Suggest an edit": f"{url}/edit/{branch}/{docname}.md",
    }


TITLES = {
    "Binder": "Run this chapter on mybinder.org; nothing is installed on your side",
    "Colab": "Run this chapter on Google Colab; the cell below comes first",
    "JupyterLab": "Open this chapter in the JupyterLab that make lab has started on your computer",
    "Notebook": "Download this chapter as an .ipynb file",
    "Suggest an edit": "Edit the source of this chapter",
}


def row(theme: dict, docname: str) -> str:
    """Return the row of links below the question of a chapter."""
    links = "".join(
        f'<li><a href="{html.escape(address)}" title="{TITLES[name]}"'
        f"{' download' if name == 'Notebook' else ''}>{name}</a></li>"
        for name, address in addresses(theme, docname).items()
    )
    line = html.escape(install_line(theme))
    return (
        f'<nav class="mid-ways" aria-label="Ways into this chapter"><ul>{links}</ul>'
        "<details><summary>On Colab, run this cell first</summary>"
        f'<div class="highlight"><pre>{line}</pre></div></details></nav>'
    )


def with_row(body: str, theme: dict, docname: str) -> str:
    """Return the page with the row below its first paragraph, or its title where a cell comes first."""
    title, end, rest = body.partition("</h1>")
    cell, first = rest.find('<div class="cell'), rest.find("<p>")
    if cell < 0 or first < cell:
        paragraph, close, rest = rest.partition("</p>")
        end += paragraph + close
    return title + end + row(theme, docname) + rest
