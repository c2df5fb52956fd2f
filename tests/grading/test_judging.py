"""What tests can do with an answer that runs in another process: call it, be called, take a network."""

import pytest

from tools.teaching.answering import Limits
from tools.teaching.judging import Task, examine, hidden_lines

ANSWER = """def f(x, k):
    return k if callable(x) else sum(x)
def train(model):
    import torch
    with torch.no_grad():
        model.weight.zero_()
    return model
def times(a):
    return lambda b: a * b
def draws(make, generator):
    return [make(generator) for _ in range(2)]
def fails(x):
    raise ValueError("no")
answer = 7
"""
HOLDS = [
    "assert f([1, 2], k=3) == 3 and f(lambda x: x, k=1) == 1",
    "import torch\nmodel = torch.nn.Linear(2, 1)\nassert float(train(model).weight.sum()) == 0 != float(model.weight.sum())",
    "assert times(2)(3) == 6",
    "import numpy as np\ng = np.random.default_rng(1)\na, b = draws(lambda g: g.normal(), g)\nassert a != b and g.normal() not in (a, b)",
    "try:\n    fails(1)\nexcept ValueError as error:\n    assert str(error) == 'no'\nelse:\n    assert False",
    "assert answer == 7",
]
NAMES = ["f", "train", "times", "draws", "fails", "answer"]


@pytest.fixture(scope="module")
def results():
    tests = [("test", str(number), source) for number, source in enumerate(HOLDS)]
    wrong = ("test", "wrong", "assert f([1, 2], k=3) == 4, 'four'")
    task = Task([("answer", "a", ""), *tests, wrong], {"a": NAMES})
    return {result["id"]: result["error"] for result in examine(task, {"a": ANSWER}, Limits())}


@pytest.mark.parametrize("number", range(len(HOLDS)))
def test_what_a_test_can_do_with_an_answer(results, number):
    assert results[str(number)] is None


def test_a_failed_test_says_how_the_answer_was_called(results):
    error = results["wrong"]
    assert error["message"] == "four" and error["calls"] == ["f([1, 2], k=3) gave 3"]
    assert error["test"] == "assert f([1, 2], k=3) == 4, 'four'" and not error["hidden"]


def test_hidden_lines_are_those_between_the_marks():
    source = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc"
    assert hidden_lines(source) == {2, 3, 4}
