"""From the bytes of a file to a Signal or an Image."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.image import Image
from core.data.signal import Signal
from core.data.uploads.arrays import MAGIC as NPY_MAGIC
from core.data.uploads.arrays import read_npy
from core.data.uploads.limits import (
    UnreadableUpload,
    check_bytes,
    check_finite,
    check_pixels,
    check_samples,
    shown_name,
)
from core.data.uploads.pictures import MAGIC as PICTURE_MAGIC
from core.data.uploads.pictures import read_picture
from core.data.uploads.sounds import read_wav
from core.data.uploads.tables import Table, read_table

SIGNAL_TYPES = ("csv", "txt", "npy", "wav")
IMAGE_TYPES = ("png", "jpg", "jpeg", "tif", "tiff", "npy", "csv")
TIME_NAMES = ("t", "time", "seconds", "time (s)", "t (s)", "zeit", "time_s")
LARGEST_VALUE = 1e12  # of a sample; squares and sums of more would leave single precision
SOURCE = "Uploaded in this session."


def read_signal(data: bytes, filename: str, column: str | None = None) -> Signal:
    """Read a signal (n,) from a CSV, TXT, NPY or WAV file.

    Parameters
    ----------
    data : bytes
        The file's content, at most 8 MB.
    filename : str
        Used in messages and as the title only.
    column : str or None
        Which column of a table; None takes the first that is not the time. A column of evenly spaced times in seconds
        gives the sample rate.

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
    rate, note = None, ""
    if data[:4] in (b"RIFF", b"RIFX", b"RF64"):
        values, rate, channels = read_wav(data, filename)
        note = f"The mean of {channels} channels." if channels > 1 else ""
    elif data.startswith(NPY_MAGIC) or data[:4] == b"PK\x03\x04":
        values = _one_row(read_npy(data, filename), filename)
    else:
        _refuse_picture(data, filename)
        values, rate = _column(read_table(data, filename), column, filename)
    check_samples(len(values), filename)
    values = values.astype(np.float64)
    check_finite(values, filename)
    if np.abs(values).max() > LARGEST_VALUE:
        raise UnreadableUpload(
            f"{shown_name(filename)} has values beyond {LARGEST_VALUE:.0e}: scale them down and upload it again."
        )
    return Signal(
        "upload", shown_name(filename), values, rate, description=f"Your own file. {note}".strip(), source=SOURCE
    )


def signal_columns(data: bytes, filename: str) -> tuple[str, ...]:
    """The names of a table's columns that can be read as a signal, the time left out; () for other files.

    Raises UnreadableUpload as `read_signal` does.

    >>> signal_columns(b"time,left,right\\n0,1,2\\n1,3,4\\n", "two.csv")
    ('left', 'right')
    """
    check_bytes(data, filename)
    if data[:4] in (b"RIFF", b"RIFX", b"RF64", b"PK\x03\x04") or data.startswith(NPY_MAGIC):
        return ()
    _refuse_picture(data, filename)
    return _data_columns(read_table(data, filename))


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
    if data.startswith(PICTURE_MAGIC):
        pixels = read_picture(data, filename)
    elif data.startswith(NPY_MAGIC) or data[:4] == b"PK\x03\x04":
        pixels = _levels(read_npy(data, filename))
    elif str(filename).lower().endswith((".csv", ".txt")):
        pixels = read_table(data, filename).values
    else:
        pixels = read_picture(data, filename)  # whose refusal names the formats
    pixels = _as_image(pixels, filename)
    check_pixels(pixels.shape[0], pixels.shape[1], filename)
    check_finite(pixels, filename)
    pixels, note = _into_range(pixels)
    return Image("upload", shown_name(filename), pixels, f"Your own file. {note}".strip(), SOURCE)


def _one_row(array: NDArray[Any], filename: str) -> NDArray[Any]:
    row = array.squeeze() if array.ndim > 1 else array
    if row.ndim != 1:
        raise UnreadableUpload(
            f"{shown_name(filename)} has the shape {array.shape}: a signal has one row or one column. "
            "Open it on the page Images, or save one row."
        )
    return row


def _column(table: Table, column: str | None, filename: str) -> tuple[NDArray[np.float64], float | None]:
    names = _data_columns(table)
    wanted = names[0] if column is None else column
    if wanted not in table.names:
        listed = ", ".join(names[:8])
        raise UnreadableUpload(f"{shown_name(filename)} has no column {wanted[:40]!r}: choose one of {listed}.")
    times = [i for i, name in enumerate(table.names) if _is_time(name) and name != wanted]
    rate = _rate(table.values[:, times[0]]) if times else None
    return table.values[:, table.names.index(wanted)], rate


def _data_columns(table: Table) -> tuple[str, ...]:
    others = tuple(name for name in table.names if not _is_time(name))
    return others or table.names


def _is_time(name: str) -> bool:
    return name.strip().lower() in TIME_NAMES


def _rate(times: NDArray[np.float64]) -> float | None:
    """Samples per second of evenly spaced times, else None."""
    steps = np.diff(times)
    even = len(steps) > 0 and np.isfinite(steps).all() and steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-3)
    return float(1 / steps.mean()) if even else None


def _refuse_picture(data: bytes, filename: str) -> None:
    if data.startswith(PICTURE_MAGIC):
        raise UnreadableUpload(f"{shown_name(filename)} is a picture: open it on the page Images.")


def _levels(array: NDArray[Any]) -> NDArray[np.float64]:
    """Integers of 8 and 16 bits over their range; anything else as it is."""
    most = {"uint8": 255, "uint16": 65535}.get(array.dtype.name, 1)
    return array.astype(np.float64) / most


def _as_image(array: NDArray[Any], filename: str) -> NDArray[Any]:
    if array.ndim == 3 and array.shape[2] in (1, 3, 4):
        array = array[..., 0] if array.shape[2] == 1 else array[..., :3]
    if array.ndim not in (2, 3) or array.shape[2:] not in ((), (3,)) or array.size == 0:
        raise UnreadableUpload(
            f"{shown_name(filename)} has the shape {array.shape}: an image is (height, width) or (height, width, 3)."
        )
    return array


def _into_range(pixels: NDArray[Any]) -> tuple[NDArray[Any], str]:
    lowest, highest = float(pixels.min()), float(pixels.max())
    if lowest >= 0 and highest <= 1:
        return pixels, ""
    # halved first, so that the range itself cannot overflow
    span = highest / 2 - lowest / 2
    scaled = ((pixels / 2 - lowest / 2) / span).clip(0, 1) if span > 0 else np.zeros_like(pixels)
    return scaled, f"Its values from {lowest:.4g} to {highest:.4g} were scaled to 0 to 1."
