"""The process that judges: it has the tests, and calls a student's functions in another process.

The test cells run here as they stand in the chapter. Where they name something that the answer
defines, they get a stand-in that calls the student's process over a pipe; arguments and results
cross as plain data. Time is counted only while the student's process works.
"""

import ast
import builtins
import contextlib
import copy
import os
import pickle
import shutil
import tempfile
import time
import types
import warnings
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from typing import NamedTuple

from tools.teaching import plain, sandbox
from tools.teaching.answering import MOST_WORDS, Cell, Limits, be_a_student, described

SETUP_SECONDS = 300
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
NO_ANSWER = {"name": "NoAnswer", "message": "there is no answer", "lines": []}
DIED = "it crashed, or it used more processor time or memory than it may"


class Task(NamedTuple):
    """A chapter's graded part. cells: (kind, id, source), kind one of setup, answer and test.

    defines: answer id → names that the tests may use.
    """

    cells: list[tuple[str, str, str]]
    defines: dict[str, list[str]]


class Fault(Exception):
    """The grader, and not the student, went wrong."""


class Raised(Exception):
    """What an answer raised, as it was described; ``about`` holds name, message and lines."""

    def __init__(self, about: dict):
        lines = about.get("lines") if isinstance(about.get("lines"), list) else []
        self.about = {
            "name": str(about.get("name"))[:100],
            "message": str(about.get("message"))[:MOST_WORDS],
            "lines": [str(line)[:200] for line in lines[:5]],
        }
        super().__init__(self.about["message"])


def stopped(name: str, message: str) -> Raised:
    return Raised({"name": name, "message": message, "lines": []})


def as_exception(about: dict) -> Raised:
    """Return an exception that a test can catch by the name of a built-in one."""
    base = getattr(builtins, str(about.get("name")), None)
    if (
        isinstance(base, type)
        and issubclass(base, Exception)
        and base not in (AssertionError, SyntaxError)
    ):
        with contextlib.suppress(TypeError):
            return type(base.__name__, (Raised, base), {})(about)
    return Raised(about)


def checked(message) -> tuple:
    """Return a message if it has a form that a student's process sends."""
    shapes = {"value": (object,), "raised": (dict,), "broken": (str,), "call": (int, tuple, dict)}
    if isinstance(message, tuple) and message and isinstance(message[0], str):
        shape = shapes.get(message[0], ())
        if len(shape) == len(message) - 1 > 0 and all(map(isinstance, message[1:], shape)):
            return message
    raise plain.NotPlain("the answer sent what is no reply")


class Remote:
    """A function of a student's, as the tests see it."""

    def __init__(self, student: "Answers", number: int, name: str, start: int):
        self.student, self.number, self.start = student, number, start
        self.__name__ = name

    def __call__(self, *arguments, **named):
        return self.student.call_function(self, arguments, named)

    def __getattr__(self, name: str):
        raise AttributeError(
            f"the tests want .{name} of {self.__dict__.get('__name__', 'a function')}; "
            "what an answer gives can be called, and nothing else"
        )


