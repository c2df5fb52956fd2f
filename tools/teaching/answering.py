"""The process of a student: runs set-up and answers, and is called by the judge over a pipe.

It has neither tests nor solutions. What it sends is plain data (``plain``) or the number of one of
its functions; whatever an answer does to Python happens here and is not seen by who judges.
"""

import contextlib
import linecache
import pickle
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from tools.teaching import plain, sandbox

MOST_WORDS = 2000


class Cell(NamedTuple):
    """A cell that a student's process runs; ``exercise`` is its grade id, None for set-up."""

    exercise: str | None
    source: str


class Limits(NamedTuple):
    """What an answer may use: seconds for an exercise, megabytes in all; how it is shut in."""

    seconds: int = 20
    megabytes: int = 2000
    how: str = "none"
    hidden: tuple[str, ...] = ()


def shell(folder: str):
    """Return IPython without a terminal and without a memory of former sessions."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Quiet(InteractiveShell):
        system = InteractiveShell.system_raw  # there is no terminal to pretend to

        def enable_gui(self, gui=None):
            """There is no window; ``%matplotlib inline`` asks for this."""

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.xmode = "Minimal"
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.ipython_dir = folder
    made = Quiet.instance(config=config)
    made.user_ns["__name__"] = "__main__"
    return made


def run(ipython, source: str) -> BaseException | None:
    """Run a cell; return what it raised."""
    result = ipython.run_cell(source)
    return result.error_before_exec or result.error_in_exec


def own_lines(error: BaseException, sources: dict[str, str]) -> list[str]:
    """Return the lines of a student's own cells on the way to an error."""
    found = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        lines = sources.get(frame.f_code.co_filename, "").split("\n")
        if 0 < number <= len(lines) and lines[number - 1].strip():
            found.append(f"line {number}: {lines[number - 1].strip()}")
    return found[-5:]


def described(error: BaseException, sources: dict[str, str]) -> dict:
    """Return an error as plain data, of bounded size."""
    try:
        words = str(error)
    except BaseException as worse:
        words = f"(its message could not be had: {type(worse).__name__})"
    if isinstance(error, SyntaxError):
        words = f"{error.msg} (line {error.lineno}: {str(error.text).strip()})"
    lines = [line[:200] for line in own_lines(error, sources)]
    return {"name": type(error).__name__[:100], "message": words[:MOST_WORDS], "lines": lines}


class Student:
    """What serves a judge: ``served(message)`` returns a message until the judge hangs up."""

    def __init__(self, pipe: Connection, cells: list[Cell], ipython):
        self.pipe, self.cells, self.ipython = pipe, list(cells), ipython
        self.mine = []  # functions that the judge may call, by number
        self.given = {}  # id → (object of the judge's, its number there)
        self.sources = {}

    def refer(self, value):
        if id(value) in self.given:
            state = value.state_dict() if hasattr(value, "state_dict") else None
            return {"yours": self.given[id(value)][1], "state": state}
        if isinstance(value, Callback):
            return {"yours": value.number, "state": None}
        if not callable(value):
            plain._no_reference(value)
        self.mine.append(value)
        return {"theirs": len(self.mine) - 1, "name": str(getattr(value, "__name__", "answer"))}

    def resolve(self, name: dict):
        if "theirs" in name:
            return self.mine[name["theirs"]]
        if "pickle" not in name:
            return Callback(self, name["call"])
        value = pickle.loads(name["pickle"])  # from the judge, who is trusted
        self.given[id(value)] = value, name["number"]
        return value

    def send(self, *message) -> None:
        self.pipe.send_bytes(plain.encode(message, self.refer))

    def receive(self) -> tuple:
        return plain.decode(self.pipe.recv_bytes(), self.resolve, gradients=True)

    def set_up(self) -> None:
        """Run the cells before the first answer."""
        while self.cells and self.cells[0].exercise is None:
            error = run(self.ipython, self.cells.pop(0).source)
            if error:
                raise error

    def run_to(self, exercise: str) -> dict:
        """Run cells up to the answer to ``exercise``; return the error of that answer, if any."""
        while self.cells:
            cell = self.cells.pop(0)
            before = set(linecache.cache)
            error = run(self.ipython, cell.source)
            if cell.exercise:  # IPython keeps the source of what it ran there, for tracebacks
                self.sources |= dict.fromkeys(set(linecache.cache) - before, cell.source)
            if cell.exercise == exercise:
                return described(error, self.sources) if error else {}
        return {}

    def look_up(self, name: str):
        if name not in self.ipython.user_ns:
            raise NameError(f"the answer does not define {name}")
        return self.ipython.user_ns[name]

    def serve(self) -> None:
        """Do what the judge asks, until the judge ends it."""
        while True:
            self.answer(*self.receive())

    def answer(self, what: str, *rest) -> None:
        try:
            if what == "run":
                value = self.run_to(*rest)
            elif what == "get":
                value = self.look_up(*rest)
            else:
                function, arguments, named = rest
                value = function(*arguments, **named)
            self.send("value", value)
        except BaseException as error:  # whatever it is, the judge wants to hear of it
            self.send("raised", described(error, self.sources))


class Callback:
    """A function of the judge's, as an answer sees it."""

    def __init__(self, student: Student, number: int):
        self.student, self.number = student, number

    def __call__(self, *arguments, **named):
        self.student.send("call", self.number, arguments, named)
        while True:
            what, *rest = self.student.receive()
            if what == "value":
                return rest[0]
            if what == "raised":
                raise RuntimeError(rest[0])
            self.student.answer(what, *rest)


def be_a_student(pipe: Connection, folder: str, cells: list[Cell], limits: Limits) -> None:
    """Become a student's process; the body of it."""
    try:
        sandbox.enter(limits.how, Path(folder), [Path(p) for p in limits.hidden], pipe.fileno())
        sandbox.limit(20 * limits.seconds + 300, limits.megabytes)
        student = Student(pipe, cells, shell("/tmp" if limits.how == "namespaces" else folder))
        student.set_up()
        student.send("value", "ready")
    except BaseException as error:
        pipe.send_bytes(plain.encode(("broken", f"{type(error).__name__}: {error}")))
        return
    with contextlib.suppress(EOFError, OSError):
        student.serve()
