"""From the bytes of a file to a Signal or an Image."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.image import Image
from core.data.signal import Signal
from core.data.uploads.arrays import MAGIC as ARRAY_MAGIC
from core.data.uploads.arrays import read_npy
from core.data.uploads.brightness import as_image, into_range, levels, without_opacity
from core.data.uploads.guard import decoding
from core.data.uploads.limits import (
    UnreadableUpload,
    check_bytes,
    check_finite,
    check_pixels,
    check_samples,
    extent,
    shown_name,
)
from core.data.uploads.pictures import MAGIC as PICTURE_MAGIC
from core.data.uploads.pictures import read_picture
from core.data.uploads.sounds import SOUND_TYPES, read_sound, refuse_other_sounds, sound_kind
from core.data.uploads.tables.read import Table, read_table
from core.data.uploads.tables.times import Times, rate_of, times_of
from core.kept import kept

SIGNAL_TYPES = ("csv", "txt", "npy", *SOUND_TYPES)
IMAGE_TYPES = ("png", "jpg", "jpeg", "tif", "tiff", "npy", "csv")
LARGEST_VALUE = 1e70  # of a sample: training squares gradients, which are squares already, and doubles end at 1e308
SOURCE = "Uploaded in this session."


def read_signal(data: bytes, filename: str, column: str | None = None) -> Signal:
    """Read a signal (n,) from a CSV, TXT, NPY, WAV, FLAC, OGG, MP3 or AIFF file.

    Parameters
    ----------
    data : bytes
        The file's content, at most 8 MB.
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
    rate, unit, note = None, "", ""
    if sound_kind(data):
        values, rate, note = read_sound(data, filename)
    elif data.startswith(ARRAY_MAGIC):
        values = _one_row(read_npy(data, filename), filename)
    else:
        _refuse_other(data, filename)
        values, rate, unit, note = _column(data, filename, column)
    check_samples(len(values), filename)
    values = values.astype(np.float64)
    check_finite(values, filename)
    if np.abs(values).max() > LARGEST_VALUE:
        raise UnreadableUpload(
            f"{shown_name(filename)} has values beyond {LARGEST_VALUE:.0e}: scale them down and upload it again."
        )
    return Signal(
        "upload", shown_name(filename), values, rate, unit, description=f"Your own file. {note}".strip(), source=SOURCE
    )


def signal_columns(data: bytes, filename: str) -> tuple[str, ...]:
    """The names of a table's columns that can be read as a signal, the time left out; () for other files.

    Raises UnreadableUpload as `read_signal` does.

    >>> signal_columns(b"time,left,right\\n0,1,2\\n1,3,4\\n", "two.csv")
    ('left', 'right')
    """
    check_bytes(data, filename)
    if data.startswith(ARRAY_MAGIC) or sound_kind(data):
        return ()
    _refuse_other(data, filename)
    with decoding(_unread(filename)):
        return _opened(data, filename)[2]


def read_image(data: bytes, filename: str) -> Image:
    """Read an image (h, w) or (h, w, 3) in [0, 1] from a PNG, JPEG, TIFF, NPY or CSV file.

    Parameters
    ----------
    data : bytes
        The file's content, at most 8 MB and 4 megapixels.
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
    note = ""
    if data.startswith(PICTURE_MAGIC):
        pixels, note = read_picture(data, filename)
    elif data.startswith(ARRAY_MAGIC):
        array = as_image(read_npy(data, filename), filename)
        check_pixels(array.shape[0], array.shape[1], filename)
        pixels = without_opacity(levels(array))
    elif str(filename).lower().endswith(".csv"):
        pixels = _brightness(read_table(data, filename))
    else:
        pixels, note = read_picture(data, filename)  # whose refusal names the formats
    check_pixels(pixels.shape[0], pixels.shape[1], filename)
    check_finite(pixels, filename)
    pixels, scaled = into_range(pixels)
    description = " ".join(filter(None, ("Your own file.", note, scaled)))
    return Image("upload", shown_name(filename), pixels, description, SOURCE)


def _unread(filename: str) -> str:
    return f"{shown_name(filename)} could not be read: save it again in another format and upload that."


def _one_row(array: NDArray[Any], filename: str) -> NDArray[Any]:
    row = array.reshape(-1)
    if array.ndim == 0 or (array.ndim > 1 and max(array.shape) != array.size):
        way_out = "Open it on the page Images, or save one row." if array.ndim else "Save a row of them."
        raise UnreadableUpload(
            f"{shown_name(filename)} is {extent(array.shape)}: a signal has one row or one column. {way_out}"
        )
    return row


@kept  # a page asks for the columns of a file, and then for one of them
def _opened(data: bytes, filename: str) -> tuple[Table, tuple[Times, ...], tuple[str, ...]]:
    """A table, its columns that count, and the names of the others."""
    table = read_table(data, filename, of_signals=True)
    times = times_of(table)
    counting = {each.name for each in times}
    return table, times, tuple(column.name for column in table.numeric if column.name not in counting)


def _column(data: bytes, filename: str, wanted: str | None) -> tuple[NDArray[np.float64], float | None, str, str]:
    """The numbers of a table's column, its sample rate and unit, and why there is no rate."""
    import pyarrow

    table, times, names = _opened(data, filename)
    wanted = names[0] if wanted is None else wanted
    column = next((each for each in table.numeric if each.name == wanted), None)
    if column is None:
        listed = ", ".join(names[:8])
        raise UnreadableUpload(f"{shown_name(filename)} has no column {wanted[:40]!r}: choose one of {listed}.")
    rate, note = rate_of(column, table, times)
    values = table.numbers(column)
    pyarrow.default_memory_pool().release_unused()  # it keeps what was needed for a while, 50 MB for 8 MB of text
    return values, rate, column.unit, note


def _brightness(table: Table) -> NDArray[np.float64]:
    """The numbers (h, w) of all columns, but for those that only count the rows and say so."""
    counting = {each.name for each in times_of(table)} if table.is_named else set()
    columns = [column for column in table.columns if column.name not in counting]
    pixels = np.empty((len(columns[0].cells), len(columns)))
    for place, column in enumerate(columns):
        pixels[:, place] = table.numbers(column)
    return pixels


def _refuse_other(data: bytes, filename: str) -> None:
    if data.startswith(PICTURE_MAGIC):
        raise UnreadableUpload(f"{shown_name(filename)} is a picture: open it on the page Images.")
    refuse_other_sounds(data, filename)
