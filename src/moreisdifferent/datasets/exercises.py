"""Exercises for a student: differentiate, expand a bracket, add; with answers and a marker.

A question is five tokens, (task, a, f, n, p): differentiate a·xᵖ·f(nx), or expand
a·xᵖ·(x ± n), or add the numbers written a f and n p. An answer is twelve tokens, two terms of
six, (sign, tens, units, p, f, n); a term that is zero stays blank. A second derivative has a digit
more, for the hundreds, in either term. The grammar of difficulty is known: which rules an exercise
needs. The skeleton of an exercise is all of it but its coefficient.
"""

from functools import lru_cache
from itertools import product

import numpy as np

from .calculus import Form, X, number, wave

DIGITS = [str(digit) for digit in range(10)]
VOCABULARY = [
    "",
    *DIGITS,
    "+",
    "-",
    "one",
    "sin",
    "cos",
    "exp",
    "x+",
    "x-",
    "d/dx",
    "expand",
    "add",
]
TOKEN = {name: index for index, name in enumerate(VOCABULARY)}
BLANK = (TOKEN[""],) * 6
TWICE = 14  # tokens of an answer that has been differentiated twice
N_ANSWER_TOKENS = TOKEN["exp"] + 1  # an answer uses only the first of the vocabulary
SKILLS = ("exp", "sin", "cos", "x·exp", "x·sin", "x·cos")


def _tokens(*names) -> tuple:
    return tuple(TOKEN[str(name)] for name in names)


def derivatives() -> np.ndarray:
    """Return every question of the calculus world, shape (567, 5).

    a is 1 to 9; f is one (then p is 1 to 9 and n blank), or sin, cos or exp of nx with n 1 to 9
    and p 0 or 1.
    """
    powers = [_tokens("d/dx", a, "one", "", p) for a, p in product(range(1, 10), repeat=2)]
    waves = product(range(1, 10), ("sin", "cos", "exp"), range(1, 10), range(2))
    return np.array(powers + [_tokens("d/dx", a, f, n, p) for a, f, n, p in waves])


def expansions() -> np.ndarray:
    """Return every question of the algebra world, a·xᵖ·(x ± n), shape (810, 5)."""
    cases = product(range(1, 10), ("x+", "x-"), range(1, 10), range(5))
    return np.array([_tokens("expand", a, f, n, p) for a, f, n, p in cases])


def additions() -> np.ndarray:
    """Return every sum of two numbers from 00 to 99, shape (10000, 5)."""
    return np.array([_tokens("add", *digits) for digits in product(range(10), repeat=4)])


def _term(coefficient, p, f="one", n="", digits=2) -> tuple:
    if not coefficient:
        return (TOKEN[""],) * (digits + 4)
    return _tokens("-" if coefficient < 0 else "+", *f"{abs(coefficient):0{digits}d}", p, f, n)


def answer(question) -> tuple:
    """Return the answer as the tutor writes it, 12 tokens: the power rule's term, then the chain's."""
    task, a, f, n, p = (VOCABULARY[token] for token in question)
    if task == "add":
        return _tokens(*f"{int(a + f) + int(n + p):03d}") + (0,) * 9
    a, p, n = int(a), int(p), int(n or 0)
    if task == "expand":
        return _term(a, p + 1) + _term(a * n if f == "x+" else -a * n, p)
    first = _term(a * p, p - 1, f, n or "")
    if f == "one":
        return first + BLANK
    slope, sign = {"sin": ("cos", 1), "cos": ("sin", -1), "exp": ("exp", 1)}[f]
    return first + _term(sign * a * n, p, slope, n)


def answers(questions) -> np.ndarray:
    """Return the tutor's answers, shape (N, 12)."""
    return np.array([answer(question) for question in questions])


def slips(questions) -> np.ndarray:
    """Return how a pupil opens brackets who multiplies the first term only, shape (N, 12).

    a·xᵖ·(x ± n) becomes a·xᵖ⁺¹ ± n·xᵖ: a rule like any other, and one without a product.

    Args:
        questions: shape (N, 5), of :func:`expansions`.

    Raises:
        ValueError: if a question is another task.
    """
    found = []
    for question in questions:
        task, a, f, n, p = (VOCABULARY[token] for token in question)
        if task != "expand":
            raise ValueError(f"questions has the task {task!r}; it should be 'expand' throughout")
        found.append(_term(int(a), int(p) + 1) + _term(int(n) if f == "x+" else -int(n), int(p)))
    return np.array(found)


def second_derivatives(questions) -> np.ndarray:
    """Return what the tutor writes when he differentiates twice, shape (N, 14).

    Args:
        questions: shape (N, 5), those of :func:`derivatives` with sin, cos or exp.

    Raises:
        ValueError: if a question is another one.
    """
    return np.array([_second(question) for question in questions])


def _second(question) -> tuple:
    task, a, f, n, p = (VOCABULARY[token] for token in question)
    if task != "d/dx" or f not in ("sin", "cos", "exp"):
        raise ValueError(f"questions has {task!r} of {f!r}; it should be 'd/dx' of sin, cos or exp")
    a, n, p = int(a), int(n), int(p)
    other, sign = {"sin": ("cos", 1), "cos": ("sin", -1), "exp": ("exp", 1)}[f]
    bend = 1 if f == "exp" else -1
    return _term(2 * p * sign * a * n, 0, other, n, 3) + _term(bend * a * n * n, p, f, n, 3)


