"""A numbered figure with a caption that states its finding and a text alternative."""

import re
from dataclasses import dataclass, field

from matplotlib.figure import Figure as MatplotlibFigure

from .digest import digest
from .numbers import inline
from .pictures import img, require_figure, require_text


@dataclass(frozen=True)
class Figure:
    """A picture for the page; its plain text is a digest that the notebook tests compare."""

    number: str
    caption: str
    alt: str
    image: str = field(repr=False)
    drawn: str = field(repr=False)

    def __repr__(self) -> str:
        return f"Figure {self.number}. {self.caption}\n{self.drawn}"

    def _repr_html_(self) -> str:
        return (
            f'<figure class="mid-figure" id="figure-{self.number.replace(".", "-")}" '
            f'style="margin:1em 0">{self.image}'
            f"<figcaption><strong>Figure {self.number}.</strong> {inline(self.caption)}</figcaption></figure>"
        )


def figure(fig: MatplotlibFigure, number: str, caption: str, alt: str) -> Figure:
    """Return ``fig`` as a numbered, captioned figure, and close it.

    Args:
        fig: a Matplotlib figure.
        number: chapter and place, such as ``"1.2"``.
        caption: states the finding, without a measured number.
        alt: what a person would see, for those who cannot.

    Raises:
        ValueError: if ``fig`` is not a figure, the number is not of the form 1.2, or
            caption or alt text is empty.
    """
    require_figure(fig, "fig")
    if not re.fullmatch(r"\d+\.\d+", str(number)):
        raise ValueError(f"number is {number!r}; it should be chapter and place, such as '1.2'")
    require_text(caption, "caption")
    require_text(alt, "alt")
    drawn = digest(fig)
    return Figure(str(number), caption, alt, img(fig, alt, dpi=170, colours=96), drawn)
