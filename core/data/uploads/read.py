"""From the bytes of a file to a Signal or an Image: what knows the file by its first bytes reads it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.data.image import Image
from core.data.signal import Signal
from core.data.uploads import pictures, sounds, tables
from core.data.uploads.arrays import NPY_IMAGE, NPY_SIGNAL
from core.data.uploads.brightness import into_range
from core.data.uploads.guard import decoding
from core.data.uploads.limits import (
    UnreadableUpload,
    check_bytes,
    check_finite,
    check_pixels,
    check_samples,
    shown_name,
)
from core.data.uploads.reader import Pixels, Reader, Row, endings_of, reader_of

SIGNAL_READERS: tuple[Reader[Row], ...] = (NPY_SIGNAL, *sounds.READERS)
IMAGE_READERS: tuple[Reader[Pixels], ...] = (*pictures.READERS, NPY_IMAGE)
# text begins with whatever it likes: what no reader knows is taken for a table
SIGNAL_TYPES = (*tables.SIGNAL_ENDINGS, *endings_of(SIGNAL_READERS))
IMAGE_TYPES = (*endings_of(IMAGE_READERS), *tables.IMAGE_ENDINGS)
# the formats by the names that sentences have
SIGNAL_FORMATS = (*map(str.upper, tables.SIGNAL_ENDINGS), *(each.name for each in SIGNAL_READERS))
IMAGE_FORMATS = (*(each.name for each in IMAGE_READERS), *map(str.upper, tables.IMAGE_ENDINGS))
# of a sample: training squares gradients, which are squares already, and doubles end at 1e308 and 1e-308
LARGEST_VALUE, FAINTEST_VALUE = 1e70, 1e-70
SOURCE = "Uploaded in this session."


def read_signal(data: bytes, filename: str, column: str | None = None) -> Signal:
    """Read a signal (n,) from a file in one of `SIGNAL_FORMATS`.

    Parameters
    ----------
    data : bytes
        The file's content, at most MAX_BYTES.
    filename : str
        Used in messages and as the title only.
    column : str or None
        Which column of a table; None takes the first that is not the time. A column of evenly spaced times
        in a unit that is known gives the sample rate.

    Raises
    ------
    UnreadableUpload
        For anything that is no signal of finite numbers, with a sentence that says why.

    Examples
    --------
    >>> read_signal(b"time,volts\\n0,1\\n0.5,3\\n1,2\\n", "probe.csv").sample_rate
    2.0
    """
    check_bytes(data, filename)
    with decoding(_unread(filename)):
        return _signal(data, filename, column)


def _signal(data: bytes, filename: str, column: str | None) -> Signal:
    reader = _signal_reader(data, filename)
    samples, rate, unit, note = reader.read(data, filename) if reader else tables.read_column(data, filename, column)
    check_samples(len(samples), filename)
    samples = samples.astype(np.float64)
    check_finite(samples, filename)
    largest = np.abs(samples).max()
    if largest > LARGEST_VALUE:
        raise UnreadableUpload(
            f"{shown_name(filename)} has values beyond {LARGEST_VALUE:.0e}: scale them down and upload it again."
        )
    if 0 < largest < FAINTEST_VALUE:
        raise UnreadableUpload(
            f"{shown_name(filename)} has no value beyond {FAINTEST_VALUE:.0e}: scale them up and upload it again."
        )
    return Signal("upload", shown_name(filename), samples, rate, unit, f"Your own file. {note}".strip(), SOURCE)


def signal_columns(data: bytes, filename: str) -> tuple[str, ...]:
    """The names of a table's columns that can be read as a signal, the time left out; () for other files.

    Raises UnreadableUpload as `read_signal` does.

    >>> signal_columns(b"time,left,right\\n0,1,2\\n1,3,4\\n", "two.csv")
    ('left', 'right')
    """
    return _names(data, filename, tables.names_of)


def text_columns(data: bytes, filename: str) -> tuple[str, ...]:
    """The names of a table's columns that hold neither numbers nor times; () for other files.

    Raises UnreadableUpload as `read_signal` does.

    >>> text_columns(b"time,left,who\\n0,1,Ann\\n1,3,Ben\\n", "two.csv")
    ('who',)
    """
    return _names(data, filename, tables.text_names_of)


def _names(data: bytes, filename: str, names_of: Callable[[bytes, str], tuple[str, ...]]) -> tuple[str, ...]:
    check_bytes(data, filename)
    if _signal_reader(data, filename):
        return ()
    with decoding(_unread(filename)):
        return names_of(data, filename)


def read_image(data: bytes, filename: str) -> Image:
    """Read an image (h, w) or (h, w, 3) in [0, 1] from a file in one of `IMAGE_FORMATS`.

    Parameters
    ----------
    data : bytes
        The file's content, at most MAX_BYTES and MAX_PIXELS.
    filename : str
        Used in messages and as the title only.

    Raises
    ------
    UnreadableUpload
        For anything that is no image of finite numbers, with a sentence that says why.

    Examples
    --------
    >>> read_image(b"0,1\\n1,0\\n", "board.csv").pixels.tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    check_bytes(data, filename)
    with decoding(_unread(filename)):
        return _image(data, filename)


def _image(data: bytes, filename: str) -> Image:
    pixels, note = _pixels(data, filename)
    check_pixels(pixels.shape[0], pixels.shape[1], filename)
    check_finite(pixels, filename)
    pixels, scaled = into_range(pixels)
    description = " ".join(filter(None, ("Your own file.", note, scaled)))
    return Image("upload", shown_name(filename), pixels, description, SOURCE)


def _pixels(data: bytes, filename: str) -> Pixels:
    if reader := reader_of(IMAGE_READERS, data):
        return reader.read(data, filename)
    if str(filename).lower().endswith(tuple(f".{ending}" for ending in tables.IMAGE_ENDINGS)):
        return tables.read_pixels(data, filename)
    raise pictures.other_picture(filename)


def _signal_reader(data: bytes, filename: str) -> Reader[Row] | None:
    """What reads the file, None for a table; raises UnreadableUpload for what is known to be neither."""
    reader = reader_of(SIGNAL_READERS, data)
    if reader is None:
        if reader_of(IMAGE_READERS, data):
            raise UnreadableUpload(f"{shown_name(filename)} is a picture: open it on the page Images.")
        sounds.refuse_other_sounds(data, filename)
    return reader


def _unread(filename: str) -> str:
    return f"{shown_name(filename)} could not be read: save it again in another format and upload that."
