"""Files made to break decoders: each gets its sentence, soon and in little memory."""

import struct
import time
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data import UnreadableUpload, read_image, read_signal
from tests.data.uploads.written import wav, written

ROOM = 8_000_000


def npy_claiming(header, body=b""):
    padded = header.encode() + b" " * ((-len(header) - 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(padded)) + padded + body


def png_with(chunk_kind, content, times):
    whole = written(Pillow.new("L", (8, 8)), "PNG")
    chunk = struct.pack(">I", len(content)) + chunk_kind + content
    chunk += struct.pack(">I", zlib.crc32(chunk_kind + content))
    return whole[:33] + chunk * times + whole[33:]


def jpeg_of_many_scans():
    whole = written(Pillow.new("L", (2000, 2000)), "JPEG", progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * 20_000 + whole[-2:]


def tiff(**tags):
    named = {"width": 256, "height": 257, "bits": 258, "photometric": 262, "strips": 273, "lengths": 279}
    named |= {"tile_width": 322, "tile_height": 323, "tiles": 324, "tile_lengths": 325}
    entries = sorted((named[name], count, value) for name, (count, value) in tags.items())
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", t, 4, n, v) for t, n, v in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + b"\0" * 4 + b"\0" * 1_000_000


def wav_of_many_chunks():
    format_chunk = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    body = b"WAVE" + format_chunk + b"note\0\0\0\0" * (ROOM // 8) + b"data" + struct.pack("<I", 4) + b"\0\0\1\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


PARTS = "is built of too many parts: save the picture again and upload that."
SHAPE = "a.npy has a shape that no signal or image has: save one of them with numpy.save."
TWO = (
    "a.csv, line 101, column 'column 1': 'two' is not a number. "
    "Correct it, or take its line out, and upload the file again."
)
NOTHING = "a.csv holds no numbers: choose a file with at least one."
NO_TEXT = "a.csv is not text: save the table as CSV (UTF-8) and upload that."
FOUR_MILLION = "a.csv has 4,000,000 samples: signals up to 1,000,000 can be read. Cut out a part and upload that."
X = "a.csv, line 4, column 'v': 'x' is not a number. Correct it, or take its line out, and upload the file again."
COMMAS = (
    "a.csv has commas that could stand between columns or within numbers: write a name above each column, and upload "
    "the file again."
)
NO_COLUMN = "a.csv has no column of numbers: upload numbers parted by commas, one row a line."


@pytest.mark.parametrize(
    ("read", "make", "name", "message"),
    [
        pytest.param(*case[1:], id=case[0])
        for case in [
            (
                "70 dimensions",
                read_signal,
                lambda: npy_claiming(f"{{'descr':'<f8','fortran_order':False,'shape':({'1,' * 70})}}", b"\0" * 8),
                "a.npy",
                SHAPE,
            ),
            (
                "no numbers in an endless row",
                read_signal,
                lambda: npy_claiming(f"{{'descr':'<f8','fortran_order':False,'shape':(0,{10**30})}}"),
                "a.npy",
                SHAPE,
            ),
            (
                "8 EB claimed",
                read_image,
                lambda: npy_claiming("{'descr':'<f8','fortran_order':False,'shape':(1000000,1000000)}"),
                "a.npy",
                "a.npy ends too early: its header speaks of 1,000,000,000,000 numbers. Upload the whole file again.",
            ),
            (
                "signalling NaN",
                read_signal,
                lambda: npy_claiming("{'descr':'<f4','fortran_order':False,'shape':(1,)}", b"\0\0\xa0\x7f"),
                "a.npy",
                "a.npy has 1 value that is missing or infinite, the first at sample 1 (counted from 1): "
                "fill or remove it and upload the file again.",
            ),
            (
                "nested header",
                read_signal,
                lambda: npy_claiming("(" * 9000),
                "a.npy",
                "a.npy has a damaged header: save the array again with numpy.save.",
            ),
            (
                "channels whose sum overflows",
                read_signal,
                lambda: wav(np.full((4, 2), 1.7e308)),
                "a.wav",
                "a.wav has 4 values that are missing or infinite, the first at sample 1 (counted from 1): "
                "fill or remove them and upload the file again.",
            ),
            (
                "cut off sound",
                read_signal,
                lambda: wav(np.arange(400, dtype=np.int16))[:-100],
                "a.wav",
                "a.wav ends too early: its sound is cut off. Upload the whole file again.",
            ),
            (
                "sound of a million chunks",
                read_signal,
                wav_of_many_chunks,
                "a.wav",
                "a.wav is built of too many parts: save the sound again as WAV (PCM, 16 bit).",
            ),
            ("PNG of many chunks", read_image, lambda: png_with(b"abCd", b"", 600_000), "a.png", f"a.png {PARTS}"),
            ("JPEG of many scans", read_image, jpeg_of_many_scans, "a.jpg", f"a.jpg {PARTS}"),
            (
                "TIFF of many strips",
                read_image,
                lambda: tiff(
                    width=(1, 1), height=(1, 200_000), bits=(1, 8), photometric=(1, 1),
                    strips=(200_000, 200), lengths=(200_000, 200),
                ),
                "a.tif",
                f"a.tif {PARTS}",
            ),
            (
                "TIFF with one enormous tile",
                read_image,
                lambda: tiff(
                    width=(1, 1), height=(1, 1), bits=(1, 8), photometric=(1, 1),
                    tile_width=(1, 40_000), tile_height=(1, 40_000), tiles=(1, 200), tile_lengths=(1, 9),
                ),
                "a.tif",
                "a.tif unpacks to 1,526 MB: pictures up to 40 MB can be read. Save a smaller copy and upload that.",
            ),
            ("words", read_signal, lambda: (b"x y " * 1000 + b"\n") * 2000, "a.csv", NO_COLUMN),
            ("quotes", read_signal, lambda: b'"' * ROOM, "a.csv", NO_COLUMN),
            ("text further down", read_signal, lambda: b"1\n" * 100 + b"two\n" * 900_000, "a.csv", TWO),
            (
                "a longer row at the end",
                read_signal,
                lambda: b"a,b\n" + b"1,2\n" * 900_000 + b"1,2,3\n",
                "a.csv",
                "a.csv, line 900002: it has 3 cells where line 2 has 2. "
                "Give all rows as many cells and upload the file again.",
            ),
            (
                "text in the last of many lines",
                read_signal,
                lambda: b'"a"\n' + b"1\n" * 900_000 + b"overload\n",
                "a.csv",
                "a.csv, line 900002, column 'a': 'overload' is not a number. "
                "Correct it, or take its line out, and upload the file again.",
            ),
            ("remarks at the end", read_signal, lambda: b"v\n1\n2\nx\n" + b"# \n" * 2_700_000, "a.csv", X),
            ("separators alone", read_signal, lambda: b"," * ROOM, "a.csv", NOTHING),
            ("a quotation mark for each cell", read_signal, lambda: b'",' * (ROOM // 2), "a.csv", FOUR_MILLION),
            ("one endless number", read_signal, lambda: b"1" * ROOM, "a.csv", NO_COLUMN),
            ("an endless power", read_signal, lambda: b"1e" * (ROOM // 2), "a.csv", NO_COLUMN),
            ("no-break spaces", read_signal, lambda: b"\xa0" * ROOM, "a.csv", NO_COLUMN),
            ("bytes that are no text", read_signal, lambda: bytes(range(1, 256)) * (ROOM // 255), "a.csv", NO_TEXT),
            (
                "a quotation that never ends",
                read_signal,
                lambda: b'a,b\n1,"2\n' + b"3,4\n" * 1_900_000,
                "a.csv",
                "a.csv has 1,900,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
            ),
            (
                "line breaks in a million cells",
                read_signal,
                lambda: b'"\n",1\n' * 1_300_000,
                "a.csv",
                "a.csv has 1,300,000 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
            ),
            ("4,096 columns of dates", read_signal, lambda: (b"2024-01-01 00:00:00," * 4095 + b"x\n") * 90, "a.csv", NO_COLUMN),
            (
                "commas in 800,000 pairs",
                read_signal,
                lambda: b"1,5\n" * 800_000,
                "a.csv",
                COMMAS,
            ),
            (
                "empty lines",
                read_signal,
                lambda: b"\n" * ROOM,
                "a.csv",
                NOTHING,
            ),
            (
                "mostly empty cells",
                read_signal,
                lambda: b"1" + (b";" * 3000 + b"\n") * 2600 + b";" * 3000 + b"1\n",
                "a.csv",
                "a.csv has too many cells: upload a table of at most 4,000,000 cells.",
            ),
            (
                "many columns",
                read_image,
                lambda: (b"1," * 5000 + b"1\n") * 2,
                "a.csv",
                "a.csv has too many columns: upload a table of at most 4,096 columns.",
            ),
            (
                "a column of 4 million",
                read_signal,
                lambda: b"1\n" * (ROOM // 2),
                "a.csv",
                FOUR_MILLION,
            ),
            (
                "a row of 4 million",
                read_signal,
                lambda: b"1," * (ROOM // 2),
                "a.csv",
                FOUR_MILLION,
            ),
        ]
    ],
)  # fmt: skip
def test_hostile_files_are_refused_soon(read, make, name, message):
    content = make()
    read_signal(b"1\n2\n", "warm.csv")  # the imports are not what is measured
    begun = time.process_time()
    with pytest.raises(UnreadableUpload) as caught:
        read(content, name)
    # a second is the aim; of the processor, which others may be using too
    assert time.process_time() - begun < 5
    assert str(caught.value) == message


@pytest.mark.parametrize("layers", [1, 3, 4])
def test_the_largest_pictures_take_bounded_memory_in_python(layers):
    noise = np.random.default_rng(0).integers(0, 2, (2000, 2000, layers), dtype=np.uint8).squeeze()
    content = written(Pillow.fromarray(noise), "PNG", compress_level=1)
    tracemalloc.start()
    read_image(content, "a.png")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 1024**2
