"""Results that are kept: graded again only when something changes that they depend on.

A record is keyed by the answers, the tests, the limits, the grader and the packages. What the
grader itself did wrong leaves none.
"""

import ast
import contextlib
import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from urllib.parse import quote

from tqdm import tqdm

from tools.files import write_whole
from tools.teaching import sandbox
from tools.teaching.answering import Limits
from tools.teaching.answers import Chapter, parsed
from tools.teaching.judging import Fault, examine
from tools.teaching.student import ROOT

LIBRARIES = ["IPython.core.interactiveshell", "IPython.core.completer", "torch", "matplotlib.pyplot", "pandas", "scipy.optimize", "scipy.stats", "sklearn.ensemble", "moreisdifferent.display", "tools.teaching.judging", "tools.teaching.kept"]  # fmt: skip


def as_name(student: str) -> str:
    """Return a student's name as a folder that nbgrader takes; ``unquote`` gives the name back."""
    return re.sub(
        r"[^\w .@-]|^\.|[. ]$", lambda m: quote(m[0], safe="").replace(".", "%2E"), student
    )


def digest(*texts: str | bytes) -> str:
    whole = hashlib.sha256()
    for text in texts:
        whole.update(
            hashlib.sha256(
                text.encode(errors="surrogatepass") if isinstance(text, str) else text
            ).digest()
        )
    return whole.hexdigest()


def surroundings() -> str:
    """Return a digest of all that a result depends on beside the answer: code and packages."""
    files = [*Path(__file__).parent.glob("*.py"), *(ROOT / "src").rglob("*.py")]
    packages = sorted(f"{d.name}=={d.version}" for d in importlib.metadata.distributions())
    return digest(sys.version, *packages, *(path.read_bytes() for path in sorted(files)))


def prepare(assignments: Path, grades: Path) -> Path:
    """Copy the course folder to where grades are kept, once; return it.

    Raises:
        SystemExit: if there are no assignments, or others than the grades were made with.
    """
    source, mine = assignments / "nbgrader", grades / "course"
    if not source.exists():
        sys.exit(f"{source} is not there: `make assignments` first")
    if not mine.exists():
        shutil.rmtree(grades / "course.new", ignore_errors=True)
        shutil.copytree(source, grades / "course.new")
        (grades / "course.new").rename(mine)
    there, here = (
        [digest(path.read_bytes()) for path in sorted(folder.glob("source/*/*.ipynb"))]
        for folder in (source, mine)
    )
    if there != here:
        sys.exit(
            f"the assignments have changed since {grades} was begun; "
            "name another folder with GRADES=, or remove this one"
        )
    return mine


@contextlib.contextmanager
def locked(grades: Path):
    """Let nobody else grade into the same folder meanwhile.

    Raises:
        SystemExit: if somebody does.
    """
    grades.mkdir(parents=True, exist_ok=True)
    with (grades / "lock").open("a+", encoding="utf-8") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            sys.exit(
                f"another grader is at work in {grades} ({file.read().strip()}); wait for it, "
                "or name another folder with GRADES="
            )
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        file.flush()
        yield


def state_of(submission, chapter: Chapter, limits: Limits, around: str) -> str:
    """Return a digest of everything that a result depends on."""
    depends = [submission.answers, chapter.task, chapter.points, limits.seconds, limits.megabytes]
    return digest(json.dumps([*depends, limits.how]), around)


def kept_result(path: Path, state: str) -> list[dict] | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return kept["results"] if kept["state"] == state else None
    except (OSError, ValueError, LookupError, TypeError):  # none, or not one of ours
        return None


def examine_all(
    submissions: list,
    chapters: dict[str, Chapter],
    records: Path,
    limits: Limits,
    regrade: str = "",
    jobs: int | None = None,
) -> dict[tuple[str, str], list[dict] | str]:
    """Return (key, chapter) → results, or words if the grader failed; keep what is done."""
    around, found, waiting = surroundings(), {}, []
    for submission in submissions:
        path = records / as_name(submission.key) / f"{submission.chapter}.json"
        state = state_of(submission, chapters[submission.chapter], limits, around)
        again = regrade and regrade in ("all", submission.key, submission.student, submission.id)
        kept = None if again else kept_result(path, state)
        if kept is None:
            waiting.append((submission, path, state))
        found[submission.key, submission.chapter] = kept

    def one(submission, path: Path, state: str):
        try:
            results = examine(chapters[submission.chapter].task, submission.answers, limits)
        except Fault as fault:
            path.unlink(missing_ok=True)
            return submission, f"not graded, and it is not the student's fault: {fault}"
        write_whole(path, json.dumps({"state": state, "results": results}, indent=1) + "\n")
        return submission, results

    bar = tqdm(total=len(submissions), initial=len(submissions) - len(waiting), unit="notebook", desc="grading")  # fmt: skip
    pool = ThreadPoolExecutor(jobs or cores())
    try:
        for done in as_completed([pool.submit(one, *work) for work in waiting]):
            submission, results = done.result()
            found[submission.key, submission.chapter] = results
            bar.update()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        bar.close()
    return found


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def preload(chapters: dict[str, Chapter]) -> None:
    """Let every process begin as a copy of one that has loaded what set-up cells import."""
    names = []
    for chapter in chapters.values():
        for kind, _, source in chapter.task.cells:
            for node in ast.walk(parsed(source)) if kind == "setup" else ():
                if isinstance(node, ast.Import):
                    names += [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.append(node.module)
    sandbox.context.set_forkserver_preload([*LIBRARIES, *dict.fromkeys(names)])
