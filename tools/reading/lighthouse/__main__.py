"""Measure pages of the built book with Lighthouse and write ``reports/lighthouse.md``.

Desktop preset, in chromium, from a local server that compresses text as web servers do. The
median of three runs counts. The report names every audit that costs points; a score below 95
ends with an error. Times are wall-clock times: measure on a machine that is idle.
"""

import datetime
import functools
import gzip
import http.server
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tools.files import write_whole

ROOT = Path(__file__).parents[3]
HTML = ROOT / "_build" / "html"
REPORT = ROOT / "reports" / "lighthouse.md"
HERE = Path(__file__).parent
PAGES = (
    "book/index.html",
    "chapters/01_ptolemy_vs_copernicus.html",
    "chapters/02_two_cultures.html",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
METRICS += ("cumulative-layout-shift", "speed-index", "total-byte-weight")
FLOOR, RUNS = 95, 3


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files, text compressed."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().do_GET()
        body, kind = path.read_bytes(), self.guess_type(str(path))
        text = kind.startswith("text/") or "javascript" in kind or "json" in kind or "svg" in kind
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Cache-Control", "max-age=31536000")
        if text:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def install(folder: Path) -> Path:
    """Install the locked Lighthouse below ``folder`` and return its script."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    npm = Path(sys.executable).with_name("npm")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules" / "lighthouse" / "cli" / "index.js"


def measure(script: Path, url: str, chromium: str) -> dict:
    """Return Lighthouse's result for one page."""
    node = Path(sys.executable).with_name("node")
    command = [node, script, url, "--preset=desktop", "--output=json", "--quiet"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"lighthouse failed on {url}:\n{done.stderr}")
    return json.loads(done.stdout)


def scores(runs: list[dict]) -> dict[str, int]:
    """Return category → median score of the runs, 0 to 100."""
    return {
        name: round(100 * statistics.median(run["categories"][name]["score"] for run in runs))
        for name in CATEGORIES
    }


def median_run(runs: list[dict]) -> dict:
    return sorted(runs, key=lambda run: run["categories"]["performance"]["score"])[len(runs) // 2]


def failed(run: dict) -> list[str]:
    """Return a line for each audit of a scored category that costs points."""
    lines = []
    for category in CATEGORIES:
        for ref in run["categories"][category]["auditRefs"]:
            audit = run["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lines.append(f"{category}: {audit['title']} ({audit.get('displayValue', 'fails')})")
    return lines


def report(results: dict[str, list[dict]]) -> str:
    """Return the report as Markdown."""
    first = next(iter(results.values()))[0]
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    lines = [
        "# Lighthouse",
        "",
        f"{datetime.date.today()}, commit {commit}. Lighthouse {first['lighthouseVersion']}, desktop preset, "
        f"{first['environment']['hostUserAgent'].split(' ')[-2]}, {os.cpu_count()} cores ({platform.machine()}), "
        f"load {os.getloadavg()[0]:.1f}; a local server with gzip; the median of {RUNS} runs.",
        "",
        "| page | " + " | ".join(CATEGORIES) + " |",
        "| --- |" + " ---: |" * len(CATEGORIES),
    ]
    for page, runs in results.items():
        lines.append(f"| {page} | " + " | ".join(map(str, scores(runs).values())) + " |")
    names = [first["audits"][m]["title"] for m in METRICS]
    lines += ["", "| page | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    for page, runs in results.items():
        run = median_run(runs)
        cells = [
            run["audits"][m].get("displayValue", "").removeprefix("Total size was ")
            for m in METRICS
        ]
        lines.append(f"| {page} | " + " | ".join(cells) + " |")
    lines += ["", "What costs points:", ""]
    costs = {page: failed(median_run(runs)) for page, runs in results.items()}
    lines += [f"- {page}: {line}" for page, found in costs.items() for line in found] or [
        "- nothing"
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("chromium is not on the path; on Debian: apt-get install chromium")
    if not (HTML / PAGES[0]).exists():
        sys.exit("_build/html is empty; run `make book` first")
    handler = functools.partial(Compressed, directory=str(HTML))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        script = install(Path(folder))
        at = f"http://127.0.0.1:{server.server_port}"
        results = {
            page: [measure(script, f"{at}/{page}", chromium) for _ in range(RUNS)] for page in PAGES
        }
        server.shutdown()
    write_whole(REPORT, report(results))
    print(REPORT.read_text("utf-8"))
    low = {
        page: scores(runs) for page, runs in results.items() if min(scores(runs).values()) < FLOOR
    }
    if low:
        sys.exit(f"below {FLOOR}: {low}")


if __name__ == "__main__":
    main()
