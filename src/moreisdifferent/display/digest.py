"""What a figure shows, in words that the notebook tests compare: a digest sees what a reader sees.

Places are in per cent of the panel's width and height, so that one unit is what an eye can tell
apart and a logarithmic axis moves every point. The ends of the axes are in the data's units.
"""

import math

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from .numbers import approx
from .style import COLOURS

POINTS = 9  # of a long curve that are written down: in order, both ends among them
NAMES = {value.lower(): name for name, value in COLOURS.items()}


def digest(fig: Figure) -> str:
    """Return a text that changes when what a reader sees of ``fig`` changes.

    For each panel its titles, labels, scales, ends of axes and named ticks; then each curve,
    cloud, bar, area, picture and text with its label, its colour and its places, in order.
    """
    fig.draw_without_rendering()  # settles limits and places
    return "\n".join(_panel(ax) for ax in fig.axes)


def _panel(ax) -> str:
    titles = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    words = [text for text in (*titles, ax.get_xlabel(), ax.get_ylabel()) if text]
    lines = [f"panel: {' | '.join(words)}".rstrip()]
    if ax.axison:
        lines += [f"  {side}: {_axis(axis)}" for side, axis in (("x", ax.xaxis), ("y", ax.yaxis))]
    lines += [f"  {mark}" for mark in _marks(ax)]
    return "\n".join(line.replace("\n", " ") for line in lines)


def _axis(axis) -> str:
    low, high = _ends(*axis.get_view_interval())
    ticks = [label.get_text() for label in axis.get_ticklabels()]
    named = [tick for tick in ticks if any(c.isalpha() for c in tick) and "mathdefault" not in tick]
    names = f", ticks {', '.join(named)}" if named else ""
    reverse = ", reversed" if axis.get_inverted() else ""
    return f"{axis.get_scale()} from {low} to {high}{reverse}{names}"


def _ends(low: float, high: float) -> tuple[str, str]:
    """Format the ends of an axis to a hundredth of its length: an end near zero is zero."""
    digits = 2 - math.floor(math.log10(abs(high - low))) if high != low else 3
    return tuple(approx(round(float(end), digits) + 0.0, ".6g") for end in (low, high))


def _marks(ax):
    """Yield a line of text for everything that a panel shows."""
    for line in _seen(ax.lines):
        style = f"{line.get_linestyle()} {line.get_marker()}".replace("None", "").strip()
        points = line.get_transform().transform(np.column_stack(line.get_data(orig=False)))
        yield f"line {_name(line, line.get_color())} {style} {_places(ax, points)}"
    for collection in _seen(ax.collections):
        yield from _collection(ax, collection)
    for patch in _seen(ax.patches):
        corners = patch.get_transform().transform_path(patch.get_path()).vertices
        yield f"patch {_name(patch, patch.get_facecolor())} {_box(ax, corners)}"
    for image in _seen(ax.images):
        yield f"image {_shades(image)}"
    for text in _seen(ax.texts):
        if text.get_text():
            place = _places(ax, text.get_transform().transform([text.get_position()]))
            yield f"text {text.get_text()!r} {_colour(text.get_color())} at {place}"
    if legend := ax.get_legend():
        for handle, text in zip(legend.legend_handles, legend.get_texts()):
            yield f"legend {text.get_text()!r} {_handle_colour(handle)}"


def _seen(artists) -> list:
    """Return the artists that are visible; of a great many, some in order."""
    artists = [artist for artist in artists if artist.get_visible()]
    return [artists[i] for i in _some(len(artists), 40)]


def _handle_colour(handle) -> str:
    for name in ("get_color", "get_facecolor"):
        if hasattr(handle, name):
            return _colour(getattr(handle, name)())
    return type(handle).__name__


def _collection(ax, collection):
    colours = [*collection.get_facecolor(), *collection.get_edgecolor()]
    names = list(dict.fromkeys(_colour(c) for c in colours))
    label = f"{_label(collection)} {' '.join(names[:6])}".strip()
    points = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
    if points.any():
        yield f"points {label} {_places(ax, collection.get_offset_transform().transform(points))}"
        return
    paths = [collection.get_transform().transform_path(p).vertices for p in collection.get_paths()]
    paths = [path for path in paths if len(path)]
    for index in _some(len(paths)):
        yield f"path {label} {_places(ax, paths[index])}"


def _some(n: int, most: int = POINTS) -> list[int]:
    """Return at most ``most`` of n indices, in order and evenly spread, both ends included."""
    return np.linspace(0, n - 1, min(n, most)).round().astype(int).tolist()


def _places(ax, pixels) -> str:
    """Say where points lie: how many they are, their middle, and some of them in order."""
    shares = _shares(ax, pixels)
    found = shares[np.isfinite(shares).all(axis=1)]
    if len(found) <= 1:
        return _pairs(found) if len(found) else "nowhere"
    middle = f", middle {_pairs(found.mean(axis=0)[None])}" if len(found) > POINTS else ""
    return f"n={len(found)}{middle}: {_pairs(found[_some(len(found))])}"


def _shares(ax, pixels) -> np.ndarray:
    """Return places in per cent of the panel, kept within ten panels."""
    shares = 100 * ax.transAxes.inverted().transform(np.reshape(pixels, (-1, 2)))
    return np.clip(shares, -999, 999)


def _pairs(shares) -> str:
    return " ".join(f"({_whole(x)}, {_whole(y)})" for x, y in shares)


def _whole(value: float) -> str:
    return approx(round(float(value)) + 0.0, ".0f")


def _box(ax, corners) -> str:
    shares = _shares(ax, corners)
    shares = shares[np.isfinite(shares).all(axis=1)]
    return _pairs([shares.min(axis=0), shares.max(axis=0)]) if len(shares) else "nowhere"


def _shades(image) -> str:
    """Say how a picture is coloured: the means of up to 6 × 6 parts, in per cent of its scale."""
    values = np.ma.filled(np.ma.asarray(image.get_array(), float), np.nan)
    values = values.mean(axis=2) if values.ndim == 3 else values
    low, high = image.get_clim() if None not in image.get_clim() else (0, 1)
    shares = np.clip(100 * (values - low) / ((high - low) or 1), -999, 999)
    rows = [np.array_split(row, min(6, row.shape[1]), axis=1) for row in _rows(shares)]
    means = [
        [_whole(np.nanmean(part)) if np.isfinite(part).any() else "gap" for part in r] for r in rows
    ]
    size = "×".join(map(str, values.shape))
    return f"{size} {image.get_cmap().name}: {' / '.join(' '.join(row) for row in means)}"


def _rows(values) -> list[np.ndarray]:
    return np.array_split(values, min(6, len(values)), axis=0)


def _name(artist, colour) -> str:
    return f"{_label(artist)} {_colour(colour)}".strip()


def _label(artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") or not label else f"{label!r}"


def _colour(colour) -> str:
    found = np.asarray(colour, dtype=object)
    colour = colour if found.ndim < 2 else (colour[0] if len(colour) else "none")
    code = to_hex(colour)
    return NAMES.get(code, code)
