"""An image: brightness from 0 (black) to 1 (white), grey or in three colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.identity import ByContent, read_only
from core.parameters import Value

# The weights of skimage.color.rgb2gray: Rec. 709 luma, rounded as in C. Poynton's colour FAQ.
LUMA_WEIGHTS = (0.2125, 0.7154, 0.0721)


@dataclass(frozen=True, eq=False)
class Image(ByContent):
    """A grey (h, w) or colour (h, w, 3) image whose values lie in [0, 1].

    `pixels` are kept as read-only float32, row 0 at the top; colours are red, green, blue;
    `parameters` are the settings that made it. Raises ValueError for another shape, for values outside
    [0, 1] and for NaN.

    >>> dot = Image("dot", "Dot", np.array([[0.0, 0.0], [1.0, 0.0]]))
    >>> dot.ndim, dot.is_colour, dot.pixels.dtype
    (2, False, dtype('float32'))
    """

    name: str
    title: str
    pixels: NDArray[np.float32] = field(repr=False)
    description: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    parameters: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pixels = read_only(np.asarray(self.pixels), np.float32)
        channels = pixels.shape[2:]
        if pixels.ndim not in (2, 3) or channels not in ((), (3,)) or pixels.size == 0:
            raise ValueError(f"pixels has the shape {pixels.shape}: give (h, w) or (h, w, 3), none of them 0.")
        lowest, highest = float(pixels.min()), float(pixels.max())
        if not (lowest >= 0 and highest <= 1):  # NaN fails every comparison
            raise ValueError(f"pixels run from {lowest:g} to {highest:g}: give values from 0 to 1, without NaN.")
        object.__setattr__(self, "pixels", pixels)
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    @property
    def ndim(self) -> int:
        """Number of directions a kernel moves in: 2, in colour as in grey."""
        return 2

    @property
    def is_colour(self) -> bool:
        """Whether each pixel has red, green and blue."""
        return self.pixels.ndim == 3

    def _array(self) -> NDArray[Any]:
        return self.pixels


def to_grey(image: Image) -> Image:
    """Return the image (h, w) in grey: 0.2125 red + 0.7154 green + 0.0721 blue; grey ones come back as they are.

    The weights are those of `skimage.color.rgb2gray` (Rec. 709 luma), applied to the values as stored.

    >>> red = Image("red", "Red", np.array([[[1.0, 0.0, 0.0]]]))
    >>> round(float(to_grey(red).pixels[0, 0]), 4)
    0.2125
    """
    if not image.is_colour:
        return image
    grey = image.pixels @ np.array(LUMA_WEIGHTS, dtype=np.float32)
    return replace(image, pixels=np.clip(grey, 0.0, 1.0, out=grey))


def shrink(image: Image, longest: int) -> Image:
    """Return the image with its longer side at most `longest` pixels, its proportions kept; never enlarged.

    Each new pixel is the mean over the area it covers, fractions of old pixels included, so nothing
    rings and no value leaves [0, 1]. Raises ValueError for `longest` below 1.

    >>> board = Image("board", "Board", np.indices((4, 6)).sum(axis=0) % 2)
    >>> shrink(board, 3).pixels
    array([[0.5, 0.5, 0.5],
           [0.5, 0.5, 0.5]], dtype=float32)
    """
    if longest < 1:
        raise ValueError(f"longest={longest} is not allowed: give at least 1 pixel.")
    height, width = image.pixels.shape[:2]
    if max(height, width) <= longest:
        return image
    scale = longest / max(height, width)
    new_height, new_width = max(1, round(height * scale)), max(1, round(width * scale))
    planes = np.moveaxis(np.atleast_3d(image.pixels), 2, 0)
    small = [_area_means(_area_means(plane, new_height).T, new_width).T for plane in planes]
    pixels = np.stack(small, axis=-1) if image.is_colour else small[0]
    return replace(image, pixels=np.clip(pixels, 0.0, 1.0))


def _area_means(plane: NDArray[Any], count: int) -> NDArray[np.float64]:
    """The means of `count` equal stretches of the rows, from differences of their running sum."""
    rows = plane.shape[0]
    running = np.zeros((rows + 1, plane.shape[1]))
    np.cumsum(plane, axis=0, dtype=np.float64, out=running[1:])
    edges = np.linspace(0.0, rows, count + 1)
    before = np.minimum(edges.astype(np.intp), rows - 1)
    part = (edges - before)[:, np.newaxis]
    at_edges = running[before] * (1.0 - part) + running[before + 1] * part
    means: NDArray[np.float64] = np.diff(at_edges, axis=0) * (count / rows)
    return means
