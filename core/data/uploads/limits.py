"""What an upload may be, and the one error that every reader raises."""

from __future__ import annotations

import math
import os
import re

import numpy as np
from numpy.typing import NDArray

from core.data.words import plain_text


def configured(name: str, usual: int) -> int:
    """A limit from the environment, where it is set there, a whole number from 1 on; raises ValueError for others.

    >>> configured("MAX_PLANETS", 8)
    8
    """
    given = os.environ.get(name, "").strip()
    if not given:
        return usual
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise ValueError(
            f"{name}={given!r} is not allowed: give a whole number from 1 on, or leave it out for {usual:,}."
        )
    return int(given)


# what one file may have, where nothing else is configured
MAX_MEGABYTES = configured("MAX_UPLOAD_MB", 8)
MAX_BYTES = MAX_MEGABYTES * 1024**2
MAX_PIXELS = configured("MAX_MEGAPIXELS", 4) * 10**6
MAX_SAMPLES = configured("MAX_SAMPLES", 10**6)
LONGEST_NAME = 40
MARKUP = frozenset('<>*`[]{}|$#~!&"')


class UnreadableUpload(ValueError):
    """A file that cannot be taken; its text says what came, what is allowed and the way out."""


def shown_name(filename: str) -> str:
    r"""The file's name as it may stand in a message or a title: at most 40 characters, no folders, nothing that a page
    would take for markup.

    >>> shown_name("..\\secret/a\x00<b>.png")
    'ab.png'
    """
    base = re.split(r"[\\/]", str(filename))[-1]
    clean = plain_text("".join(sign for sign in base if sign not in MARKUP), len(base)) or "The file"
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 8] + "..." + clean[-5:]


def extent(shape: tuple[int, ...]) -> str:
    """The size of an array as a sentence has it.

    >>> extent((9, 1)), extent((1200,)), extent(())
    ('an array of 9 x 1 numbers', 'an array of 1,200 numbers', 'a single number')
    """
    counted = " x ".join(f"{length:,}" for length in shape)
    return f"an array of {counted} number{'' if shape == (1,) else 's'}" if shape else "a single number"


def check_bytes(data: bytes, filename: str) -> None:
    """Raise UnreadableUpload for an empty file and for one that is too large."""
    name = shown_name(filename)
    if not data:
        raise UnreadableUpload(f"{name} is empty: choose a file with content.")
    if len(data) > MAX_BYTES:
        megabytes = math.ceil(10 * len(data) / 1024**2) / 10  # rounded up, so that it never reads as allowed
        raise UnreadableUpload(
            f"{name} is {megabytes} MB: files up to {MAX_MEGABYTES} MB can be read. "
            "Save a smaller copy and upload that."
        )


def check_pixels(height: int, width: int, filename: str) -> None:
    """Raise UnreadableUpload for an image of too many pixels, before it is decoded."""
    if height * width > MAX_PIXELS:
        raise UnreadableUpload(
            f"{shown_name(filename)} has {width:,} x {height:,} pixels: images up to {MAX_PIXELS // 10**6} megapixels "
            "can be read. Save a smaller copy and upload that."
        )


def check_samples(count: int, filename: str) -> None:
    """Raise UnreadableUpload for a signal that is empty or has too many samples."""
    if count == 0:
        raise UnreadableUpload(f"{shown_name(filename)} holds no numbers: choose a file with at least one.")
    if count > MAX_SAMPLES:
        raise UnreadableUpload(
            f"{shown_name(filename)} has {count:,} samples: signals up to {MAX_SAMPLES:,} can be read. Cut out a part "
            "and upload that."
        )


def check_finite(values: NDArray[np.floating], filename: str) -> None:
    """Raise UnreadableUpload where values are NaN or infinite, saying how many and where the first is."""
    bad = ~np.isfinite(values)
    if bad.any():
        place = [int(index) + 1 for index in np.unravel_index(int(bad.argmax()), bad.shape)]
        count = int(bad.sum())
        have = "value that is" if count == 1 else "values that are"
        where = f"sample {place[0]}" if values.ndim == 1 else f"row {place[0]}, column {place[1]}"
        raise UnreadableUpload(
            f"{shown_name(filename)} has {count:,} {have} missing or infinite, the first at {where} "
            f"(counted from 1): fill or remove {'it' if count == 1 else 'them'} and upload the file again."
        )
