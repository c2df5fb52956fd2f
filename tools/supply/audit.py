"""Look for known weaknesses of the locked packages: ``python -m tools.supply.audit``.

Runs pip-audit, from a throw-away environment, over ``requirements.lock``. Where pip-audit or its
data cannot be had, says so and succeeds: a machine without a network cannot be audited.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_audit(python: Path, requirements: Path) -> subprocess.CompletedProcess:
    """Audit exact versions as they stand, without resolving or installing them."""
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command = [python, "-m", "pip_audit", "-r", requirements, *options]
    return subprocess.run(command, capture_output=True, text=True)


def weaknesses(report: str) -> list[str] | None:
    """Return a line for each known weakness, or None if the report is none."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return None
    return [
        f"{package['name']} {package['version']}: {found['id']}, "
        f"mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for package in packages
        for found in package.get("vulns", [])
    ]


def skipped(output: str) -> int:
    lines = output.strip().splitlines() or ["no answer"]
    print(f"audit skipped: pip-audit or its data cannot be had here ({lines[-1][:200]})")
    return 0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        install = [python, "-m", "pip", "install", "--quiet", "pip-audit"]
        done = subprocess.run(install, capture_output=True, text=True)
        if done.returncode:
            return skipped(done.stderr)
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text((ROOT / "requirements.lock").read_text())
        done = run_audit(python, requirements)
    found = weaknesses(done.stdout)
    if found is None:
        return skipped(done.stderr)
    print("\n".join(found) or "no known weakness in the locked packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
