"""From a Matplotlib figure to a small PNG in the page."""

import base64
import html
import io
import re

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from PIL import Image


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


PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
GRID = 12  # a picture is told from another by the mean colours of 12 × 12 parts


def thumbnails(markup: str) -> list[str]:
    """Return each PNG inside HTML as its size and the colours of its parts, in hexadecimal.

    Two thumbnails are of one length; 3 · 12 · 12 bytes follow ``"<width>x<height>:"``.
    """
    return [_thumbnail(base64.b64decode(data)) for data in PICTURE.findall(markup)]


def _thumbnail(data: bytes) -> str:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    small = image.resize((GRID, GRID), Image.Resampling.BOX)
    return f"{image.width}x{image.height}:{small.tobytes().hex()}"


def require_figure(fig, name: str) -> None:
    if not isinstance(fig, Figure):
        raise ValueError(f"{name} is a {type(fig).__name__}; it should be a matplotlib Figure")


def require_text(text, name: str) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{name} is {text!r}; it should be a sentence")
