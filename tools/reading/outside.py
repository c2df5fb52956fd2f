"""Links that lead out of the course: ``python -m tools.reading.outside [--report FILE]``.

Asks for every http address in the pages, the chapters, the bibliography and the README once, and
names those that are gone. A host that refuses programs (403, 429 and the like) says nothing about the
page; such addresses are listed as not known. The course's own addresses are left out.
"""

import argparse
import re
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\{}^]+")
FIELDS = (  # of the bibliography that stand for an address
    (re.compile(r"\beprint\s*=\s*\{(\d{4}\.\d{4,5})\}"), "https://arxiv.org/abs/"),
    (re.compile(r"\bdoi\s*=\s*\{(10\.[^}]+)\}"), "https://doi.org/"),
)
NOT_SAID = {401, 403, 405, 406, 418, 429, 451, 500, 502, 503, 504, 520, 522, 999}
AGENT = {"User-Agent": "Mozilla/5.0 (compatible; link check of an open course)"}
APART = ("http://localhost", "https://mybinder.org/v2/")


def addresses(text: str) -> list[str]:
    """Return the addresses in a text, without the punctuation that follows them."""
    found = [f"{host}{name}" for field, host in FIELDS for name in field.findall(text)]
    for address in ADDRESS.findall(text):
        address = address.rstrip(".,;:!?*_")
        while address.endswith((")", "]")) and address.count("(") < address.count(
            ")"
        ) + address.count("]"):
            address = address[:-1].rstrip(".,;:")
        found.append(address)
    return found


def outside(root: Path = ROOT) -> dict[str, list[str]]:
    """Return address → files that lead there, without the course's own."""
    own = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["repository"]["url"]
    pages = [root / "README.md", root / "book" / "references.bib", root / "book" / "claims.yml"]
    pages += [*(root / "book").glob("*.md"), *(root / "chapters").glob("*.md")]
    found = defaultdict(list)
    for path in sorted(p for p in pages if p.exists() and p.name != "ledger.md"):
        for address in addresses(path.read_text("utf-8")):
            if not address.startswith((own, *APART)) and path.name not in found[address]:
                found[address].append(path.name)
    return dict(found)


def ask(address: str, seconds: float = 20) -> str:
    """Return ``ok``, ``gone: why`` or ``not known: why`` of an address."""
    request = urllib.request.Request(address.partition("#")[0], headers=AGENT)
    try:
        with urllib.request.urlopen(request, timeout=seconds):
            return "ok"
    except urllib.error.HTTPError as error:
        return f"{'not known' if error.code in NOT_SAID else 'gone'}: {error.code}"
    except (OSError, ValueError) as error:
        return f"gone: {getattr(error, 'reason', error)}"


def report(answers: dict[str, str], places: dict[str, list[str]]) -> str:
    """Return what is gone and what is not known, as Markdown."""
    lines = ["### Links that lead out", ""]
    counts = {
        k: sum(a.startswith(k) for a in answers.values()) for k in ("ok", "gone", "not known")
    }
    lines += [", ".join(f"{number} {kind}" for kind, number in counts.items()) + ".", ""]
    for kind in ("gone", "not known"):
        lines += [
            f"- {answer}: {address} ({', '.join(places[address])})"
            for address, answer in answers.items()
            if answer.startswith(kind)
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", type=Path, help="where to write what is gone")
    options = parser.parse_args()
    places = outside()
    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(places, pool.map(ask, places)))
    if all(answer.startswith("gone: ") and not answer[6:].isdigit() for answer in answers.values()):
        print("No host answers: the web cannot be reached from here, and nothing was found out.")
        return 0
    said = report(answers, places)
    print(said)
    if options.report:
        options.report.write_text(said, "utf-8")
    return 1 if any(answer.startswith("gone") for answer in answers.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
