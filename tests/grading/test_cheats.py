"""Cheats that got full marks where answers and tests shared a process, and some of our own.

Each is the whole cell of an answer that solves nothing. It may get the point for 0, which a guess
gets too, and not one of the two points for doubling.
"""

from pathlib import Path

import pytest
from small_course import BAD, GOOD, answered, cell_answer, hand_in, page

from tools.teaching import sandbox
from tools.teaching.grade import grade_all
from tools.teaching.student import write_notebook

GUESS = "def double(x):\n    return 0\n"

IN_PYTHON = {
    "equal to everything": "class Equal:\n    def __eq__(self, other): return True\ndef double(x):\n    return Equal()",
    "a kind of float": "class Same(float):\n    __hash__ = float.__hash__\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\ndef double(x):\n    return Same(0)",
    "a kind of array": "import numpy as np\nclass Same(np.ndarray):\n    def __eq__(self, other): return True\ndef double(x):\n    return np.zeros(()).view(Same)",
    "tree without assertions": "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\nget_ipython().ast_transformers.append(Drop())\n" + GUESS,
    "input without assertions": "get_ipython().input_transformers_cleanup.append(lambda lines: [l for l in lines if 'assert' not in l])\n" + GUESS,
    "channel of the kernel": "shell = get_ipython()\ntry:\n    shell.kernel.session.send = lambda *a, **k: None\nexcept AttributeError:\n    pass\nshell.showtraceback = lambda *a, **k: None\n" + GUESS,
    "optimised away": "import builtins, functools\nbuiltins.compile = functools.partial(compile, optimize=2)\n" + GUESS,
    "patched comparison": "import builtins, math, numpy as np, sys\nnp.allclose = np.isclose = math.isclose = lambda *a, **k: True\nif 'torch' in sys.modules: sys.modules['torch'].allclose = np.allclose\nbuiltins.abs = lambda x: 0\n" + GUESS,
    "patched errors": "import builtins, sys\nbuiltins.AssertionError = type('Nothing', (Exception,), {})\nsys.excepthook = lambda *a: None\n" + GUESS,
    "no value": "import numpy as np\ndef double(x):\n    return np.empty(0)",
    "not a number": "def double(x):\n    return float('nan')",
    "success by leaving": "import os\ndef double(x):\n    os._exit(0)",
    "a function as value": "def double(x):\n    return double",
}  # fmt: skip
FORGED = {  # by hand on the pipe to the judge
    "replies ahead": "import gc\nfrom tools.teaching import plain\nfrom tools.teaching.answering import Student\n(me,) = [x for x in gc.get_objects() if isinstance(x, Student)]\ndef double(x):\n    for _ in range(50): me.send('value', 4)\n    return 4",
    "no message": "import gc\nfrom tools.teaching.answering import Student\n(me,) = [x for x in gc.get_objects() if isinstance(x, Student)]\ndef double(x):\n    me.pipe.send_bytes(b'nonsense')\n    return 4",
    "code in a message": "import gc, pickle\nfrom tools.teaching.answering import Student\n(me,) = [x for x in gc.get_objects() if isinstance(x, Student)]\ndef double(x):\n    me.pipe.send_bytes(pickle.dumps(print))\n    return 4",
    "the judge's fault": "import gc\nfrom tools.teaching.answering import Student\n(me,) = [x for x in gc.get_objects() if isinstance(x, Student)]\ndef double(x):\n    me.send('broken', 'not my fault')\n    return 4",
    "another's function": "import gc\nfrom tools.teaching.answering import Student\n(me,) = [x for x in gc.get_objects() if isinstance(x, Student)]\ndef double(x):\n    me.send('call', 0, (), {})\n    return 4",
}  # fmt: skip
SEARCH = """import os
found = {{}}
for top in {tops!r}:
    for folder, _, files in os.walk(top):
        for name in files:
            if name.endswith(('.ipynb', '.yml', '.db', '.json')):
                try:
                    text = open(os.path.join(folder, name), encoding='utf-8', errors='ignore').read()
                except OSError:
                    continue
                if 'return 2 * x' in text or 'double(3)' in text:
                    found = {{2: 4, 3: 6, 0: 0}}
def double(x):
    return found[x]"""
SNOOP = """import os, re
found = {}
for number in filter(str.isdigit, os.listdir('/proc')):
    for name in ('cmdline', 'environ', 'maps', 'cwd', 'root'):
        try:
            text = open(f'/proc/{number}/{name}', errors='ignore').read()
        except OSError:
            continue
        if int(number) not in (os.getpid(), os.getppid(), 1):
            found = {2: 4, 3: 6, 0: 0}
def double(x):
    return found[x]"""


