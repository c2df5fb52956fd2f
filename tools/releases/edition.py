"""Which edition this is, and where the book of it stands: version, date, address."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Edition:
    """One edition of the book, as ``CITATION.cff`` has it."""

    title: str
    author: str
    version: str
    date: str  # YYYY-MM-DD

    @property
    def name(self) -> str:
        """The title without what follows its colon."""
        return self.title.partition(":")[0]

    @property
    def year(self) -> str:
        return self.date[:4]


def edition(root: Path = ROOT) -> Edition | None:
    """Return the edition that a checkout is of, or None where nothing says so."""
    path = root / "CITATION.cff"
    if not path.exists():
        return None
    about = yaml.safe_load(path.read_text("utf-8"))
    authors = " and ".join(author["name"] for author in about["authors"])
    return Edition(about["title"], authors, str(about["version"]), str(about["date-released"]))


def pages_address(repository: str) -> str:
    """Return where the book of a repository on GitHub is published, ending in a slash.

    Raises:
        ValueError: if the address is not one of GitHub; ``html: baseurl:`` must then say it.
    """
    found = re.fullmatch(r"https://github\.com/([\w-]+)/([\w.-]+?)/?", repository)
    if not found:
        raise ValueError(
            f"repository is {repository!r}; it should be https://github.com/OWNER/NAME, "
            "or _config.yml needs html: baseurl:"
        )
    owner, name = found[1].lower(), found[2]
    return (
        f"https://{name.lower()}/"
        if name == f"{owner}.github.io"
        else f"https://{owner}.github.io/{name}/"
    )


def base_address(root: Path = ROOT) -> str:
    """Return the address below which the book's pages are published, ending in a slash."""
    settings = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    said = settings.get("html", {}).get("baseurl", "")
    return said.rstrip("/") + "/" if said else pages_address(settings["repository"]["url"])


def basename(root: Path = ROOT) -> str:
    """Return the name of the files that are offered, without ending, such as ``more-is-different``."""
    return edition(root).name.lower().replace(" ", "-")
