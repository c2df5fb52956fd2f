"""A contact sheet: many small pictures side by side, as a photographer lays out a film."""

import numpy as np


def contact_sheet(ax, images, columns: int, titles=None):
    """Draw pictures in rows on ``ax``, dark ink on paper, and return ``ax``.

    Args:
        ax: a Matplotlib axes; its frame and ticks are removed.
        images: shape (N, H, W) or (N, 1, H, W), values in [0, 1], 1 is ink; an array or tensor.
        columns: pictures in a row; the last row may stay short.
        titles: what to write above the columns, one string each; nothing if left out.

    Raises:
        ValueError: if ``images`` has another shape or ``columns`` is below 1, or there are not
            as many titles as columns.
    """
    images = np.asarray(images, dtype=float)
    if images.ndim == 4 and images.shape[1] == 1:
        images = images[:, 0]
    if images.ndim != 3 or not len(images):
        raise ValueError(f"images has shape {images.shape}; it should be (N, H, W), N at least 1")
    if columns < 1:
        raise ValueError(f"columns is {columns}; it should be at least 1")
    if titles is not None and len(titles) != columns:
        raise ValueError(
            f"titles has {len(titles)} entries; it should have one for {columns} columns"
        )
    n, height, width = images.shape
    rows = -(-n // columns)
    sheet = np.zeros((rows * columns, height + 2, width + 2))  # one empty pixel around each
    sheet[:n, 1:-1, 1:-1] = images
    sheet = sheet.reshape(rows, columns, height + 2, width + 2).swapaxes(1, 2)
    sheet = sheet.reshape(rows * (height + 2), columns * (width + 2))
    ax.imshow(sheet, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    for column, title in enumerate(titles or []):
        ax.text((column + 0.5) * (width + 2), -1, title, ha="center", va="bottom")
    ax.set_axis_off()
    return ax
