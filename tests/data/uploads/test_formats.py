"""The tables of formats: each file is known to one reader alone, and one more format is a file and its entry."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.data.uploads import IMAGE_FORMATS, IMAGE_TYPES, SIGNAL_FORMATS, SIGNAL_TYPES
from core.data.uploads.read import IMAGE_READERS, SIGNAL_READERS
from core.names import enumerated

CORE = Path(__file__).parents[3] / "core"
TAG = b"ID3\x04\0\0\0\0\0\x02??"
BEGINNINGS = [
    ("WAV", b"RIFF\0\0\0\0WAVEfmt "),
    ("WAV", b"RF64\0\0\0\0WAVEds64"),
    ("WAV", TAG + b"RIFX\0\0\0\0WAVEfmt "),
    ("AIFF", b"FORM\0\0\0\0AIFCFVER"),
    ("AIFF", TAG + b"FORM\0\0\0\0AIFFCOMM"),
    ("FLAC", b"fLaC\0\0\0\x22"),
    ("FLAC", TAG + b"fLaC\0\0\0\x22"),
    ("OGG", b"OggS\0\x02"),
    ("MP3", b"\xff\xfb\x90\x00"),
    ("MP3", TAG + b"\0\0\xff\xfb\x90\x00"),
    ("MP3", TAG + b"whatever else"),
    ("NPY", b"\x93NUMPY\x01\0"),
    ("NPY", b"PK\x03\x04"),
    ("PNG", b"\x89PNG\r\n\x1a\n"),
    ("JPEG", b"\xff\xd8\xff\xe0"),
    ("TIFF", b"II*\0\x08\0\0\0"),
    ("TIFF", b"MM\0+\0\x08\0\0"),
    (None, b"RIFF\0\0\0\0AVI LIST"),
    (None, b"FORM\0\0\0\0ILBM"),
    (None, b"time,value\n0,1\n"),
    (None, b""),
]


@pytest.mark.parametrize(("name", "beginning"), BEGINNINGS)
def test_a_file_is_known_to_one_reader_by_its_first_bytes(name, beginning):
    for readers in (SIGNAL_READERS, IMAGE_READERS):
        known = [each.name for each in readers if each.knows(beginning)]
        assert known == [each.name for each in readers if each.name == name]


@pytest.mark.parametrize(("formats", "types"), [(SIGNAL_FORMATS, SIGNAL_TYPES), (IMAGE_FORMATS, IMAGE_TYPES)])
def test_formats_and_endings_are_listed_once(formats, types):
    assert len(set(formats)) == len(formats)
    assert len(set(types)) == len(types)
    assert all(ending == ending.lower() for ending in types)


def test_what_could_always_be_brought_still_can():
    assert {"csv", "txt", "npy", "wav", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc"} <= set(SIGNAL_TYPES)
    assert {"png", "jpg", "jpeg", "tif", "tiff", "npy", "csv"} <= set(IMAGE_TYPES)


def entered(folder: Path, module: str, source: str, table: str, before: str, after: str) -> None:
    """Add a file to a copy of the package, and its entry to the table of another."""
    shutil.copytree(CORE, folder / "core", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / module).write_text(source)
    path, name = folder / table, module.removesuffix(".py").replace("/", ".")
    text = path.read_text()
    assert text.count(before) == 1
    head = "from __future__ import annotations\n"
    path.write_text(text.replace(before, after).replace(head, f"{head}from {name} import NEW\n"))


def answered(folder: Path, code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_more_picture_format_is_a_file_and_its_entry(tmp_path):
    source = (
        "import numpy as np\n"
        "from core.data.uploads.brightness import levels\n"
        "from core.data.uploads.reader import Pixels, Reader, begins_with\n"
        "def read_pgm(data, filename):\n"
        "    _, width, height, _, content = data.split(None, 4)\n"
        "    return Pixels(levels(np.frombuffer(content, np.uint8).reshape(int(height), int(width))), 'Plain.')\n"
        "NEW = Reader('PGM', ('pgm',), begins_with(b'P5'), read_pgm)\n"
    )
    table = "core/data/uploads/pictures/read.py"
    entered(tmp_path, "core/data/uploads/pictures/pgm.py", source, table, "(PNG, JPEG, TIFF)", "(PNG, JPEG, TIFF, NEW)")
    code = (
        "from core.data import *\n"
        "image = read_image(b'P5 3 2 255 ' + bytes([0, 51, 102, 153, 204, 255]), 'a.pgm')\n"
        "print((image.pixels * 255).round().astype(int).tolist(), image.description)\n"
        "print('pgm' in IMAGE_TYPES, 'PGM' in IMAGE_FORMATS)\n"
        "for read, content in (read_image, b'P5 3'), (read_image, b'none'), (read_signal, b'P5 3'):\n"
        "    try: read(content, 'a.pgm')\n"
        "    except UnreadableUpload as error: print(error)\n"
    )
    names = enumerated([*(each.name for each in IMAGE_READERS if each.name != "NPY"), "PGM"])
    assert answered(tmp_path, code).splitlines() == [
        "[[0, 51, 102], [153, 204, 255]] Your own file. Plain.",
        "True True",
        "a.pgm is damaged: save the picture again and upload that.",
        f"a.pgm is not a {names} file: save the picture as one of these.",
        "a.pgm is a picture: open it on the page Images.",
    ]


def test_one_more_signal_format_is_a_file_and_its_entry(tmp_path):
    source = (
        "import numpy as np\n"
        "from core.data.uploads.reader import Reader, Row, begins_with\n"
        "def read_probe(data, filename):\n"
        "    return Row(np.frombuffer(data[5:], '<f8'), float(data[4]), 'V', 'Of a probe.')\n"
        "NEW = Reader('PROBE', ('prb',), begins_with(b'PROB'), read_probe)\n"
    )
    table = "core/data/uploads/read.py"
    entered(tmp_path, "core/data/uploads/probe.py", source, table, "*sounds.READERS)", "*sounds.READERS, NEW)")
    code = (
        "import numpy as np\n"
        "from core.data import *\n"
        "content = b'PROB\\x64' + np.arange(3.0).tobytes()\n"
        "signal = read_signal(content, 'a.prb')\n"
        "print(signal.samples.tolist(), signal.sample_rate, signal.unit, signal.description)\n"
        "print('prb' in SIGNAL_TYPES, 'PROBE' in SIGNAL_FORMATS, signal_columns(content, 'a.prb'))\n"
        "for content in b'PROB\\x64' + np.array([np.nan]).tobytes(), b'PROB\\x64', b'PROB\\x64.':\n"
        "    try: read_signal(content, 'a.prb')\n"
        "    except UnreadableUpload as error: print(error)\n"
    )
    assert answered(tmp_path, code).splitlines() == [
        "[0.0, 1.0, 2.0] 100.0 V Your own file. Of a probe.",
        "True True ()",
        "a.prb has 1 value that is missing or infinite, the first at sample 1 (counted from 1): "
        "fill or remove it and upload the file again.",
        "a.prb holds no numbers: choose a file with at least one.",
        "a.prb could not be read: save it again in another format and upload that.",
    ]
