"""The process that judges: it has the tests, and calls a student's functions in another process.

The test cells run here as they stand in the chapter, with stand-ins for what the answer defines.
"""

import ast
import os
import shutil
import tempfile
import time
import types
import warnings
from collections import deque
from multiprocessing.connection import Connection
from typing import NamedTuple

from tools.teaching import sandbox
from tools.teaching.answering import Cell, Limits, be_a_student, described
from tools.teaching.stand_ins import SETUP_SECONDS, Answers, Fault, Raised, call_in_words, stopped

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
NO_ANSWER = {"name": "NoAnswer", "message": "there is no answer", "lines": []}


class Task(NamedTuple):
    """A chapter's graded part. cells: (kind, id, source), kind one of setup, answer and test.

    defines: answer id → names that the tests may use.
    """

    cells: list[tuple[str, str, str]]
    defines: dict[str, list[str]]


def hidden_lines(source: str) -> set[int]:
    """Return the numbers of the lines of a test cell that students do not see."""
    found, inside = set(), False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or BEGIN in line
        if inside:
            found.add(number)
        inside = inside and END not in line
    return found


def failure(
    error: BaseException, statement: ast.stmt, source: str, filename: str, log: deque
) -> dict:
    """Return why a test cell failed, without what is hidden."""
    about = error.about if isinstance(error, Raised) else described(error, {})
    hidden = hidden_lines(source)
    at, trace = {statement.lineno}, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            at.add(trace.tb_lineno)
        trace = trace.tb_next
    secret = bool(at & hidden)
    found = {**about, "hidden": secret, "theirs": isinstance(error, Raised)}
    if not secret:
        found["test"] = ast.get_source_segment(source, statement)[:1000]
        found["calls"] = [call_in_words(*call) for call in log]
    return found


def run_test(source: str, name: str, space: dict, log: deque) -> dict | None:
    """Run a test cell; return why it failed, None if it passed."""
    for statement in ast.parse(source).body:
        log.clear()
        try:
            exec(compile(ast.Module([statement], []), f"<{name}>", "exec"), space)
        except Fault:
            raise
        except BaseException as error:
            return failure(error, statement, source, f"<{name}>", log)
    return None


def judge(task: Task, answers: dict[str, str], limits: Limits, new_process) -> list[dict]:
    """Return for every answer and test: id, error (a dict or None), in the chapter's order."""
    warnings.simplefilter("ignore")
    module = types.ModuleType("judge")
    space, found = module.__dict__, []
    cells = [
        Cell(None, source) if kind == "setup" else Cell(name, answers[name])
        for kind, name, source in task.cells
        if kind == "setup" or name in answers
    ]
    student, names = Answers(cells, limits, new_process), []
    try:
        for kind, name, source in task.cells:
            if kind == "setup":
                run_setup(source, space)
            elif kind == "answer":
                names += task.defines[name]
                error = student.run_to(name) if name in answers else NO_ANSWER
                found.append({"id": name, "kind": kind, "error": error or None})
            else:
                error = judged(student, names, source, name, space)
                found.append({"id": name, "kind": kind, "error": error})
    finally:
        student.end()
    return found


def run_setup(source: str, space: dict) -> None:
    try:
        exec(compile(source, "<set-up>", "exec"), space)
    except BaseException as error:
        raise Fault(f"set-up failed: {type(error).__name__}: {error}") from error


def judged(student: Answers, names: list[str], source: str, name: str, space: dict) -> dict | None:
    """Run a test with what the answers so far define, ``names``; return why it failed."""
    from IPython.core.inputtransformer2 import TransformerManager

    student.begin_test()
    source = TransformerManager().transform_cell(source)
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    for wanted in names:
        space.pop(wanted, None)
        if wanted in used:
            try:
                space[wanted] = student.get(wanted)
            except Raised as error:
                return {**error.about, "hidden": False, "theirs": True}
    return run_test(source, name, space, student.log)


def be_a_judge(pipe: Connection, task: Task, answers: dict, limits: Limits) -> None:
    """Become a judge's process; the body of it. The last message is ("done", …) or ("fault", …)."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)

    def new_process(cells):
        pipe.send(("start", cells))
        return pipe.recv()

    try:
        pipe.send(("done", judge(task, answers, limits, new_process)))
    except Fault as fault:
        pipe.send(("fault", str(fault)))
    except BaseException as error:
        pipe.send(("fault", f"{type(error).__name__}: {error}"[:500]))


class Students:
    """The processes of one student, which this process starts for the judge's."""

    def __init__(self, limits: Limits):
        self.limits, self.folder, self.process = limits, None, None

    def start(self, cells: list[Cell]) -> tuple[int, Connection]:
        self.end()
        self.folder = tempfile.mkdtemp(prefix="mid")
        ours, theirs = sandbox.context.Pipe()
        arguments = theirs, self.folder, cells, self.limits
        self.process = sandbox.start(be_a_student, arguments)
        theirs.close()
        return self.process.pid, ours

    def end(self) -> None:
        if self.process is not None:
            sandbox.kill(self.process.pid)
            self.process.join()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.process = None


def examine(task: Task, answers: dict[str, str], limits: Limits) -> list[dict]:
    """Judge a student's answers, id → source; return what ``judge`` returns.

    Raises:
        Fault: if the grader, and not the student, went wrong.
    """
    pipe, theirs = sandbox.context.Pipe()
    students, process = Students(limits), sandbox.start(be_a_judge, (theirs, task, answers, limits))
    theirs.close()
    end = time.monotonic() + SETUP_SECONDS + 20 * limits.seconds * max(1, len(task.cells))
    try:
        while pipe.poll(max(0.0, end - time.monotonic())):
            what, rest = pipe.recv()
            if what == "done":
                return rest
            if what == "fault":
                raise Fault(rest)
            pid, to_student = students.start(rest)
            pipe.send((pid, to_student))
            to_student.close()
        error = stopped("TooLong", "it was stopped: all in all it took too long").about
        return [{"id": name, "kind": kind, "error": error} for kind, name, _ in task.cells if name]
    except (EOFError, OSError) as error:
        raise Fault(f"the judge's process ended: {error}") from None
    finally:
        students.end()
        sandbox.kill(process.pid)
        process.join()
