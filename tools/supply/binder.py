"""Try what Binder installs: ``python -m tools.supply.binder``.

Installs the pip part of ``environment.yml`` into a fresh environment, runs ``postBuild`` and
then every chapter from its folder, without the test suite's settings: every verdict must hold.
Of the student versions one is run, in which only the stubs may fail: ``--student`` runs that alone.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.chapters.pins import PINS
from tools.supply.reachable import reachable

ROOT = Path(__file__).parents[2]


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


def failures(notebook: Path) -> list[str]:
    """Return the errors in an executed notebook, but for those of a stub in nbgrader's cells."""
    found = []
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        names = [out["ename"] for out in cell.get("outputs", []) if out["output_type"] == "error"]
        stub = names == ["NotImplementedError"] and "nbgrader" in cell["metadata"]
        found += [] if stub else names
        if cell["cell_type"] == "code" and not cell["execution_count"]:
            found.append("a cell that was not run")
    return found


def run_student_version(python: str, environment: dict) -> bool:
    """Make the student versions as Binder does and run the one that costs least."""
    path = str(Path(python).parent) + os.pathsep + environment["PATH"]
    subprocess.run(["./postBuild"], cwd=ROOT, env={**environment, "PATH": path}, check=True)
    budgets = json.loads((ROOT / "chapters" / "budgets.json").read_text())
    made = sorted((ROOT / "student").glob("[0-9][0-9]_*.ipynb"))
    assert [p.name for p in made] == [p.name for p in sorted((ROOT / "chapters").glob("*.ipynb"))]
    cheapest = min(made, key=lambda p: budgets[p.stem]["cpu_seconds"])
    run = [python, "-m", "jupyter", "execute", "--allow-errors", "--inplace"]
    run += ["--kernel_name=python3", cheapest.name]
    subprocess.run(run, cwd=cheapest.parent, env=environment, check=True)
    found = failures(cheapest)
    print(f"student/{cheapest.name}: {'FAILED, ' + ', '.join(found) if found else 'passed'}")
    return not found


def main() -> int:
    environment = {
        k: v for k, v in os.environ.items() if k not in {*PINS, "PYTHONPATH", "MID_SEED"}
    }
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", *pip_arguments()]
        subprocess.run(install, cwd=ROOT, env=environment, check=True)
        failed = [] if run_student_version(python, environment) else ["student"]
        chapters = [] if "--student" in sys.argv else (ROOT / "chapters").glob("[0-9][0-9]_*.ipynb")
        for chapter in sorted(chapters):
            command = [python, "-m", "jupyter", "execute", "--kernel_name=python3", chapter.name]
            done = subprocess.run(command, cwd=chapter.parent, env=environment)
            print(f"{chapter.name}: {'passed' if done.returncode == 0 else 'FAILED'}")
            failed += [chapter.name] * (done.returncode != 0)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
