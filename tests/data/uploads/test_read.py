"""Uploads: what is written comes back, what cannot be read gets a sentence, and nothing else ever escapes."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from scipy.io import wavfile

from core.data import Image, Signal
from core.data.uploads import MAX_BYTES, UnreadableUpload, read_image, read_signal, signal_columns

LEVELS = np.arange(0, 240, 10, dtype=np.uint8).reshape(4, 6)
COLOURS = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)


def written(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def wav(values, rate=8000):
    buffer = io.BytesIO()
    wavfile.write(buffer, rate, values)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_grey_and_colour_pictures_come_back_exactly(kind):
    np.testing.assert_allclose(read_image(written(Pillow.fromarray(LEVELS), kind), "a").pixels, LEVELS / 255, atol=1e-7)
    pixels = read_image(written(Pillow.fromarray(COLOURS), kind), "a").pixels
    np.testing.assert_allclose(pixels, COLOURS / 255, atol=1e-7)


def test_jpeg_comes_back_nearly():
    smooth = np.tile(np.linspace(0, 255, 32).astype(np.uint8), (32, 1))
    pixels = read_image(written(Pillow.fromarray(smooth), "JPEG", quality=95), "a.jpg").pixels
    np.testing.assert_allclose(pixels, smooth / 255, atol=0.02)


def test_sixteen_bits_keep_their_depth():
    deep = np.array([[0, 1, 65535]], dtype=np.uint16)
    for kind in ("PNG", "TIFF"):
        np.testing.assert_allclose(
            read_image(written(Pillow.fromarray(deep), kind), "a").pixels, deep / 65535, atol=1e-9
        )


def test_float_tiff_is_kept_in_range_and_scaled_beyond_it():
    inside = np.array([[0.0, 0.25], [0.5, 1.0]], np.float32)
    np.testing.assert_array_equal(read_image(written(Pillow.fromarray(inside), "TIFF"), "a").pixels, inside)
    image = read_image(written(Pillow.fromarray(inside * 10 - 2), "TIFF"), "a")
    np.testing.assert_allclose(image.pixels, inside, atol=1e-6)
    assert image.description == "Your own file. Its values from -2 to 8 were scaled to 0 to 1."


def test_transparent_parts_lie_on_white():
    clear = np.zeros((2, 2, 4), np.uint8)
    clear[0, 0] = (255, 0, 0, 255)
    pixels = read_image(written(Pillow.fromarray(clear), "PNG"), "a").pixels
    np.testing.assert_array_equal(pixels[0, 0], [1, 0, 0])
    np.testing.assert_array_equal(pixels[1, 1], [1, 1, 1])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F", "LAB"])
def test_every_mode_is_read_or_refused_with_a_sentence(mode):
    picture = Pillow.new(mode, (5, 4))
    try:
        image = read_image(written(picture, "TIFF"), "a.tif")
    except UnreadableUpload:
        return
    assert image.pixels.shape[:2] == (4, 5)


def test_a_turned_photograph_stands_upright():
    exif = Pillow.Exif()
    exif[0x0112] = 6
    content = written(Pillow.fromarray(COLOURS), "PNG", exif=exif)
    assert read_image(content, "a.png").pixels.shape == (6, 4, 3)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (LEVELS, LEVELS / 255),
        (LEVELS.astype(np.uint16), LEVELS / 65535),
        (LEVELS / 255, LEVELS / 255),
        (LEVELS > 100, LEVELS > 100),
        (np.asfortranarray(LEVELS / 255), LEVELS / 255),
        ((LEVELS / 255).astype(">f4"), LEVELS / 255),
    ],
)
def test_arrays_become_images(array, expected):
    np.testing.assert_allclose(read_image(npy(array), "a.npy").pixels, expected, atol=1e-6)


def test_signals_come_back_exactly():
    values = np.random.default_rng(0).normal(size=50)
    np.testing.assert_array_equal(read_signal(npy(values), "a.npy").samples, values)
    np.testing.assert_array_equal(read_signal(npy(values[None]), "a.npy").samples, values)
    text = "\n".join(map(repr, values.tolist())).encode()
    np.testing.assert_allclose(read_signal(text, "a.csv").samples, values, rtol=1e-14)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([0, 16384, -32768], np.int16), [0, 0.5, -1]),
        (np.array([128, 192, 0], np.uint8), [0, 0.5, -1]),
        (np.array([0, 2**30, -(2**31)], np.int32), [0, 0.5, -1]),
        (np.array([0, 0.5, -1], np.float32), [0, 0.5, -1]),
        (np.array([[0, 0], [16384, 0], [-32768, -32768]], np.int16), [0, 0.25, -1]),
    ],
)
def test_sounds_are_scaled_and_their_channels_averaged(values, expected):
    signal = read_signal(wav(values), "a.wav")
    np.testing.assert_allclose(signal.samples, expected)
    assert signal.sample_rate == 8000
    assert signal.description == ("Your own file. The mean of 2 channels." if values.ndim == 2 else "Your own file.")


@pytest.mark.parametrize(
    ("text", "column", "samples", "rate"),
    [
        (b"1\n2\n3\n", None, [1, 2, 3], None),
        (b"value\n1\n2\n", None, [1, 2], None),
        (b"time,volts\n0,1\n0.25,2\n0.5,4\n", None, [1, 2, 4], 4.0),
        (b"a,b\n1,5\n2,6\n", "b", [5, 6], None),
        (b"t;x\n0;1,5\n1;2,5\n", None, [1.5, 2.5], 1.0),
        (b"1\t2\n3\t4\n", None, [1, 3], None),
        (b"2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n", None, [5, 6, 7], pytest.approx(1 / 86400)),
        (b"Time (ms),v\n0,5\n2,6\n4,4\n", None, [5, 6, 4], 500.0),
        (b"# time,value\n0,5\n0.5,6\n", None, [5, 6], 2.0),
        (b",volts\n0,5\n1,6\n2,4\n", None, [5, 6, 4], None),
        (b"0,5\n0.1,6\n0.2,4\n", None, [5, 6, 4], None),
        (b"index,v\n1,5\n2,6\n3,7\n", None, [5, 6, 7], None),
        (b"1 2\n3 4\n", None, [1, 3], None),
        ("\ufeffx\n1\n2\n".encode(), None, [1, 2], None),
        ("x\n1\n2\n".encode("utf-16"), None, [1, 2], None),
        ("Größe\n1\n2\n".encode("latin-1"), "Größe", [1, 2], None),
    ],
)
def test_tables_of_many_customs_are_read(text, column, samples, rate):
    signal = read_signal(text, "a.csv", column)
    assert signal.samples.tolist() == samples
    assert signal.sample_rate == rate


def test_columns_are_listed_for_tables_alone():
    assert signal_columns(b"time,a,b\n0,1,2\n", "a.csv") == ("a", "b")
    assert signal_columns(npy(np.ones(3)), "a.npy") == ()


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", "y")
    return buffer.getvalue()


HUGE = written(Pillow.new("1", (4000, 3000)), "PNG")


@pytest.mark.parametrize(
    ("read", "content", "name", "message"),
    [
        (read_image, b"", "a.png", "a.png is empty: choose a file with content."),
        (
            read_image,
            b"x" * (MAX_BYTES + 1),
            "scan.png",
            "scan.png is 8.1 MB: files up to 8 MB can be read. Save a smaller copy and upload that.",
        ),
        (read_image, b"hello", "a.png", "a.png is not a PNG, JPEG or TIFF file: save the picture as one of these."),
        (
            read_image,
            HUGE,
            "a.png",
            "a.png has 4,000 x 3,000 pixels: images up to 4 megapixels can be read. Save a smaller copy and upload that.",
        ),
        (
            read_image,
            written(Pillow.fromarray(COLOURS), "PNG")[:60],
            "a.png",
            "a.png is damaged: save the picture again and upload that.",
        ),
        (
            read_image,
            npy(np.ones((2, 2, 5))),
            "a.npy",
            "a.npy is an array of 2 x 2 x 5 numbers: an image has height x width numbers, or height x width x 3. "
            "Save it as one of these.",
        ),
        (
            read_image,
            npy(np.array([[1.0, np.nan]])),
            "a.npy",
            "a.npy has 1 value that is missing or infinite, the first at row 1, column 2 (counted from 1): "
            "fill or remove it and upload the file again.",
        ),
        (
            read_image,
            npy(np.ones((2, 2), complex)),
            "a.npy",
            "a.npy holds complex numbers: save an array of real numbers (integers or floats).",
        ),
        (
            read_signal,
            npy(np.array([{}, 1], object)),
            "a.npy",
            "a.npy holds Python objects: save an array of real numbers (integers or floats).",
        ),
        (
            read_signal,
            npy(np.ones(100))[:-8],
            "a.npy",
            "a.npy ends too early: its header speaks of 100 numbers. Upload the whole file again.",
        ),
        (
            read_signal,
            zipped(),
            "a.npz",
            "a.npz is an archive (NPZ or ZIP): save a single array with numpy.save instead.",
        ),
        (
            read_signal,
            npy(np.ones((3, 3))),
            "a.npy",
            "a.npy is an array of 3 x 3 numbers: a signal has one row or one column. Open it on the page Images, or save "
            "one row.",
        ),
        (
            read_image,
            npy(np.ones(50)),
            "const.npy",
            "const.npy is an array of 50 numbers: an image has height x width numbers, or height x width x 3. "
            "Save it as one of these.",
        ),
        (
            read_image,
            npy(np.float64(3)),
            "a.npy",
            "a.npy is a single number: an image has height x width numbers, or height x width x 3. "
            "Save it as one of these.",
        ),
        (
            read_signal,
            npy(np.float64(3)),
            "a.npy",
            "a.npy is a single number: a signal has one row or one column. Save a row of them.",
        ),
        (
            read_signal,
            b"RIFF\x00\x00\x00\x00WAVEjunk",
            "a.wav",
            "a.wav is a WAV file that could not be read: save the sound as WAV (PCM, 16 bit).",
        ),
        (
            read_signal,
            b"name\nAnna\nBen\n",
            "a.csv",
            "a.csv has no column of numbers: upload numbers parted by commas, one row a line.",
        ),
        (
            read_signal,
            b"x\n1\n\n2\ninf\n",
            "a.csv",
            "a.csv has 1 value that is missing or infinite, the first at sample 3 (counted from 1): "
            "fill or remove it and upload the file again.",
        ),
        (
            read_signal,
            b"x\n1\n2e100\n",
            "a.csv",
            "a.csv has values beyond 1e+70: scale them down and upload it again.",
        ),
        (
            read_signal,
            npy(np.zeros(1_000_001, np.uint8)),
            "a.npy",
            "a.npy has 1,000,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
        ),
        (
            read_signal,
            written(Pillow.new("L", (2, 2)), "PNG"),
            "a.csv",
            "a.csv is a picture: open it on the page Images.",
        ),
        (read_signal, b"\x00\x01\x02", "a.csv", "a.csv is not text: save the table as CSV (UTF-8) and upload that."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(read, content, name, message):
    with pytest.raises(UnreadableUpload) as caught:
        read(content, name)
    assert str(caught.value) == message


def test_the_name_of_a_file_is_not_trusted():
    name = "../../etc/" + "\x00\x1b<script>" + "x" * 300 + ".png"
    with pytest.raises(UnreadableUpload) as caught:
        read_image(b"junk", name)
    assert str(caught.value).startswith("scriptxxxxxxxxxxxxxxxxxxxxxxxx")
    assert len(str(caught.value)) < 140
    assert "\x00" not in str(caught.value)
    assert "etc" not in str(caught.value)


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


@pytest.mark.parametrize("read", [read_image, read_signal, signal_columns])
@given(content=st.binary(max_size=400), name=st.text(max_size=30))
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else(read, content, name):
    try:
        read(content, name)
    except UnreadableUpload as error:
        assert str(error)


def test_times_that_were_rounded_still_give_their_rate():
    lines = "\n".join(f"{i / 360:.4f},{i % 7}" for i in range(400))
    signal = read_signal(f"time,ecg\n{lines}\n".encode(), "a.csv")
    np.testing.assert_allclose(signal.sample_rate, 360, rtol=1e-3)


def test_integers_without_a_defined_white_are_scaled_and_said_to_be():
    wide = Pillow.fromarray(np.array([[0, 100], [150, 200]], np.int32))
    image = read_image(written(wide, "TIFF"), "a.tif")
    np.testing.assert_allclose(image.pixels, [[0, 0.5], [0.75, 1]], atol=1e-6)
    assert image.description == "Your own file. Its values from 0 to 200 were scaled to 0 to 1."
