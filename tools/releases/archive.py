"""Make the archive of an edition from its tag alone: ``python -m tools.releases.archive v0.2.0``.

Clones the tag into a temporary folder, builds the book there and packs its pages and its sources into
``_build/editions/NAME-VERSION.zip``, with a list of the SHA-256 of each file. Nothing of this working
tree goes in. The environment is this one where it has the versions that the tag locks; otherwise the
clone makes its own. All files carry the date of the tagged commit.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tools.releases.edition import ROOT, basename, edition

LOCKS = ("requirements.lock", "requirements-instructor.lock")


def clone(tag: str, folder: Path, root: Path = ROOT) -> None:
    """Clone the commit of a tag, and nothing else, into ``folder``.

    Raises:
        ValueError: if there is no such tag, or its CITATION.cff is of another version.
    """
    known = subprocess.run(["git", "tag", "--list", tag], cwd=root, capture_output=True, text=True)
    if known.stdout.strip() != tag:
        raise ValueError(f"tag is {tag!r}; it should be a tag of this repository, such as v0.2.0")
    command = ["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--depth", "1"]
    subprocess.run([*command, "--branch", tag, root.resolve().as_uri(), str(folder)], check=True)
    now = edition(folder)
    if not now or f"v{now.version}" != tag:
        found = now.version if now else "no version"
        raise ValueError(f"tag is {tag!r}, and the CITATION.cff of its commit has {found}")


def build(folder: Path, root: Path = ROOT) -> None:
    """Build the book of a clone, with this environment where the locks are the same."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "src"), str(folder)])}
    if all((folder / name).read_bytes() == (root / name).read_bytes() for name in LOCKS):
        for module in ("tools.supply.assets", "tools.reading.book"):
            command = [sys.executable, "-m", module]
            subprocess.run(command, cwd=folder, env=environment, check=True)
    else:
        print("The edition locks other versions: it gets an environment of its own.", flush=True)
        subprocess.run(["make", "book"], cwd=folder, check=True)


def files_of(folder: Path) -> dict[str, Path]:
    """Return name in the archive → file, of a clone with a built book: pages, then sources."""
    html = folder / "_build" / "html"
    pages = {f"html/{p.relative_to(html).as_posix()}": p for p in html.rglob("*") if p.is_file()}
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    sources = {f"source/{name}": folder / name for name in listed.split("\0") if name}
    return dict(sorted(pages.items())) | dict(sorted(sources.items()))


def commit_time(folder: Path) -> int:
    """Return when the commit was made, in seconds since 1970."""
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return int(done.stdout)


def pack(files: dict[str, Path], target: Path, seconds: int) -> None:
    """Write files into a zip below its own name, with their sums; the same files give the same bytes."""
    stamp = time.gmtime(seconds)[:6]
    content = {name: path.read_bytes() for name, path in files.items()}
    sums = [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in content.items()]
    content["SHA256SUMS"] = ("\n".join(sums) + "\n").encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(f"{target.stem}/{name}", stamp)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    os.replace(new, target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tag", help="of the edition, such as v0.2.0")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "edition"
        try:
            clone(options.tag, folder)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        build(folder)
        name = f"{basename(folder)}-{edition(folder).version}.zip"
        target = ROOT / "_build" / "editions" / name
        pack(files_of(folder), target, commit_time(folder))
    print(f"The edition is in {target.relative_to(ROOT)}, {target.stat().st_size / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
