"""Hostile pictures and sounds: each ends in its sentence, soon and in little memory, and the process goes on."""

import json
import subprocess
import sys
import time

import numpy as np
import pytest

from core.data import UnreadableUpload, read_image, read_signal
from tests.data.uploads.pictures.hostile import FILES as PICTURES
from tests.data.uploads.pictures.hostile import jpeg_of
from tests.data.uploads.pictures.written import png, tiff
from tests.data.uploads.sounds.hostile import FILES as SOUNDS
from tests.data.uploads.sounds.written import sound

FILES = [
    *(pytest.param(read_image, *file, id=name) for name, file in PICTURES.items()),
    *(pytest.param(read_signal, *file, id=name) for name, file in SOUNDS.items()),
]
MOST_MEMORY = 50 * 1024**2

# Reads the files of a folder and prints, as JSON, how much memory that took at most beyond what was there before.
READING = """
import gc, json, pathlib, sys
from core.data import UnreadableUpload, read_image, read_signal

def read(path):
    try:
        (read_image if path.suffix == ".picture" else read_signal)(path.read_bytes(), path.name)
    except UnreadableUpload:
        pass

def most_memory():
    status = pathlib.Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])

files = sorted(pathlib.Path(sys.argv[1]).iterdir())
for path in files:
    if path.name.startswith("first"):
        read(path)  # the imports are not what is measured
gc.collect()
gc.disable()  # what a file took is to be free with it, not at some later collection
before = most_memory()
references = sys.getrefcount(None)
for path in files:
    read(path)
print(json.dumps({"memory": most_memory() - before, "references": references - sys.getrefcount(None)}))
"""


@pytest.mark.parametrize(("read", "make", "message"), FILES)
def test_hostile_files_are_refused_soon(read, make, message):
    content = make()
    begun = time.process_time()
    with pytest.raises(UnreadableUpload) as caught:
        read(content, "a")
    # a second is the aim; of the processor, which others may be using too
    assert time.process_time() - begun < 5
    assert str(caught.value) == f"a {message}"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the most memory of one program")
def test_hostile_files_take_little_memory_and_nothing_that_the_process_needs(tmp_path):
    for kind, files in (("picture", PICTURES), ("sound", SOUNDS)):
        for number, (make, _) in enumerate(files.values()):
            (tmp_path / f"{number}.{kind}").write_bytes(make())
    grey = np.zeros((9, 9), np.uint8)
    pictures = [tiff(grey, compression=compression) for compression in ("lzw", "deflate", "zstd", "lzma", "jpeg")]
    pictures += [png(grey[..., None], 8, 0), jpeg_of(16, 16), b"\x89PNG" + bytes(8_000_000)]
    for number, content in enumerate(pictures):
        (tmp_path / f"first {number}.picture").write_bytes(content)
    (tmp_path / "first.sound").write_bytes(sound("OGG", "OPUS"))
    done = subprocess.run([sys.executable, "-c", READING, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    taken = json.loads(done.stdout)
    assert taken["memory"] < MOST_MEMORY
    assert taken["references"] < len(PICTURES)  # native code that gives away one a file would end the process one day
