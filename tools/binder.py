"""Try what Binder installs: ``python -m tools.binder``.

Installs the pip part of ``environment.yml`` into a fresh environment and runs every
chapter from its folder, without the test suite's settings: every verdict must hold.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.pins import PINS
from tools.reachable import reachable

ROOT = Path(__file__).parents[1]


def pip_lines() -> list[str]:
    """Return the pip part of environment.yml, in order."""
    text = (ROOT / "environment.yml").read_text()
    return re.findall(r"(?m)^      - (.+)$", text)


def pip_arguments() -> list[str]:
    """Return pip's arguments; an index that cannot be reached from here is left out."""
    arguments = []
    for line in pip_lines():
        option, value = line.split(" ", 1)
        if option == "--extra-index-url" and not reachable(f"{value}/torch/"):
            print(f"{value} cannot be reached: torch comes from where pip finds it")
            continue
        arguments += [option, value]
    return arguments


def main() -> int:
    environment = {
        k: v for k, v in os.environ.items() if k not in {*PINS, "PYTHONPATH", "MID_SEED"}
    }
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", *pip_arguments()]
        subprocess.run(install, cwd=ROOT, env=environment, check=True)
        failed = []
        for chapter in sorted((ROOT / "chapters").glob("[0-9][0-9]_*.ipynb")):
            command = [python, "-m", "jupyter", "execute", "--kernel_name=python3", chapter.name]
            done = subprocess.run(command, cwd=chapter.parent, env=environment)
            print(f"{chapter.name}: {'passed' if done.returncode == 0 else 'FAILED'}")
            failed += [chapter.name] * (done.returncode != 0)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
