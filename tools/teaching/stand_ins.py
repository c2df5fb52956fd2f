"""What the tests get in place of a student's functions: stand-ins that call another process.

Arguments and results cross as plain data. Time is counted only while the student's process works.
"""

import builtins
import contextlib
import copy
import os
import pickle
import time
from collections import deque
from multiprocessing import parent_process

from tools.teaching import plain, sandbox
from tools.teaching.answering import MOST_WORDS, Cell, Limits

SETUP_SECONDS = 300
DIED = "it crashed, or it used more processor time or memory than it may"


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
        self.log = deque(maxlen=3)  # of calls: (name, arguments, named ones, result or error)

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
        try:
            result = self.ask("call", function, arguments, named)
        except Raised as error:
            self.log.append((function.__name__, arguments, named, error))
            raise
        self.log.append((function.__name__, arguments, named, result))
        return result


def call_in_words(name: str, arguments: tuple, named: dict, outcome) -> str:
    """Return a call and what came of it on one line."""
    inside = [*map(short, arguments), *(f"{key}={short(value)}" for key, value in named.items())]
    came = (
        f"raised {outcome.about['name']}"
        if isinstance(outcome, Raised)
        else f"gave {short(outcome)}"
    )
    return f"{name}({', '.join(inside)}) {came}"


def short(value) -> str:
    """Return a value in at most some sixty characters."""
    if isinstance(value, Remote):
        return value.__name__
    text = " ".join(repr(value).split())
    if callable(value):
        text = getattr(value, "__name__", "a function")
    return text if len(text) <= 60 else f"{text[:57]}…"
