"""Whitened patches of photographs, or of one picture, for training and for testing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Image, get_image, shrink
from core.learning.experiments.data.contrast_patches import contrast_patches
from core.learning.experiments.data.pictures import grey_pixels
from core.learning.experiments.data.wording import name_of
from core.learning.models import Whitening

ALL = "photographs"
GREY = ("camera", "astronaut", "coffee", "chelsea", "rocket", "brick", "grass", "gravel")
GREY_HELD_OUT = ("coins", "moon", "page", "tissue")
COLOUR, COLOUR_HELD_OUT = ("astronaut", "coffee", "chelsea", "rocket"), ("hubble_deep_field", "tissue")
LONGEST_SIDE = 512
PATCHES, TEST_PATCHES = 40_000, 5_000
MOST_NUMBERS = 4_000_000  # of all patches of one draw: 16 megabytes
LEAST_VARIANCE = 0.02  # added before whitening: the finest detail of a photograph is mostly noise
LEAST_PATCHES, LEAST_TEST_PATCHES = 2, 200  # the first in taps
LEAST_SEEN = 0.1  # share of the held-out patches that lies where training patches do


@dataclass(frozen=True, eq=False)
class WhitenedPatches:
    """A whitening, and the patches (n, taps) that it made of those for training and of those held out."""

    whitening: Whitening
    training: NDArray[np.float32]
    held_out: NDArray[np.float32]


@cached
def whitened_patches(image: str | Image, size: int, in_colour: bool, seed: int) -> WhitenedPatches:
    """Patches of size x size pixels: of several photographs, tested on others, or of one picture, halved.

    Raises ValueError for a picture with too few patches of any contrast, or whose halves have nothing in common.
    """
    rng, test_rng = (np.random.default_rng((seed, part)) for part in (8, 9))
    pictures, held_out = _pictures(image, in_colour)
    taps = size * size * (3 if in_colour else 1)
    count = min(PATCHES, MOST_NUMBERS // taps)
    patches = contrast_patches(pictures, size, count, rng)
    test_patches = contrast_patches(held_out, size, min(TEST_PATCHES, count), test_rng)
    for half, found, least in (("left", patches, LEAST_PATCHES * taps), ("right", test_patches, LEAST_TEST_PATCHES)):
        if len(found) < least:
            raise ValueError(
                f"The image '{name_of(image)}' has {len(found):,} patches of {size} x {size} with any contrast in its "
                f"{half} half: {least:,} are needed. Choose a larger image, one with more detail, or a smaller filter."
            )
    whitening = Whitening.of(patches, LEAST_VARIANCE)
    if (test_patches @ whitening.span).std() < LEAST_SEEN * test_patches.std():
        raise ValueError(
            f"The two halves of the image '{name_of(image)}' have no pattern in common: what the left half teaches "
            "does not apply to the right one. Choose another image."
        )
    training, testing = ((each @ whitening.forward).astype(np.float32) for each in (patches, test_patches))
    return WhitenedPatches(whitening, training, testing)


def _pictures(image: str | Image, in_colour: bool) -> tuple[list[NDArray[Any]], list[NDArray[Any]]]:
    """The pictures for training, and those held out: others, or the right half of the only one."""
    if image == ALL:
        names, held_out = (COLOUR, COLOUR_HELD_OUT) if in_colour else (GREY, GREY_HELD_OUT)
        return [_pixels(name, in_colour) for name in names], [_pixels(name, in_colour) for name in held_out]
    pixels = _pixels(image, in_colour)
    cut = pixels.shape[1] // 2
    return [pixels[:, :cut]], [pixels[:, cut:]]


def _pixels(image: str | Image, in_colour: bool) -> NDArray[Any]:
    if not in_colour:
        return grey_pixels(image, LONGEST_SIDE)
    picture = shrink(image if isinstance(image, Image) else get_image(image), LONGEST_SIDE)
    return picture.pixels if picture.is_colour else np.repeat(picture.pixels[..., None], 3, axis=2)
