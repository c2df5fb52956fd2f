"""Known identities are equal, near misses are not, derivatives obey the rules of calculus."""

import math
from fractions import Fraction

import numpy as np
import pytest

from moreisdifferent.datasets.calculus import Form, number, parse, wave

IDENTITIES = [
    ("sin(x)^2 + cos(x)^2", "1"),
    ("sin(2x)", "2 sin(x) cos(x)"),
    ("cos(2x)", "1 - 2*sin(x)^2"),
    ("sin(3x)", "3 sin(x) - 4 sin(x)^3"),
    ("cos(3x)*cos(2x)", "cos(2x)*cos(3x)"),
    ("exp(x)^3", "exp(3x)"),
    ("exp(2x)*exp(3x)", "exp(5x)"),
    ("(x + 2)*(x - 2)", "x^2 - 4"),
    ("(x + 1)^3", "x^3 + 3x^2 + 3x + 1"),
    ("-x + x", "0"),
    ("cos(0)", "1"),
    ("sin(x - 3x)", "-sin(2x)"),
    ("3 - (x - 1)", "4 - x"),
]
NEAR_MISSES = [
    ("sin(x)^2 + cos(x)^2", "2"),
    ("sin(2x)", "2 sin(x)"),
    ("cos(2x)", "1 - sin(x)^2"),
    ("sin(3x)", "3 sin(x) - 4 sin(x)^2"),
    ("exp(2x)", "exp(x)"),
    ("exp(x)^2", "exp(x) + exp(x)"),
    ("x*sin(7x)", "x*sin(6x)"),
    ("x*sin(7x)", "x*cos(7x)"),
    ("cos(x)", "-cos(x)"),
    ("35*x^2", "36*x^2"),
    ("35*x^2", "35*x^3"),
    ("2 - x - 1", "2 - (x - 1)"),
]


@pytest.mark.parametrize("left, right", IDENTITIES)
def test_known_identities_hold(left, right):
    assert parse(left) == parse(right)
    assert hash(parse(left)) == hash(parse(right))


@pytest.mark.parametrize("left, right", NEAR_MISSES)
def test_near_misses_fail(left, right):
    assert parse(left) != parse(right)


@pytest.mark.parametrize(
    "function, derivative",
    [
        ("x^5", "5x^4"),
        ("7", "0"),
        ("sin(3x)", "3cos(3x)"),
        ("cos(3x)", "-3sin(3x)"),
        ("exp(4x)", "4exp(4x)"),
        ("x*sin(2x)", "sin(2x) + 2x*cos(2x)"),
        ("exp(2x)*cos(3x)", "2exp(2x)*cos(3x) - 3exp(2x)*sin(3x)"),
        ("sin(x)^2", "sin(2x)"),
    ],
)
def test_known_derivatives(function, derivative):
    assert parse(function).derivative() == parse(derivative)


def test_product_rule_for_random_functions():
    rng = np.random.default_rng(0)
    for _ in range(20):
        f, g = (random_form(rng) for _ in range(2))
        assert (f * g).derivative() == f.derivative() * g + f * g.derivative()
        assert (f + g) * (f - g) == f * f - g * g


def random_form(rng) -> Form:
    return Form(
        {
            (int(rng.integers(4)), int(rng.integers(3)), str(name), int(rng.integers(5))): int(
                rng.integers(-9, 10)
            )
            for name in rng.choice(["sin", "cos"], 4)
        }
    )


def value(form, x):
    waves = {"sin": math.sin, "cos": math.cos}
    return sum(
        float(c) * x**p * math.exp(k * x) * waves[w](m * x)
        for (p, k, w, m), c in form.terms.items()
    )


def test_normal_form_has_the_value_of_the_expression():
    found = parse("2x^2*sin(3x)*cos(2x) - exp(x)*(x + 1)^2")
    for x in (-1.3, 0.2, 0.9):
        wanted = 2 * x**2 * math.sin(3 * x) * math.cos(2 * x) - math.exp(x) * (x + 1) ** 2
        assert value(found, x) == pytest.approx(wanted, abs=1e-12)
    assert parse("3x sin(4x)").derivative().at_zero() == 0
    assert parse("3 sin(4x)").derivative().at_zero() == 12
    assert parse("2exp(3x) + x").at_zero() == 2


def test_halves_are_exact():
    assert (wave("sin", 1) ** 2).terms == {
        (0, 0, "cos", 0): Fraction(1, 2),
        (0, 0, "cos", 2): Fraction(-1, 2),
    }
    assert number(0).terms == {}


@pytest.mark.parametrize(
    "text", ["", "2 +", "sin x", "sin(x^2)", "x^-1", "2 % x", "(x", "x)", "^2"]
)
def test_what_is_not_in_the_language_is_refused(text):
    with pytest.raises(ValueError, match="text is"):
        parse(text)
