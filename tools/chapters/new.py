"""Begin a chapter from the template: ``python -m tools.chapters.new my_topic``.

Takes the first number that has no chapter yet, writes its source, what it draws, its entries in the
table of contents and in the registry, its files for sabotage and for wrong answers, and runs it. All of
it passes every check from the first minute; the text of the template says what goes where.
"""

import argparse
import re
import sys
from pathlib import Path

import yaml

from tools.chapters.run import ROOT, run_chapter
from tools.chapters.sync import sync
from tools.chapters.usage import MOST
from tools.files import write_whole

TEMPLATE = Path(__file__).with_name("template.md")
FIGURES = Path(__file__).with_name("template_figures.txt")
PROPERTIES = Path(__file__).with_name("template_properties.txt")
NOT_YET = """
```{code-cell} ipython3
---
tags: [remove-input]
---
verdict("@ID@", not_testable="The experiment is still to be written.")
```
"""
WRONG = """ex@NUMBER@-spread:
- why: the spread of one sample in place of the mean's
  replace: " / np.sqrt(len(samples))"
  with: ""
- why: divided by n
  replace: "np.sqrt(len(samples))"
  with: "len(samples)"
- why: the variance in place of the standard deviation
  replace: "np.std("
  with: "np.var("
"""
SABOTAGE = """# For every measured claim, what destroys the cause of its effect:
# claim-id:
#   why: labels shuffled
#   replace: "text that occurs once in the chapter's source"
#   with: "text that destroys the effect and leaves the rule alone"
"""


def next_number(root: Path) -> str:
    """Return the first number, from 01 on, that no chapter has."""
    taken = {path.name[:2] for path in (root / "chapters").glob("[0-9][0-9]_*.md")}
    return next(f"{n:02d}" for n in range(1, 100) if f"{n:02d}" not in taken)


def registry(root: Path) -> dict:
    return yaml.safe_load((root / "book" / "claims.yml").read_text("utf-8"))


def source_of(number: str, slug: str, title: str, claims: list[dict]) -> str:
    """Return the text of a chapter whose claims are all undecided."""
    bullets = [f"- {claim['statement']} `{claim['id']}`" for claim in claims]
    cells = [NOT_YET.replace("@ID@", claim["id"]) for claim in claims]
    values = {
        "TITLE": title,
        "NUMBER": number,
        "N": str(int(number)),
        "SLUG": slug,
        "SECONDS": str(MOST["cpu_seconds"]),
        "MEMORY": f"{MOST['peak_mb'] / 1000:g}",
        "CLAIMS": "\n" + "\n".join(bullets) if bullets else "",
        "VERDICTS": "".join(cells),
        "IMPORT": ", verdict" if claims else "",
    }
    return filled(TEMPLATE, values)


def filled(template: Path, values: dict[str, str]) -> str:
    """Return a template with every ``@NAME@`` replaced by its value."""
    text = template.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def write_figures(root: Path, number: str, slug: str) -> None:
    """Write the module that draws the chapter's figures, and its property tests."""
    values = {"NUMBER": number, "SLUG": slug}
    module = root / "src" / "moreisdifferent" / "figures" / f"{slug}.py"
    write_whole(module, filled(FIGURES, values))
    tests = root / "tests" / "properties" / f"test_figures_{slug}.py"
    write_whole(tests, filled(PROPERTIES, values))


def part_of(number: str, parts: list[dict]) -> int:
    """Return the part, from 1 on, that a chapter belongs to; the last one for a new number."""
    found = [i for i, part in enumerate(parts, 1) if number in part["chapters"]]
    return found[0] if found else len(parts)


def add_to_toc(text: str, part: int, name: str) -> str:
    """Return the table of contents with a chapter at the end of a part."""
    head, opener, tail = text.partition(f"      - file: book/part{part}\n")
    if not opener:
        raise ValueError(f"_toc.yml has no book/part{part}; the chapter goes below it")
    sections = re.match(r"        sections:\n(?:          - file: .*\n)*", tail)
    old = sections[0] if sections else "        sections:\n"
    rest = tail[sections.end() :] if sections else tail
    return f"{head}{opener}{old}          - file: chapters/{name}.ipynb\n{rest}"


def decide(text: str, ids: list[str]) -> str:
    """Return the registry with planned claims marked as not testable here, for now."""
    for claim in ids:
        entry = rf"(?m)(^- id: {re.escape(claim)}\n(?:  .*\n)*?)  status: planned\n"
        text = re.sub(entry, r"\1  verdict: not testable here\n", text, count=1)
    return text


def add_title(text: str, number: str, title: str) -> str:
    """Return the registry with one more chapter at the end of the last part."""
    head, claims, tail = text.partition("\nclaims:\n")
    return f'{head.rstrip()}\n    "{number}": "{title}"\n{claims}{tail}'


def create(slug: str, root: Path = ROOT) -> Path:
    """Write everything that a new chapter needs and return its source.

    Raises:
        ValueError: if the slug is not made of small letters, digits and underscores.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise ValueError(f"SLUG is {slug!r}; it should be small letters, digits and _")
    number, book = next_number(root), registry(root)
    name, part = f"{number}_{slug}", part_of(number, book["parts"])
    titles = {n: t for p in book["parts"] for n, t in p["chapters"].items()}
    title = titles.get(number, slug.replace("_", " ").capitalize())
    claims = [c for c in book["claims"] if c["chapter"] == number]
    path, toc = root / "book" / "claims.yml", root / "_toc.yml"
    text = decide(path.read_text("utf-8"), [c["id"] for c in claims])
    write_whole(path, text if number in titles else add_title(text, number, title))
    write_whole(toc, add_to_toc(toc.read_text("utf-8"), part, name))
    write_whole(root / "tests" / "sabotage" / f"{name}.yml", SABOTAGE)
    write_whole(
        root / "tests" / "grading" / "wrong" / f"{name}.yml", WRONG.replace("@NUMBER@", number)
    )
    write_figures(root, number, slug)
    source = root / "chapters" / f"{name}.md"
    write_whole(source, source_of(number, slug, title, claims))
    return source


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slug", help="small letters, digits and underscores: my_topic")
    try:
        source = create(parser.parse_args().slug)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    run_chapter(source)
    sync(source)
    print(f"{source.relative_to(ROOT)} is written and run; `make test` passes. Now make it yours.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
