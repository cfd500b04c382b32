"""NumPy's own files: the header is read first, so that nothing is allocated for what it merely claims."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.brightness import as_image, levels, without_opacity
from core.data.uploads.guard import decoding
from core.data.uploads.limits import MAX_BYTES, UnreadableUpload, check_pixels, extent, shown_name
from core.data.uploads.reader import Pixels, Reader, Row, begins_with

NPY, ZIP = b"\x93NUMPY", b"PK\x03\x04"
MOST_DIMENSIONS = 8  # ones among them are squeezed out


def read_npy(data: bytes, filename: str) -> NDArray[Any]:
    """The array of real numbers in an NPY file; pickled objects are never loaded."""
    name = shown_name(filename)
    if data.startswith(ZIP):
        raise UnreadableUpload(f"{name} is an archive (NPZ or ZIP): save a single array with numpy.save instead.")
    if not data.startswith(NPY):
        raise UnreadableUpload(f"{name} is not an NPY file: save the array with numpy.save and upload that.")
    stream = io.BytesIO(data)
    with decoding(f"{name} has a damaged header: save the array again with numpy.save."):
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran_order, dtype = read_header(stream)
        start = stream.tell()
    if dtype.kind not in "buif":
        raise UnreadableUpload(f"{name} holds {_kind(dtype)}: save an array of real numbers (integers or floats).")
    if len(shape) > MOST_DIMENSIONS or any(type(length) is not int or not 0 <= length <= MAX_BYTES for length in shape):
        raise UnreadableUpload(f"{name} has a shape that no signal or image has: save one of them with numpy.save.")
    if dtype.itemsize > 8:
        raise UnreadableUpload(f"{name} holds numbers of {dtype.itemsize} bytes: save them as float64 or smaller.")
    count = math.prod(shape)
    if count * dtype.itemsize > MAX_BYTES or len(data) - start < count * dtype.itemsize:
        raise UnreadableUpload(
            f"{name} ends too early: its header speaks of {count:,} numbers. Upload the whole file again."
        )
    flat = np.frombuffer(data, dtype, count, start)
    return flat.reshape(shape, order="F" if fortran_order else "C")


def _kind(dtype: np.dtype[Any]) -> str:
    names = {"c": "complex numbers", "O": "Python objects", "U": "text", "S": "text", "M": "dates", "m": "durations"}
    return names.get(dtype.kind, "records")


def _row(data: bytes, filename: str) -> Row:
    """An array of one row or one column."""
    array = read_npy(data, filename)
    if array.ndim == 0 or (array.ndim > 1 and max(array.shape) != array.size):
        way_out = "Open it on the page Images, or save one row." if array.ndim else "Save a row of them."
        raise UnreadableUpload(
            f"{shown_name(filename)} is {extent(array.shape)}: a signal has one row or one column. {way_out}"
        )
    return Row(array.reshape(-1))


def _pixels(data: bytes, filename: str) -> Pixels:
    """An array of brightness or of colours, on white as far as these are opaque."""
    array = as_image(read_npy(data, filename), filename)
    check_pixels(array.shape[0], array.shape[1], filename)
    return Pixels(without_opacity(levels(array)))


# archives are known as well, to be refused by their name
NPY_SIGNAL: Reader[Row] = Reader("NPY", ("npy",), begins_with(NPY, ZIP), _row, article="an")
NPY_IMAGE: Reader[Pixels] = Reader("NPY", ("npy",), begins_with(NPY, ZIP), _pixels, article="an")