def on_disk(small_course, folder: Path) -> dict[str, str]:
    """Return answers that look for others' work, or change it, where it is known to be."""
    course, grades = small_course, folder / "grades"
    later = folder / "in" / "zoe" / "01_small.ipynb"
    return {
        "reads the source": SEARCH.format(tops=[str(course), str(grades)]),
        "reads the repository": SEARCH.format(tops=[str(Path(__file__).parents[2] / "tests")]),
        "reads the disk": SEARCH.format(tops=["/home", "/tmp", "/work", "/mnt", str(folder)]),
        "reads a classmate": SEARCH.format(tops=[str(folder / "in")]),
        "writes the gradebook": f"import sqlite3\nbook = sqlite3.connect({str(grades / 'course' / 'gradebook.db')!r})\nbook.execute('update grade set manual_score = 3')\nbook.commit()\n{GUESS}",
        "rewrites a later file": f"open({str(later)!r}, 'w').write('{{}}')\n{GUESS}",
        "rewrites the grader": f"open({str(Path(sandbox.__file__))!r}, 'a').write('#')\n{GUESS}",
        "looks at processes": SNOOP,
        "stays behind": f"import os, time\nif os.fork() == 0:\n    os.setsid()\n    for _ in range(100):\n        time.sleep(0.1)\n        open({str(folder / 'left')!r}, 'a').write('x')\n{GUESS}",
    }  # fmt: skip


@pytest.fixture(scope="module")
def class_(small_course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cheats")
    cheats = IN_PYTHON | FORGED | on_disk(small_course, folder)
    hand_in(folder / "in", {name: cell_answer(source) for name, source in cheats.items()})
    hand_in(folder / "in", {"zoe": GOOD, "anna": GOOD})
    for name, target in (("link to a classmate", "../anna/01_small.ipynb"), ("link to the instructor", small_course / "assignments/instructor/01_small.ipynb")):  # fmt: skip
        (folder / "in" / name).mkdir()
        (folder / "in" / name / "01_small.ipynb").symlink_to(target)
    rows = grade_all(
        folder / "in", small_course / "assignments", folder / "grades", 5, 2000, jobs=1
    )
    return folder, {row["student"]: row for row in rows}


@pytest.mark.parametrize("cheat", [*IN_PYTHON, *FORGED])
def test_what_happens_in_the_students_python_is_not_seen_by_the_judge(class_, cheat):
    row = class_[1][cheat]
    assert row["score"] in (0, 1) and row["note"], row
    assert "not the student's fault" not in row["note"]


ON_DISK = list(on_disk(Path("."), Path(".")))
shut_in = pytest.mark.skipif(not sandbox.LINUX, reason="the page for instructors says so")


@shut_in
@pytest.mark.parametrize("cheat", ON_DISK)
def test_a_process_that_is_shut_in_finds_and_changes_nothing(class_, cheat):
    if sandbox.strongest() != "namespaces":
        pytest.skip("this system lets nothing be shut in, which the command says")
    folder, rows = class_
    assert rows[cheat]["score"] in (0, 1), rows[cheat]
    assert not (folder / "left").exists()


def test_others_are_graded_as_if_nothing_had_happened(class_):
    assert class_[1]["zoe"]["score"] == class_[1]["anna"]["score"] == 3


@pytest.mark.parametrize("cheat", ["link to a classmate", "link to the instructor"])
def test_a_link_out_of_the_folder_gets_nothing(class_, cheat):
    row = class_[1][cheat]
    assert row["score"] == "" and "link out of the folder" in row["note"]
    assert "2 * x" not in page(class_[0], cheat)


def test_what_an_answer_does_to_its_arguments_is_not_seen_by_the_tests(chapter, tmp_path):
    from tools.teaching.answering import Limits
    from tools.teaching.judging import Task, examine

    tests = "x = [1, 2]\nassert total(x) == sum(x)"
    task = Task([("answer", "total", ""), ("test", "total-test", tests)], {"total": ["total"]})
    cheat = {"total": "def total(x):\n    x[:] = [0]\n    return 0"}
    assert examine(task, cheat, Limits(5))[1]["error"]["name"] == "AssertionError"
    right = {"total": "def total(x):\n    return sum(x)"}
    assert examine(task, right, Limits(5))[1]["error"] is None


def test_where_nothing_is_shut_in_that_is_said(small_course, tmp_path, capsys):
    write_notebook(tmp_path / "in" / "ann" / "01_small.ipynb", answered(BAD))
    grade_all(
        tmp_path / "in", small_course / "assignments", tmp_path / "grades", 5, 2000, how="none"
    )
    assert "can read and change your files" in capsys.readouterr().out
    assert set(sandbox.WORDS) == {"namespaces", "user", "none"}


def test_without_namespaces_root_gives_each_answer_a_user(small_course, tmp_path):
    if not sandbox.works("user"):
        pytest.skip("needs root, and a Python that every user may read, as in a container")
    (tmp_path / "in").mkdir()
    tmp_path.chmod(0o700)
    cheats = {
        "reads": on_disk(small_course, tmp_path)["reads a classmate"],
        "ok": "def double(x):\n    return 2 * x",
    }
    hand_in(tmp_path / "in", {name: cell_answer(source) for name, source in cheats.items()})
    rows = grade_all(
        tmp_path / "in", small_course / "assignments", tmp_path / "grades", 5, 2000, how="user"
    )
    assert {row["student"]: row["score"] for row in rows} == {"ok": 3, "reads": 0}
