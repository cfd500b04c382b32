"""NumPy's own files: the header is read first, so that nothing is allocated for what it merely claims."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import MAX_BYTES, UnreadableUpload, shown_name

MAGIC = b"\x93NUMPY"


def read_npy(data: bytes, filename: str) -> NDArray[Any]:
    """The array of real numbers in an NPY file; pickled objects are never loaded."""
    name = shown_name(filename)
    if data[:4] == b"PK\x03\x04":
        raise UnreadableUpload(f"{name} is an archive (NPZ or ZIP): save a single array with numpy.save instead.")
    if not data.startswith(MAGIC):
        raise UnreadableUpload(f"{name} is not an NPY file: save the array with numpy.save and upload that.")
    stream = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran_order, dtype = read_header(stream)
        start = stream.tell()
    # the header is Python text from outside, and its parser may raise nearly anything
    except Exception as error:
        raise UnreadableUpload(f"{name} has a damaged header: save the array again with numpy.save.") from error
    if dtype.kind not in "buif":
        raise UnreadableUpload(f"{name} holds {_kind(dtype)}: save an array of real numbers (integers or floats).")
    if dtype.itemsize > 8 or any(not isinstance(n, int) or n < 0 for n in shape):
        raise UnreadableUpload(f"{name} holds numbers of {dtype.itemsize} bytes: save them as float64 or smaller.")
    count = 1
    for length in shape:
        count *= length
    if count * dtype.itemsize > MAX_BYTES or len(data) - start < count * dtype.itemsize:
        raise UnreadableUpload(
            f"{name} ends too early: its header speaks of {count:,} numbers. Upload the whole file again."
        )
    flat = np.frombuffer(data, dtype, count, start)
    return flat.reshape(shape, order="F" if fortran_order else "C")


def _kind(dtype: np.dtype[Any]) -> str:
    names = {"c": "complex numbers", "O": "Python objects", "U": "text", "S": "text", "M": "dates", "m": "durations"}
    return names.get(dtype.kind, "records")
