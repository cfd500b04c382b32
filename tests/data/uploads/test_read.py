"""What cannot be read gets a sentence, whatever it is called."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data.uploads import MAX_BYTES, UnreadableUpload, read_image, read_signal
from tests.data.uploads.written import npy, written

COLOURS = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)


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
            b"x\n0\n2e-100\n-1e-90\n",
            "a.csv",
            "a.csv has no value beyond 1e-70: scale them up and upload it again.",
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
