"""Open JupyterLab on the chapters: ``python -m tools.reading.lab``.

Takes the first free port from 8888 on, and has the JupyterLab links of the built book lead there.
What JupyterLab would write into every notebook, the version of this Python, stays out of them.
"""

import re
import sys
from pathlib import Path

from jupyter_server.serverapp import list_running_servers

from tools.chapters.run import LANGUAGE
from tools.files import write_whole
from tools.ports import free_port

ROOT = Path(__file__).parents[2]
FIRST = 8888
LINK = re.compile(r"http://localhost:\d+(?=/lab/tree/)")


def keep_language(model: dict, path: str, **_) -> None:
    """Store a chapter's notebook without the version of the Python that has it open."""
    metadata = model["content"]["metadata"] if model["type"] == "notebook" else {}
    if re.search(r"(^|/)chapters/\d\d_\w+\.ipynb$", path) and "language_info" in metadata:
        metadata["language_info"] = dict(LANGUAGE)


def point_links(book: Path, port: int) -> int:
    """Have the JupyterLab links of a built book lead to ``port``; return how many pages changed."""
    changed = 0
    for page in sorted(book.glob("chapters/*.html")):
        text = page.read_text("utf-8")
        new = LINK.sub(f"http://localhost:{port}", text)
        if new != text:
            write_whole(page, new)
            changed += 1
    return changed


def running(root: Path = ROOT) -> int | None:
    """Return the port of a JupyterLab that has this course open, or None."""
    found = [s for s in list_running_servers() if Path(s["root_dir"]).resolve() == root.resolve()]
    return found[0]["port"] if found else None


def main() -> None:
    from jupyterlab.labapp import LabApp  # takes seconds, and make book needs the links alone

    port = free_port(FIRST)
    if port != FIRST:
        print(f"Port {FIRST} is taken: JupyterLab takes {port}, and the book's links lead there.")
    point_links(ROOT / "_build" / "html", port)
    options = [f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={ROOT}"]
    hook = "--ContentsManager.pre_save_hook=tools.reading.lab.keep_language"
    LabApp.launch_instance([*options, hook, *sys.argv[1:]])


if __name__ == "__main__":
    main()
