"""A fold that says *how this is drawn* leads to the function that draws, in the repository."""

import ast
import html
import re
from pathlib import Path

FOLD = re.compile(r'(?s)<details class="[^"]*\bhide\b[^"]*">.*?</details>')
NAME = re.compile(
    r'<span class="n">draw</span><span class="o">\.</span><span class="n">(\w+)</span>'
)


def lines_of(path: Path) -> dict[str, int]:
    """Return function → line of a module; a module that is not there has none."""
    if not path.exists():
        return {}
    body = ast.parse(path.read_text("utf-8")).body
    return {item.name: item.lineno for item in body if isinstance(item, ast.FunctionDef)}


def with_sources(body: str, root: Path, docname: str, theme: dict) -> str:
    """Return a page whose folds name the functions that draw, each with its place in the repository."""
    module = f"src/moreisdifferent/figures/{Path(docname).name[3:]}.py"
    places = lines_of(root / module)
    address = f"{theme['repository_url']}/blob/{theme['repository_branch']}/{module}"

    def to_source(match: re.Match) -> str:
        names = [name for name in dict.fromkeys(NAME.findall(match[0])) if name in places]
        links = ", ".join(
            f'<a href="{html.escape(address)}#L{places[name]}"><code>{name}</code></a>'
            for name in names
        )
        where = f'<p class="mid-drawn-by">In full: {links}</p></details>'
        return match[0].removesuffix("</details>") + where if links else match[0]

    return FOLD.sub(to_source, body) if places else body
