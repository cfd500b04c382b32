"""Several filters, or their output maps, side by side in one picture."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.figures.chart import Chart, map_figure, number
from core.figures.kernels import signed_map
from core.figures.pictures import Picture, signed_picture

MOST_FILTERS = 64
PAGE_WIDTH = 600  # pixels to which all maps together are enlarged


def bank_chart(filters: ArrayLike, title: str, *, limit: float | None = None, height: int = 250) -> Chart:
    """Draw filters (n, k) as one map with a row each, or (n, h, w) as maps in a square, at most 64 of them.

    `limit` is the largest absolute value of the colour scale, to be shared by what is compared. Filters for red, green
    and blue (n, h, w, 3) are drawn in the colours that they answer to most, grey where a weight is zero.
    """
    array = np.asarray(filters, np.float64)[:MOST_FILTERS]
    limit = limit or float(np.abs(array).max()) or 1.0
    if array.ndim == 4:
        trace = _colours(array, limit)
    else:
        tiled = array if array.ndim == 2 else tiles(array)
        trace = signed_map(tiled, limit, with_numbers=array.ndim == 2 and array.shape[1] <= 5)
    drawn = map_figure(trace, height, is_square=array.ndim > 2)
    size = " by ".join(map(str, array.shape[1:3]))
    taps = f"{size} taps" if array.ndim == 2 else f"{size} in colour" if array.ndim == 4 else size
    span = f"from {number(float(array.min()))} to {number(float(array.max()))}"
    return Chart(drawn, f"Map of {title}, {len(array)} filters of {taps}: {span}.")


def _colours(filters: NDArray[np.float64], limit: float) -> dict[str, Any]:
    """The trace of filters (n, h, w, 3) as pixels in a square, white between the filters."""
    shares = np.stack([tiles(filters[..., channel] / limit) for channel in range(3)], axis=-1)
    levels = np.where(np.isnan(shares), 255, (0.5 + shares.clip(-1, 1) / 2) * 255).round()
    return {"type": "image", "z": levels.astype(np.uint8), "hoverinfo": "skip"}


def maps_picture(maps: NDArray[Any], title: str, limit: float) -> Picture:
    """Show maps (n, h, w) as tiles of a square, enlarged by whole pixels to the width of a page.

    Purple is below zero, white zero, green above, with full colour at `limit`.
    """
    whole = tiles(maps)
    enlarged = max(1, PAGE_WIDTH // whole.shape[1])
    return signed_picture(whole.repeat(enlarged, axis=0).repeat(enlarged, axis=1), title, limit)


def tiles(maps: NDArray[Any]) -> NDArray[np.float64]:
    """Maps (n, h, w) in rows of a square, one empty (NaN) line between neighbours.

    >>> tiles(np.ones((3, 2, 2))).shape
    (5, 5)
    """
    count, height, width = maps.shape
    across = math.ceil(math.sqrt(count))
    down = math.ceil(count / across)
    whole = np.full((down * (height + 1) - 1, across * (width + 1) - 1), np.nan)
    for index, each in enumerate(maps):
        row, column = index // across * (height + 1), index % across * (width + 1)
        whole[row : row + height, column : column + width] = each
    return whole
