"""From a Matplotlib figure to a small PNG in the page, and to a digest that tests compare."""

import base64
import html
import io
import math

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from .numbers import approx


def png(fig: Figure, dpi: int, colours: int) -> tuple[bytes, int, int]:
    """Return ``fig`` as a palette PNG with its width and height in pixels, and close it."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=dpi)
    plt.close(fig)
    image = Image.open(buffer).convert("RGB")
    image = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    image.save(packed, format="PNG", optimize=True)
    return packed.getvalue(), image.width, image.height


def img(fig: Figure, alt: str, dpi: int, colours: int, shown_at: int = 100) -> str:
    """Return an ``<img>`` element that holds ``fig``; ``shown_at`` is its dpi on the page."""
    data, width, height = png(fig, dpi, colours)
    scale = shown_at / dpi
    return (
        f'<img alt="{html.escape(alt)}" width="{width * scale:.0f}" height="{height * scale:.0f}" '
        'style="max-width:100%;height:auto;border-radius:6px" '
        f'src="data:image/png;base64,{base64.b64encode(data).decode()}">'
    )


def require_figure(fig, name: str) -> None:
    if not isinstance(fig, Figure):
        raise ValueError(f"{name} is a {type(fig).__name__}; it should be a matplotlib Figure")


def require_text(text, name: str) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name} is {text!r}; it should be a sentence")


def digest(fig: Figure) -> str:
    """Return a short text that changes when what is drawn changes.

    A line for each panel with its labels, and for each curve or cloud its number of points
    and the mean and spread of its coordinates, to three digits.
    """
    return "\n".join(_panel(ax) for ax in fig.axes)


def _panel(ax) -> str:
    heading = " | ".join(filter(None, (ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel())))
    marks = [f"  {kind} {_summary(values)}" for kind, values in _drawn(ax) if values.size > 2]
    words = [text.get_text().replace("\n", " ") for text in ax.texts if text.get_text()]
    words = [f"  text: {'; '.join(words)}"] if words else []
    return "\n".join([f"panel: {heading}", *marks, *words])


def _drawn(ax):
    """Yield (kind, coordinates of shape (n, columns)) of everything a panel shows."""
    for line in ax.lines:
        yield "line", _floats(np.column_stack(line.get_data(orig=False)))
    for collection in ax.collections:
        points = _floats(collection.get_offsets())
        if points.any():
            yield "points", points
        else:
            for path in collection.get_paths()[:4]:
                yield "path", _floats(path.vertices)
    bars = [
        (p.get_x() + p.get_width() / 2, p.get_height()) for p in ax.patches if hasattr(p, "get_x")
    ]
    yield "bars", _floats(bars)
    for image in ax.images:
        yield "image", _floats(image.get_array()).reshape(-1, 1)


def _floats(values) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)


def _summary(values: np.ndarray) -> str:
    values = values[np.isfinite(values).all(axis=1)]
    if not len(values):
        return "n=0"
    pairs = zip(values.mean(axis=0), values.std(axis=0))
    return f"n={len(values)} " + ", ".join(_mean_and_spread(*pair) for pair in pairs)


def _mean_and_spread(mean: float, spread: float) -> str:
    """Format a mean to the digits that its spread warrants: a mean near zero is all noise."""
    if spread <= 1e-9 * abs(mean):
        return f"{approx(mean)} ± {approx(0)}"
    digits = 2 - math.floor(math.log10(spread))
    return f"{approx(round(mean, digits) + 0.0)} ± {approx(spread)}"
