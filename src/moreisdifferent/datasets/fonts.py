"""Printed characters: 25 alphabets in nine families, from the fonts that Matplotlib ships."""

from functools import lru_cache
from pathlib import Path

import matplotlib
import numpy as np
import torch
from matplotlib.ft2font import FT2Font, LoadFlags
from scipy.ndimage import distance_transform_edt, zoom
from torch.nn import functional as F

CLASSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
CELL = 32  # pixels across one master in the atlas
HEIGHT = 0.75  # a character reaches from -HEIGHT to HEIGHT in a picture from -1 to 1

# Family → files. Left out: STIXNonUni and STIXSiz (no alphabet), the display fonts, LastResort
# (boxes), and cmex10 and cmsy10, which pass a coverage test but hold other symbols.
FAMILIES = {
    "DejaVu Sans": "DejaVuSans DejaVuSans-Bold DejaVuSans-Oblique DejaVuSans-BoldOblique",
    "DejaVu Sans Mono": "DejaVuSansMono DejaVuSansMono-Bold DejaVuSansMono-Oblique "
    "DejaVuSansMono-BoldOblique",
    "DejaVu Serif": "DejaVuSerif DejaVuSerif-Bold DejaVuSerif-Italic DejaVuSerif-BoldItalic",
    "STIX": "STIXGeneral STIXGeneralBol STIXGeneralItalic STIXGeneralBolIta",
    "STIX sans": "STIXGeneral:1D5A0:1D7E2 STIXGeneral:1D5D4:1D7EC",
    "STIX mono": "STIXGeneral:1D670:1D7F6",
    "Computer Modern": "cmr10 cmb10 cmti10 cmmi10",
    "Computer Modern sans": "cmss10",
    "Computer Modern mono": "cmtt10",
}
# Within a file, an alphabet of the mathematical block starts at the code points after the colons.
ALPHABETS = [(family, name) for family, names in FAMILIES.items() for name in names.split()]


class Fonts:
    """The printed source: one "writer" is one alphabet, a family holds several of them."""

    n_writers = len(ALPHABETS)
    names = tuple(name for _, name in ALPHABETS)
    families = np.array([list(FAMILIES).index(family) for family, _ in ALPHABETS])

    def distance(self, positions, labels, writers, generator) -> torch.Tensor:
        """Return the signed distance to the edge of the ink (negative inside), in half widths.

        Args:
            positions: shape (2, n, size, size), where to look, from -1 to 1.
            labels, writers: shape (n,), indices into ``CLASSES`` and into the alphabets.
            generator: not used; print does not vary.
        """
        rows = self.n_writers
        column_row = torch.stack([labels, writers]).view(2, -1, 1, 1)  # x counts columns
        cells = torch.tensor([len(CLASSES), rows]).view(2, 1, 1, 1)
        edge = 1 - 1 / CELL  # stay inside the cell: beyond lies the neighbour
        inside = (positions.clamp(-edge, edge) + 1) / 2 + column_row
        grid = (inside * 2 / cells - 1).permute(1, 2, 3, 0).flatten(0, 1)[None]
        atlas = F.grid_sample(_atlas(), grid, align_corners=False)  # (1, 1, n·size, size)
        return atlas.view(positions.shape[1:])


@lru_cache
def _atlas() -> torch.Tensor:
    """Return all masters as one picture of signed distances, (1, 1, 25·CELL, 36·CELL)."""
    rows = [np.hstack([_master(name, c) for c in CLASSES]) for _, name in ALPHABETS]
    return torch.from_numpy(np.vstack(rows).astype(np.float32))[None, None]


def _master(name: str, character: str, fine: int = 2 * CELL) -> np.ndarray:
    """Return the signed distance to one character's edge, shape (CELL, CELL), half widths."""
    bitmap = _bitmap(name, character)
    tall = int(HEIGHT * fine)
    wide = max(1, min(tall, round(bitmap.shape[1] * tall / bitmap.shape[0])))
    glyph = zoom(bitmap, (tall / bitmap.shape[0], wide / bitmap.shape[1]), order=1)
    top, left = (fine - glyph.shape[0]) // 2, (fine - glyph.shape[1]) // 2
    ink = np.zeros((fine, fine), bool)
    ink[top : top + glyph.shape[0], left : left + glyph.shape[1]] = glyph > 0.5
    signed = distance_transform_edt(~ink) - distance_transform_edt(ink)
    return signed.reshape(CELL, 2, CELL, 2).mean((1, 3)) * 2 / fine


def _bitmap(name: str, character: str) -> np.ndarray:
    """Render one character with FreeType, about 48 pixels tall, cropped to its ink."""
    file, *starts = name.split(":")
    font = FT2Font(str(Path(matplotlib.get_data_path(), "fonts", "ttf", f"{file}.ttf")))
    font.set_size(64, 72)
    if starts:
        base, first = (starts[1], "0") if character.isdigit() else (starts[0], "A")
        character = chr(int(base, 16) + ord(character) - ord(first))
    font.set_text(character, 0, flags=LoadFlags.NO_HINTING)
    font.draw_glyphs_to_bitmap(antialiased=True)
    image = np.asarray(font.get_image(), dtype=np.float32) / 255
    rows, columns = (np.flatnonzero((image > 0.5).any(axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
