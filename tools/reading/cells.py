"""What a code cell of a chapter is to a reader: shown, folded under words, or only its output.

The notebook keeps every cell as it is. On the page a call of ``reading``, ``verdict`` or
``table`` is not shown, since what it says stands below it; a cell that only imports, draws or
judges is folded, and the fold says what it holds.
"""

import ast
import re

SAYS = {"reading", "verdict", "table"}
DRAWS = {"figure", "explorable"}
DRAWN, IMPORTED = "How this is drawn", "What is imported"
TESTS, SOLUTION = "the tests", "the solution"
ANYTHING = "The code behind this"  # chapters in the old form only
FOR_THE_FORMATTER = re.compile(r"(?m)[ \t]+# fmt: skip$")


def tags(cell: dict) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell; a cell that is no plain Python has none."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


def called(statement: ast.stmt) -> str:
    """Return the name of the function that a statement only calls, or ``""``."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    is_named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    return call.func.id if is_named else ""


def only_imports(source: str) -> bool:
    """Return whether a cell imports and does nothing else but ask for the seed."""
    body = statements(source)
    kinds = [isinstance(s, ast.Import | ast.ImportFrom) for s in body]
    others = [ast.unparse(s) for s, imports in zip(body, kinds) if not imports]
    return any(kinds) and all(other.startswith("SEED = start(") for other in others)


def without_says(source: str) -> str:
    """Return a cell without its calls of ``reading``, ``verdict`` and ``table``."""
    lines = source.split("\n")
    for statement in reversed(statements(source)):
        if called(statement) in SAYS:
            del lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(lines).strip("\n")


def is_shown(cell: dict) -> bool:
    """Return whether a reader of the page sees the source of a cell without a click."""
    folded = {"hide-input", "hide-cell", "remove-input", "remove-cell"} & tags(cell)
    return cell["cell_type"] == "code" and not folded


def fold_words(cell: dict) -> str:
    """Return what a folded cell says that it holds, or ``""`` when nobody has said it."""
    own = cell["metadata"].get("mystnb", {}).get("code_prompt_show", "")
    if own:
        return own
    if only_imports(cell["source"]):
        return IMPORTED
    drawn = {called(s) for s in statements(cell["source"])} & DRAWS
    if drawn:
        return DRAWN
    return IMPORTED if "setup" in tags(cell) and "import " in cell["source"] else ""


def fold(cell: dict, words: str, open_words: str = "") -> dict:
    """Put a code cell behind a button that says ``words``, in place; return it."""
    about = cell["metadata"]
    about["tags"] = sorted({*about.get("tags", []), "hide-input"})
    prompts = {"code_prompt_show": words, "code_prompt_hide": open_words or words}
    about["mystnb"] = {**about.get("mystnb", {}), **prompts}
    return cell


def laid_out(cell: dict) -> dict:
    """Return a code cell as the page shows it; what is meant for the formatter alone is not on it."""
    source = FOR_THE_FORMATTER.sub("", without_says(cell["source"]))
    new = {**cell, "source": source, "metadata": {**cell["metadata"]}}
    if not source.strip():
        kept = tags(cell) - {"hide-input"} | {"remove-input"}
        new["source"], new["metadata"]["tags"] = cell["source"], sorted(kept)
    elif not is_shown(cell) and "remove-input" not in tags(cell):
        fold(new, fold_words(cell) or ANYTHING)
    elif is_shown(cell) and only_imports(source):
        fold(new, IMPORTED)
    return new


def is_new_form(notebook: dict) -> bool:
    """Return whether a chapter has the section ``## With more``."""
    written = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return any(
        line.strip() == "## With more"
        for cell in written
        for line in "".join(cell["source"]).split("\n")
    )