class Answers:
    """The student's process, started again when it ended before its time."""

    def __init__(self, cells: list[Cell], limits: Limits, new_process):
        self.cells, self.limits, self.new_process = cells, limits, new_process
        self.pid = self.pipe = None
        self.starts = 0  # a number of a function is good only for the process that it came from
        self.callbacks = []  # objects of ours that were handed over, by number
        self.skipped = set()  # answers that ended the process when they ran
        self.reached = None
        self.left = float(limits.seconds)
        self.log = []  # of calls: (name, arguments, result or error)

    # --- the process

    def start(self) -> None:
        kept = [
            cell for cell in self.cells if not cell.exercise or cell.exercise not in self.skipped
        ]
        self.pid, self.pipe = self.new_process(kept)
        self.starts += 1
        try:
            what, *rest = self.wait(SETUP_SECONDS)
        except Raised as error:
            raise Fault(f"the student's process ended in set-up: {error}") from None
        if what == "broken":
            raise Fault(f"the student's process could not be made: {rest[0]}")

    def end(self) -> None:
        if self.pid is not None:
            sandbox.kill(self.pid)
            self.pipe.close()
        self.pid = None

    def wait(self, seconds: float) -> tuple:
        """Return the next message; end the process if it does not come in time.

        Raises:
            Raised: if the process was stopped, ended by itself or sent nonsense.
        """
        begun, used, spent = time.monotonic(), None, 0.0
        while not self.pipe.poll(0.05 + spent / 20):
            if parent_process() is not None and not parent_process().is_alive():
                self.end()
                os._exit(1)
            spent = time.monotonic() - begun
            if spent < min(0.2, seconds):
                continue
            now = sandbox.processor_seconds(self.pid)
            used = now if used is None else used
            if now - used > seconds or spent > 3 * seconds + 5:  # a busy machine is nobody's fault
                self.end()
                self.left = 0.0
                raise stopped("TooLong", f"stopped after {self.limits.seconds} seconds")
        self.left -= (now - used) if spent > 1 and used is not None else time.monotonic() - begun
        try:
            return checked(plain.decode(self.pipe.recv_bytes(2 * plain.MOST_BYTES), self.resolve))
        except (EOFError, OSError):
            self.end()
            raise stopped("Died", DIED) from None
        except plain.NotPlain as error:
            self.end()
            raise stopped("NotPlain", str(error)) from None

    # --- what crosses

    def refer(self, value):
        if isinstance(value, Remote):
            return {"theirs": value.number}
        self.callbacks.append(value)
        number = len(self.callbacks) - 1
        try:
            return {"pickle": pickle.dumps(value), "number": number}
        except Exception:  # a function of the test cell's, as a rule
            if callable(value):
                return {"call": number}
            raise plain.NotPlain(
                f"a {type(value).__name__} cannot be handed to an answer"
            ) from None

    def resolve(self, name: dict):
        if "theirs" in name:
            return Remote(self, int(name["theirs"]), str(name["name"])[:80], self.starts)
        ours = self.callbacks[int(name["yours"])]
        if name["state"] is None:
            return ours
        trained = copy.deepcopy(ours)
        trained.load_state_dict(name["state"])
        return trained

    def ask(self, *message):
        """Return the student's reply; run what it calls of ours meanwhile.

        Raises:
            Raised: what the answer raised, or that it was stopped or died.
        """
        self.send(message)
        while self.left > 0:
            what, *rest = self.wait(self.left)
            if what == "value":
                return rest[0]
            if what == "raised":
                raise as_exception(rest[0])
            begun = time.monotonic()
            self.give_back(*rest)
            self.left -= time.monotonic() - begun
        self.end()
        raise stopped("TooLong", f"stopped after {self.limits.seconds} seconds")

    def send(self, message: tuple) -> None:
        data = plain.encode(
            message, self.refer, lambda x: type(x) is not tuple and hasattr(x, "_fields")
        )
        try:
            self.pipe.send_bytes(data)
        except OSError:
            self.end()
            raise stopped("Died", DIED) from None

    def give_back(self, number: int, arguments: tuple, named: dict) -> None:
        """Call one of our functions for the student."""
        try:
            reply = "value", self.callbacks[number](*arguments, **named)
        except Exception as error:
            if self.pid is None:
                raise
            reply = "raised", f"{type(error).__name__}: {error}"[:500]
        self.send(reply)

    # --- what the judge does with it

    def run_to(self, exercise: str) -> dict:
        """Run the answer to ``exercise`` and all before it; return its error, described."""
        if self.pid is None:
            self.start()
        self.left = float(self.limits.seconds)
        try:
            about = self.ask("run", exercise)
        except Raised as error:
            self.skipped.add(exercise)
            return error.about
        self.reached = exercise
        return Raised(about).about if isinstance(about, dict) and about else {}

    def begin_test(self) -> None:
        """Give a test what is left of the exercise's time, and a tenth of it in any case."""
        self.left = max(self.left, self.limits.seconds / 10, 1.0)

    def again(self) -> None:
        """Start the process again after it ended, up to where it was."""
        if self.pid is None:
            self.start()
            if self.reached is not None:
                self.ask("run", self.reached)

    def get(self, name: str):
        """Return what the answer calls ``name``: a stand-in for a function, or plain data."""
        self.again()
        return self.ask("get", name)

    def call_function(self, function: Remote, arguments: tuple, named: dict):
        if function.start != self.starts or self.pid is None:
            raise stopped("Died", f"{function.__name__} is gone: the program ended before")
        words = f"{function.__name__}({', '.join(map(short, arguments))}{', …' if named else ''})"
        try:
            result = self.ask("call", function, arguments, named)
        except Raised as error:
            self.log.append(f"{words} raised {error.about['name']}")
            raise
        self.log.append(f"{words} gave {short(result)}")
        return result


def short(value) -> str:
    """Return a value in at most some sixty characters."""
    if isinstance(value, Remote):
        return value.__name__
    text = " ".join(repr(value).split())
    if callable(value):
        text = getattr(value, "__name__", "a function")
    return text if len(text) <= 60 else f"{text[:57]}…"


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
    error: BaseException, statement: ast.stmt, source: str, filename: str, log: list
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
        found["calls"] = log[-3:]
    return found


def run_test(source: str, name: str, space: dict, log: list) -> dict | None:
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