def skill(question) -> str:
    """Return what a calculus question asks for: "power", or one of ``SKILLS``.

    "sin" needs the chain rule, "x·sin" the product rule on top of it.
    """
    _, _, f, _, p = (VOCABULARY[token] for token in question)
    return "power" if f == "one" else f if p == "0" else f"x·{f}"


def skeleton(question) -> tuple:
    """Return the question without its coefficient: what it shares with others of its structure."""
    task, _, *rest = (VOCABULARY[token] for token in question)
    return (task, *rest)


def exam_split(questions, rng) -> np.ndarray:
    """Return which calculus questions are kept for the exam, shape (N,), by structure.

    Each of the nine values of n is barred from one of sin, cos and exp, three from each: if 7 is
    barred from sin, no sin 7x with any coefficient and any power of x is ever practised, while
    cos 7x and exp 7x may be. No skeleton of the exam occurs in practice.

    Args:
        questions: shape (N, 5), from :func:`derivatives`.
        rng: draws which n are barred from which function.
    """
    barred = rng.permutation(np.arange(1, 10)).reshape(3, 3)
    pairs = {
        (TOKEN[f], TOKEN[str(n)]) for f, row in zip(("sin", "cos", "exp"), barred) for n in row
    }
    return np.array([(f, n) in pairs for _, _, f, n, _ in np.asarray(questions).tolist()])


def read_question(question) -> Form:
    """Return the function that stands in a question of calculus or algebra."""
    task, a, f, n, p = (VOCABULARY[token] for token in question)
    outside = number(int(a)) * X ** int(p)
    if task == "expand":
        return outside * (X + number(int(n) if f == "x+" else -int(n)))
    return outside if f == "one" else outside * wave(f, int(n))


def read_answer(tokens) -> Form | None:
    """Return the function that an answer of two terms stands for, None if it is ill-formed."""
    total, half = Form(), len(tokens) // 2
    for term in (tuple(tokens[:half]), tuple(tokens[half:])):
        if not any(term):
            continue
        sign, *digits, p, f, n = (VOCABULARY[token] for token in term)
        if sign not in ("+", "-") or not "".join([*digits, p]).isdigit() or "" in (*digits, p):
            return None
        if f not in ("one", "sin", "cos", "exp") or (f == "one") != (n == ""):
            return None
        if n and not n.isdigit():
            return None
        coefficient = number(int(sign + "".join(digits)))
        part = coefficient * X ** int(p)
        total = total + (part if f == "one" else part * wave(f, int(n)))
    return total


@lru_cache(maxsize=1 << 18)
def _is_right(question: tuple, tokens: tuple) -> bool:
    if VOCABULARY[question[0]] == "add":
        return tokens == answer(question)
    found = read_answer(tokens)
    wanted = read_question(question)
    if VOCABULARY[question[0]] == "d/dx":
        wanted = wanted.derivative()
        wanted = wanted.derivative() if len(tokens) == TWICE else wanted
    return found is not None and found == wanted


def _vocabulary(tokens, name: str) -> np.ndarray:
    tokens, n = np.asarray(tokens), len(VOCABULARY)
    if tokens.dtype.kind not in "iu" or ((tokens < 0) | (tokens >= n)).any():
        raise ValueError(f"{name} holds {tokens.dtype}; it should be tokens, 0 to {n - 1}")
    return tokens


def mark(questions, given) -> np.ndarray:
    """Return which answers are right, shape (…, N), by algebra: any true form of it passes.

    Args:
        questions: shape (N, 5).
        given: shape (…, N, 12), or (…, N, 14) for second derivatives.

    Raises:
        ValueError: if a shape does not fit or a token is not in the vocabulary.
    """
    questions, given = _vocabulary(questions, "questions"), _vocabulary(given, "given")
    if questions.ndim != 2 or questions.shape[1] != 5:
        raise ValueError(f"questions has shape {questions.shape}; it should be (N, 5)")
    fits = given.ndim >= 2 and given.shape[-2] == len(questions) and given.shape[-1] in (12, TWICE)
    if not fits:
        raise ValueError(
            f"given has shape {given.shape}; it should be (…, {len(questions)}, 12 or {TWICE})"
        )
    keys = [tuple(question) for question in questions.tolist()]
    marks = [
        _is_right(q, tuple(g))
        for row in given.reshape(-1, *given.shape[-2:]).tolist()
        for q, g in zip(keys, row)
    ]
    return np.array(marks).reshape(given.shape[:-1])


def write_question(question) -> str:
    """Return a question as a person would write it, such as ``"4·x^3·sin(5x)"``."""
    task, a, f, n, p = (VOCABULARY[token] for token in question)
    if task == "add":
        return f"{int(a + f)} + {int(n + p)}"
    inside = {"one": "", "x+": f"·(x + {n})", "x-": f"·(x − {n})"}.get(f, f"·{f} {n}x")
    return f"{a}" + {"0": "", "1": "·x"}.get(p, f"·x^{p}") + inside


def write_answer(tokens) -> str:
    """Return an answer of two terms as a person would write it; "?" stands for nonsense."""
    if read_answer(tokens) is None:
        return "?"
    written = []
    for term in (tuple(tokens[:6]), tuple(tokens[6:])):
        if term != BLANK:
            sign, tens, units, p, f, n = (VOCABULARY[token] for token in term)
            factors = [str(int(tens + units)), *({"0": [], "1": ["x"]}.get(p, [f"x^{p}"]))]
            factors += [] if f == "one" else [f"{f} {n}x"]
            written.append(("−" if sign == "-" else "+") + " " + "·".join(factors))
    return (
        " ".join(written).removeprefix("+ ").replace("− ", "−", written[0][0] == "−")
        if written
        else "0"
    )
