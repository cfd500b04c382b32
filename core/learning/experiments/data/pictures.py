"""Pictures as training data: grey, of a bounded size, and the parts of them that experiments use."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Image, get_image, sample_names, shrink, to_grey
from core.learning.experiment import Array
from core.learning.experiments.data.wording import extent_of, name_of, sample_titles
from core.parameters import Choice

SHOWN_SIDE = 64

IMAGE = Choice("image", "Image", "camera", sample_names(2), titles=sample_titles(sample_names(2)))


@cached
def grey_pixels(image: str | Image, longest_side: int) -> Array:
    """The brightness (h, w) of a sample or an image of one's own, from 0 to 1, read-only."""
    sample = image if isinstance(image, Image) else get_image(image)
    pixels = to_grey(shrink(sample, longest_side)).pixels.astype(np.float64)
    pixels.setflags(write=False)  # the cache hands the same array to every caller
    return pixels


def inner(picture: NDArray[Any], size: int) -> NDArray[Any]:
    """The pixels (h - size + 1, w - size + 1) on which a filter of this side can be centred."""
    reach = (size - 1) // 2
    rows, columns = picture.shape
    return picture[reach : rows - (size - 1 - reach), reach : columns - (size - 1 - reach)]


def middle_piece(picture: NDArray[Any], side: int = SHOWN_SIDE) -> NDArray[Any]:
    """The middle of a picture, at most `side` x `side` pixels."""
    rows, columns = (max(0, (length - side) // 2) for length in picture.shape)
    return picture[rows : rows + side, columns : columns + side].copy()


def check_fits(image: str | Image, shape: tuple[int, ...], size: int) -> None:
    """Raise ValueError where a part of the picture is smaller than the filter."""
    if min(shape) < size + 2:
        raise ValueError(
            f"The image '{name_of(image)}' is too small for a filter of {size} x {size}: its held-out part has "
            f"{extent_of(shape, 'pixel')}. Choose a larger image or a smaller filter."
        )
