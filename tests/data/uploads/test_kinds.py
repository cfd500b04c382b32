"""Customs of single formats that a plain round trip does not meet."""

import io

import numpy as np
import pytest
from PIL import Image as Pillow
from scipy.io import wavfile

from core.data import read_image, read_signal, signal_columns


def written(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("picture", "options", "expected"),
    [
        (Pillow.new("1", (1, 1), 1), {}, [[1]]),
        (Pillow.new("L", (1, 1), 51), {}, [[0.2]]),
        (Pillow.new("L", (1, 1), 0), {"transparency": 0}, [[1]]),
        (Pillow.new("LA", (1, 1), (0, 0)), {}, [[1]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)), {"transparency": (255, 51, 0)}, [[[1, 1, 1]]]),
        (Pillow.new("RGBA", (1, 1), (255, 51, 0, 255)), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("RGB", (1, 1), (255, 51, 0)).convert("P", palette=1, colors=2), {}, [[[1, 0.2, 0]]]),
        (Pillow.new("P", (1, 1), 0), {"transparency": 0}, [[[1, 1, 1]]]),
    ],
)
def test_modes_of_png_have_exact_values(picture, options, expected):
    np.testing.assert_allclose(read_image(written(picture, "PNG", **options), "a.png").pixels, expected, atol=0.005)


def test_cmyk_and_the_first_of_several_frames():
    white = Pillow.new("CMYK", (2, 2), (0, 0, 0, 0))
    np.testing.assert_allclose(read_image(written(white, "JPEG"), "a.jpg").pixels, 1, atol=0.01)
    frames = [Pillow.new("L", (2, 3), level) for level in (51, 255)]
    content = written(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    np.testing.assert_allclose(read_image(content, "a.tif").pixels, np.full((3, 2), 0.2), atol=1e-6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    level = np.array([[0, 50, 100], [150, 200, 250]], np.uint8)
    upright = {1: level, 2: level[:, ::-1], 3: level[::-1, ::-1], 4: level[::-1], 5: level.T}
    upright |= {6: level[::-1].T, 7: level[::-1, ::-1].T, 8: level.T[::-1]}
    pixels = read_image(written(Pillow.fromarray(level), "PNG", exif=exif), "a.png").pixels
    np.testing.assert_allclose(pixels, upright[orientation] / 255, atol=1e-6)


def test_opacity_in_an_array_lies_on_white_as_in_a_png():
    layered = np.random.default_rng(0).integers(0, 256, (5, 4, 4), dtype=np.uint8)
    from_png = read_image(written(Pillow.fromarray(layered), "PNG"), "a.png").pixels
    np.testing.assert_allclose(read_image(npy(layered), "a.npy").pixels, from_png, atol=0.01)


@pytest.mark.parametrize("shape", [(5,), (1, 5), (5, 1), (1, 1, 5)])
def test_one_row_or_column_is_a_signal(shape):
    assert read_signal(npy(np.arange(5.0).reshape(shape)), "a.npy").samples.tolist() == [0, 1, 2, 3, 4]
    assert read_signal(npy(np.ones((1, 1))), "a.npy").samples.tolist() == [1]


def test_24_bits_and_loud_floats():
    frames = b"".join(value.to_bytes(3, "little", signed=True) for value in (0, 2**22, -(2**23)))
    header = io.BytesIO()
    wavfile.write(header, 8000, np.zeros(1, np.int16))
    start = bytearray(header.getvalue()[:44])
    start[28:36] = (24000).to_bytes(4, "little") + b"\x03\x00\x18\x00"
    start[40:44] = len(frames).to_bytes(4, "little")
    assert read_signal(bytes(start) + frames + b"\0", "a.wav").samples.tolist() == [0, 0.5, -1]

    loud = io.BytesIO()
    wavfile.write(loud, 8000, np.array([[4, 4], [-2, 0]], np.float32))
    signal = read_signal(loud.getvalue(), "a.wav")
    assert signal.samples.tolist() == [1, -0.25]
    assert signal.description == "Your own file. The mean of 2 channels. Divided by 4 to fit -1 to 1."


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        (b"0.30000000000000004\n1e-310\n", [0.30000000000000004, 1e-310]),
        (b"1,2,3,4\n", [1, 2, 3, 4]),
        (b"1 2 3", [1, 2, 3]),
        (b"1,5;2,5;3", [1.5, 2.5, 3]),
        (b" 1   2\n10   3\n", [1, 10]),
        (b"t.s;x.v\n0,5;1,5\n1,5;2,5\n", [1.5, 2.5]),
        (b'"a, b",c\n1,2\n3,4\n', [1, 3]),
        (b"name,height\nAnna,1.5\nBen,1.7\n", [1.5, 1.7]),
        (b"a,b,\n1,2,\n3,4,\n", [1, 3]),
        (b"1\r\n2\r\n", [1, 2]),
        (b"1\r2\r", [1, 2]),
    ],
)
def test_customs_of_tables(text, samples):
    assert read_signal(text, "a.csv").samples.tolist() == samples


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b",b\n1,2\n", ("column 1", "b")),
        (b"a,a\n1,2\n", ("a", "a (2)")),
        (b"1;2\n3;4\n", ("column 1", "column 2")),
        (b"a,b\n1,x\n2,y\n", ("a",)),
        (b"time\n1\n2\n", ("time",)),
    ],
)
def test_columns_have_names_that_differ(text, names):
    assert signal_columns(text, "a.csv") == names
    for name in names:
        read_signal(text, "a.csv", name)


def test_gaps_are_counted_and_placed():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        read_signal(b"a,b\n1,2\n,3\nn/a,4\n", "a.csv")
    assert str(caught.value) == (
        "a.csv has 2 values that are missing or infinite, the first at sample 2 (counted from 1): "
        "fill or remove them and upload the file again."
    )
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        read_signal(b"1,,3", "a.csv")
    assert "at sample 2" in str(caught.value)
