"""Exact calculus: sums of xᵖ eᵏˣ cos mx and xᵖ eᵏˣ sin mx in one normal form.

Those functions are linearly independent, so two expressions are the same function exactly
when their normal forms are equal. Coefficients are whole numbers; a half appears only where
two waves are multiplied. Nothing is ever evaluated in floating point.
"""

import re
from fractions import Fraction

HALF = Fraction(1, 2)


class Form:
    """A function of x in normal form: (p, k, wave, m) → coefficient of xᵖ eᵏˣ wave(mx).

    ``wave`` is "cos" or "sin", m ≥ 0, sin 0x is left out, zero coefficients are left out.
    Forms add, subtract, multiply and compare like the functions they stand for.
    """

    def __init__(self, terms=()):
        self.terms = {}
        for key, coefficient in dict(terms).items():
            self._add(*key, coefficient)

    def _add(self, p, k, wave, m, coefficient):
        if wave == "sin":
            coefficient, m = (-coefficient if m < 0 else coefficient), abs(m)
            coefficient = 0 if m == 0 else coefficient
        key = (p, k, wave, abs(m))
        total = self.terms.pop(key, 0) + coefficient
        if total:
            self.terms[key] = total

    def __eq__(self, other):
        return isinstance(other, Form) and self.terms == other.terms

    def __hash__(self):
        return hash(frozenset(self.terms.items()))

    def __repr__(self):
        return f"Form({self.terms})"

    def __add__(self, other):
        result = Form(self.terms)
        for key, coefficient in other.terms.items():
            result._add(*key, coefficient)
        return result

    def __neg__(self):
        return Form({key: -coefficient for key, coefficient in self.terms.items()})

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        result = Form()
        for (p, k, u, m), a in self.terms.items():
            for (q, j, v, n), b in other.terms.items():
                for wave, frequency, share in _product_of_waves(u, m, v, n):
                    result._add(p + q, k + j, wave, frequency, a * b * share)
        return result

    def __pow__(self, n: int):
        result = number(1)
        for _ in range(n):
            result = result * self
        return result

    def derivative(self) -> "Form":
        """Return d/dx of the function, term by term by the product rule."""
        result = Form()
        for (p, k, wave, m), c in self.terms.items():
            if p:
                result._add(p - 1, k, wave, m, c * p)
            result._add(p, k, wave, m, c * k)
            other, sign = ("sin", -1) if wave == "cos" else ("cos", 1)
            result._add(p, k, other, m, c * sign * m)
        return result

    def at_zero(self):
        """Return the value at x = 0: what is left of the terms with p = 0 and a cosine."""
        return sum(c for (p, _, wave, _), c in self.terms.items() if p == 0 and wave == "cos")


def _product_of_waves(u, m, v, n):
    """Return u(mx) · v(nx) as (wave, frequency, share): the product-to-sum formulas."""
    if m == 0 and u == "cos":
        return [(v, n, 1)]
    if n == 0 and v == "cos":
        return [(u, m, 1)]
    if u == v:
        return [("cos", m - n, HALF), ("cos", m + n, HALF if u == "cos" else -HALF)]
    (m, n) = (m, n) if u == "sin" else (n, m)  # sin mx · cos nx
    return [("sin", m + n, HALF), ("sin", m - n, HALF)]


def number(c) -> Form:
    """Return the constant function c, a whole number or a Fraction."""
    return Form({(0, 0, "cos", 0): c})


X = Form({(1, 0, "cos", 0): 1})


def wave(name: str, n: int) -> Form:
    """Return sin nx, cos nx or exp nx.

    Raises:
        ValueError: if ``name`` is none of the three.
    """
    if name not in ("sin", "cos", "exp"):
        raise ValueError(f"name is {name!r}; it should be sin, cos or exp")
    if name == "exp":
        return Form({(0, n, "cos", 0): 1})
    return Form({(0, 0, name, n): 1})


MAX_EXPONENT, MAX_TOKENS = 20, 200  # more than any exercise has
TOKEN = re.compile(r"\s*(\d+|sin|cos|exp|x|[-+*^()])")


def parse(text: str) -> Form:
    """Return the normal form of an expression such as ``"3*x^2*sin(4x) - (x+1)^2"``.

    The language: whole numbers, x, + - * ^, brackets, and sin, cos or exp of a whole multiple
    of x. A product sign may be left out.

    Raises:
        ValueError: if the text is not in this language.
    """
    tokens, end = [], 0
    while text[end:].strip():
        match = TOKEN.match(text, end)
        if not match:
            raise ValueError(f"text is {text!r}; what stands at {end} cannot be read")
        tokens.append(match[1])
        end = match.end()
    if len(tokens) > MAX_TOKENS:
        raise ValueError(f"text has {len(tokens)} symbols; it should have at most {MAX_TOKENS}")
    reader = _Reader(tokens, text)
    form = reader.sum()
    if reader.tokens:
        raise ValueError(f"text is {text!r}; it should end before {reader.tokens[-1]!r}")
    return form


class _Reader:
    """Recursive descent: a sum of products of powers of atoms."""

    def __init__(self, tokens, text):
        self.tokens, self.text = tokens[::-1], text

    def next_is(self, *choices) -> bool:
        return bool(self.tokens) and self.tokens[-1] in choices

    def take(self, *choices) -> str:
        if not self.tokens or (choices and self.tokens[-1] not in choices):
            raise ValueError(f"text is {self.text!r}; {choices or 'something'} is missing")
        return self.tokens.pop()

    def sum(self) -> Form:
        total = -self.product() if self.next_is("-") and self.take() else self.product()
        while self.next_is("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self) -> Form:
        result = self.power()
        while self.tokens and not self.next_is("+", "-", ")", "^"):
            if self.next_is("*"):
                self.take()
            result = result * self.power()
        return result

    def power(self) -> Form:
        base = self.atom()
        if self.next_is("^"):
            self.take()
            exponent = self.take()
            if not exponent.isdigit():
                raise ValueError(f"text is {self.text!r}; an exponent should be a whole number")
            if int(exponent) > MAX_EXPONENT:
                raise ValueError(
                    f"text is {self.text!r}; an exponent should be at most {MAX_EXPONENT}"
                )
            return base ** int(exponent)
        return base

    def atom(self) -> Form:
        token = self.take()
        if token.isdigit():
            return number(int(token))
        if token == "x":
            return X
        if token not in ("sin", "cos", "exp", "("):
            raise ValueError(f"text is {self.text!r}; {token!r} is out of place")
        if token != "(":
            self.take("(")
        inside = self.sum()
        self.take(")")
        return inside if token == "(" else wave(token, self._multiple(inside))

    def _multiple(self, form) -> int:
        """Return k if the form is k·x."""
        if form == Form():
            return 0
        if set(form.terms) != set(X.terms):
            raise ValueError(f"text is {self.text!r}; an argument should be a multiple of x")
        return next(iter(form.terms.values()))
