"""Numbers on the page: every one comes from the run.

A number that may differ in its last digits on another processor is printed with a
leading ``≈``. The notebook tests mask those, and compare them within a stated tolerance
instead; all other text is compared exactly.
"""

import html
import re
import string
from dataclasses import dataclass

MARKED = re.compile(r"≈\s?([-+−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?)")


def approx(value: float, spec: str = ".3g") -> str:
    """Return ``value`` formatted by ``spec`` behind a ``≈``: ``approx(0.305, ".2f")`` is ``≈ 0.30``."""
    return f"≈ {separated(_plain(format(float(value), spec)))}"


def _plain(number: str) -> str:
    """Drop the padding of an exponent: ``1.2e-07`` becomes ``1.2e-7``."""
    return re.sub(r"e([+-])0*(\d)", lambda m: f"e{'-' if m[1] == '-' else ''}{m[2]}", number)


def separated(number: str) -> str:
    """Return a number with its thousands apart, from five digits up: ``75000100`` → ``75,000,100``."""
    return re.sub(r"^([-+]?)(\d{5,})", lambda m: f"{m[1]}{int(m[2]):,}", number)


class _Formatter(string.Formatter):
    """``str.format`` with one more specification, ``{gap:≈.1f}``; large counts get separators."""

    def format_field(self, value, spec):
        if spec.startswith("≈"):
            return approx(value, spec[1:])
        text = format(value, spec)
        return separated(text) if spec == "" and isinstance(value, int) else text


def fill(template: str, **numbers) -> str:
    """Return ``template`` with ``numbers`` filled in; see :func:`reading`."""
    used = {
        re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(template) if name
    }
    if used != set(numbers):
        raise ValueError(
            f"template uses {sorted(used)} but the numbers given are {sorted(numbers)}; "
            "they should be the same names"
        )
    return _Formatter().format(template, **numbers)


@dataclass(frozen=True)
class Reading:
    """Sentences with numbers from the run: a paragraph on the page, plain text for the tests."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<p class="mid-reading">{inline(self.text)}</p>'


def inline(text: str) -> str:
    """Return HTML for ``text``: escaped, with ``**bold**``, ``*emphasis*`` and `` `code` `` kept.

    A number behind a ``≈`` loses the sign, which is a mark for the tests, and keeps a class.
    """
    text = MARKED.sub(r'<span class="mid-approx">\1</span>', html.escape(text, quote=False))
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"(?<!\w)\*([^*\s][^*]*)\*", r"<em>\1</em>", text)


def reading(template: str, **numbers) -> Reading:
    """Return the reading of a result: prose whose numbers come from the run.

    Args:
        template: a format string, such as ``"off by {gap:≈.1f}° on {n} nights"``. A
            specification that begins with ``≈`` marks a number whose last digits may
            differ elsewhere. ``*emphasis*``, ``**bold**`` and `` `code` `` are kept.
        numbers: the values, each used at least once.

    Raises:
        ValueError: if the names in the template are not those given.
    """
    return Reading(fill(template, **numbers))
