"""Whatever the bytes, a file is read or refused, and nothing else ever escapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from core.data import Image, Signal
from core.data.uploads import UnreadableUpload, read_image, read_signal, signal_columns, text_columns
from tests.data.uploads.written import npy, wav, written

LEVELS = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6)
COLOURS = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)


VALID = [
    (read_image, written(Pillow.fromarray(COLOURS), "PNG"), "a.png"),
    (read_image, written(Pillow.fromarray(COLOURS), "JPEG"), "a.jpg"),
    (read_image, written(Pillow.fromarray(COLOURS), "TIFF", compression="tiff_lzw"), "a.tif"),
    (read_image, npy(LEVELS), "a.npy"),
    (read_image, b"0,1\n1,0\n", "a.csv"),
    (read_signal, npy(np.arange(9.0)), "a.npy"),
    (read_signal, wav(np.arange(40, dtype=np.int16)), "a.wav"),
    (read_signal, b"time,x\n0,1\n1,2\n", "a.csv"),
]


@pytest.mark.parametrize(("read", "content", "name"), VALID)
@settings(max_examples=120)
@given(data=st.data())
def test_damaged_files_are_read_or_refused_and_nothing_else(read, content, name, data):
    damaged = bytearray(content[: data.draw(st.integers(1, len(content)))])
    for _ in range(data.draw(st.integers(0, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        result = read(bytes(damaged), name)
    except UnreadableUpload as error:
        assert str(error)
    else:
        assert isinstance(result, Image | Signal)


@pytest.mark.parametrize("read", [read_image, read_signal, signal_columns, text_columns])
@given(content=st.binary(max_size=400), name=st.text(max_size=30))
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else(read, content, name):
    try:
        read(content, name)
    except UnreadableUpload as error:
        assert str(error)
