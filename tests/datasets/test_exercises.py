"""The tutor is right by algebra, the marker accepts any true form and no near miss."""

import re

import numpy as np
import pytest

from moreisdifferent.datasets.calculus import parse
from moreisdifferent.datasets.exercises import (
    N_ANSWER_TOKENS,
    SKILLS,
    TOKEN,
    additions,
    answer,
    answers,
    derivatives,
    exam_split,
    expansions,
    mark,
    read_answer,
    read_question,
    skeleton,
    skill,
    write_answer,
    write_question,
)


@pytest.mark.parametrize("questions", [derivatives(), expansions(), additions()[::37]])
def test_the_tutor_is_right(questions):
    given = answers(questions)
    assert given.max() < N_ANSWER_TOKENS
    assert mark(questions, given).all()
    assert len(np.unique(questions, axis=0)) == len(questions)


def test_the_tutor_agrees_with_the_parser():
    for question in derivatives():
        text = re.sub(r"(sin|cos|exp) (\dx)", r"\1(\2)", write_question(question))
        function = parse(text.replace("·", "*"))
        assert function == read_question(question)
        assert read_answer(answer(question)) == function.derivative()


def test_a_known_exercise():
    question = tokens("d/dx", 3, "sin", 7, 1)
    assert write_question(question) == "3·x·sin 7x"
    assert write_answer(answer(question)) == "3·sin 7x + 21·x·cos 7x"
    assert skill(question) == "x·sin"
    assert skeleton(question) == ("d/dx", "sin", "7", "1")


def tokens(*names):
    return tuple(TOKEN[str(name)] for name in names)


TRUE = tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 1, 1, "cos", 7)
NEAR = [
    tokens("+", 0, 3, 0, "sin", 7) + tokens("-", 2, 1, 1, "cos", 7),  # a sign
    tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 0, 1, "cos", 7),  # off by one
    tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 1, 1, "sin", 7),  # the name
    tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 1, 0, "cos", 7),  # the power
    tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 1, 1, "cos", 6),  # inside
    tokens("+", 0, 3, 0, "sin", 7) + (0,) * 6,  # half of it
    tokens("+", 0, 3, 0, "sin", 7) + tokens("+", 2, 1, 1, "cos", ""),  # ill-formed
    (0,) * 12,
]


def test_marks():
    question = np.array([tokens("d/dx", 3, "sin", 7, 1)])
    turned = TRUE[6:] + TRUE[:6]  # the terms in the other order are the same function
    assert mark(question, np.array([[TRUE], [turned]])).all()
    assert not mark(question, np.array([[near] for near in NEAR])).any()


def test_zero_may_be_written_in_two_ways():
    question = np.array([tokens("d/dx", 2, "exp", 3, 0)])
    zero = tokens("+", 0, 0, 0, "exp", 3)
    assert mark(question, np.array([zero + tokens("+", 0, 6, 0, "exp", 3)])).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_exam_shares_no_structure_with_practice(seed):
    questions = derivatives()
    exam = exam_split(questions, np.random.default_rng(seed))
    inside = {skeleton(q) for q in questions[exam]}
    outside = {skeleton(q) for q in questions[~exam]}
    assert exam.sum() == 162 and len(inside) == 18 and not inside & outside
    assert {skill(q) for q in questions[exam]} == set(SKILLS)
    pairs = {s[1:3] for s in inside}  # not even with another power of x
    assert not pairs & {s[1:3] for s in outside}
    assert {n for _, n in pairs} == {n for f, n in {s[1:3] for s in outside} if f != "one"}
