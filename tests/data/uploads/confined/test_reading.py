"""A file that breaks what reads it is refused with a sentence; the next one is read as if nothing had been."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data import UnreadableUpload, read_image, read_signal, signal_columns, text_columns
from core.data.uploads.confined import Reading
from core.data.uploads.confined import reading as module
from core.data.uploads.confined.restraint import CREATE_RULES
from core.data.uploads.limits import MAX_BYTES, MAX_MEGABYTES
from tests.data.uploads.confined.traps import MARK
from tests.data.uploads.written import wav, written
from tests.waiting import wait_until

TRAPS = "tests.data.uploads.confined.traps"
TOO_MUCH = (
    "a.trap could not be read with the memory and the time that a file may take: save it in another format, or a "
    "smaller copy of it, and upload that."
)
NOT_NOW = "a.trap could not be read now: wait a moment, and upload it again."
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")


def has_landlock() -> bool:
    return sys.platform == "linux" and ctypes.CDLL(None).syscall(CREATE_RULES, None, 0, 1) > 0


@pytest.fixture(scope="module")
def reading():
    made = Reading(TRAPS)
    yield made
    made.close()


@pytest.fixture
def own():
    made = []

    def make(**settings):
        made.append(Reading(TRAPS, **settings))
        return made[-1]

    yield make
    for each in made:
        each.close()


def sprung(reading, trap):
    return reading.read_signal(MARK + trap.encode(), "a.trap").samples[0]


TABLE = b"time,left,who,right\n0,1.25,Ann,3\n0.5,1e-7,Ben,4\n1,0.1,Eve,5\n"
SIGNALS = {"two.csv": TABLE, "plain.txt": b"0.1\n0.2\n0.30000000000000004\n", "tone.wav": None, "a<b>\x00.csv": TABLE}


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("column", [None, "right"])
def test_a_signal_is_the_same_to_the_last_bit(reading, name, column):
    content = SIGNALS[name] or wav(np.random.default_rng(0).normal(size=500))
    if column and name not in ("two.csv", "a<b>\x00.csv"):
        column = None
    here, there = read_signal(content, name, column), reading.read_signal(content, name, column)
    assert there == here
    assert (there.sample_rate, there.unit, there.description, there.source) == (
        here.sample_rate, here.unit, here.description, here.source,
    )  # fmt: skip
    assert there.samples.tobytes() == here.samples.tobytes()
    assert not there.samples.flags.writeable
    assert reading.columns(content, name) == signal_columns(content, name)
    assert reading.text_columns(content, name) == text_columns(content, name)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_picture_is_the_same_to_the_last_bit(reading, mode):
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    content = written(Pillow.fromarray(pixels).convert(mode), "PNG")
    here, there = read_image(content, "mine.png"), reading.read_image(content, "mine.png")
    assert there == here
    assert there.description == here.description
    assert there.pixels.tobytes() == here.pixels.tobytes()
    assert there.pixels.shape == here.pixels.shape


@pytest.mark.parametrize(
    ("name", "content", "column"),
    [
        ("a.csv", b"", None),
        ("a.csv", b"1\nx\n2\n", None),
        ("two.csv", TABLE, "who"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", None),
        ("big.csv", b"1" * (MAX_BYTES + 1), None),
    ],
)
def test_a_refusal_comes_back_with_its_text(reading, name, content, column):
    with pytest.raises(UnreadableUpload) as here:
        read_signal(content, name, column)
    with pytest.raises(UnreadableUpload) as there:
        reading.read_signal(content, name, column)
    assert str(there.value) == str(here.value)


def test_a_file_that_is_too_large_is_not_even_sent():
    never = Reading("no_such_program")
    with pytest.raises(UnreadableUpload) as error:
        never.read_image(bytes(MAX_BYTES + 1), "a.png")
    assert f"files up to {MAX_MEGABYTES} MB can be read" in str(error.value)
    assert never._process is None


@pytest.mark.parametrize("trap", ["native", "abort", "exit", "segfault", "garbage"])
@on_linux
def test_a_file_that_ends_the_process_is_refused_and_the_next_one_is_read(reading, trap):
    ends = reading.ends
    with pytest.raises(UnreadableUpload) as error:
        sprung(reading, trap)
    assert str(error.value) == TOO_MUCH
    assert reading.ends == ends + 1
    assert reading.read_signal(b"1\n2\n", "next.csv").samples.tolist() == [1, 2]


@on_linux
def test_a_file_that_takes_memory_without_end_is_refused_and_the_next_one_is_read(reading):
    with pytest.raises(UnreadableUpload) as error:
        sprung(reading, "bomb")
    assert str(error.value) == "a.trap could not be read: save it again in another format and upload that."
    assert reading.read_signal(b"1\n2\n", "next.csv").samples.tolist() == [1, 2]


@pytest.mark.parametrize("trap", ["loop", "sleep"])
def test_a_file_that_takes_time_without_end_is_refused(own, trap):
    reading = own(seconds=1.5)
    begun = time.monotonic()
    with pytest.raises(UnreadableUpload) as error:
        sprung(reading, trap)
    assert str(error.value) == TOO_MUCH
    assert time.monotonic() - begun < 20
    assert reading.read_signal(b"1\n2\n", "next.csv").samples.tolist() == [1, 2]


@on_linux
def test_the_time_of_the_processor_is_limited_for_each_file_anew():
    code = (
        "from core.data.uploads.confined import restraint\n"
        "restraint.SECONDS = 1\n"
        "import time\n"
        "for _ in range(3):\n"
        "    restraint.allow_time()\n"
        "    end = time.process_time() + 0.7\n"
        "    while time.process_time() < end: pass\n"
        "print('still here', flush=True)\n"
        "while True: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.stdout == b"still here\n"
    assert done.returncode < 0


@pytest.mark.parametrize("what", ["truncate", "chmod", "utime"])
@on_linux
def test_no_file_is_changed_or_emptied(own, tmp_path, monkeypatch, what):
    # one of the names that are passed on to the process tells it where the file is
    (tmp_path / "runs.sqlite").write_text("runs")
    monkeypatch.setenv("LANG", f"C:{tmp_path}/runs.sqlite")
    assert sprung(own(), what) == 0
    assert (tmp_path / "runs.sqlite").read_text() == "runs"


@pytest.mark.parametrize("what", ["environ", "memory", "passwd", "own_folder"])
@pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
def test_it_opens_no_file_but_those_of_libraries(reading, what):
    assert sprung(reading, what) == 0


@on_linux
def test_what_libraries_need_is_allowed(reading):
    assert [sprung(reading, what) for what in ("library", "own_limits", "own_file")] == [1, 1, 1]


@pytest.mark.parametrize(
    "what",
    [
        "connect",
        "start",
        "fork",
        "kill",
        "thread_kill",
        "limits",
        "write",
        "owner",
        "signal",
        "niceness",
        "affinity",
        "policy",
        "shared_memory",
    ],
)
@on_linux
def test_reading_a_file_cannot_reach_beyond_the_process(reading, what):
    assert sprung(reading, what) == 0


def test_the_process_knows_nothing_of_the_servers_environment(own, monkeypatch):
    monkeypatch.setenv("FILTERS_SECRET", "1")
    assert sprung(own(), "secret") == 0


def test_what_libraries_print_is_no_answer(reading):
    assert sprung(reading, "talk") == 1


def test_one_process_serves_file_after_file_and_ends_when_there_are_none(own):
    reading = own(idle=0.5)
    first = sprung(reading, "number")
    assert sprung(reading, "number") == first
    wait_until(lambda: reading._process is None)
    assert sprung(reading, "number") != first


def test_a_process_is_replaced_after_many_files(own, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 3)
    reading = own()
    numbers = [sprung(reading, "number") for _ in range(7)]
    assert [numbers.count(each) for each in dict.fromkeys(numbers)] == [3, 3, 1]


def test_files_of_several_visitors_are_read_in_turn(reading):
    found = {}
    threads = [
        threading.Thread(
            target=lambda n=n: found.update({n: reading.read_signal(f"{n}\n".encode(), "a.csv").samples[0]})
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: n for n in range(8)}


def test_who_waits_too_long_is_told_to_come_again(own, monkeypatch):
    monkeypatch.setattr(module, "TURN", 0.1)
    reading = own()
    with reading._turn, pytest.raises(UnreadableUpload) as error:
        sprung(reading, "number")
    assert str(error.value) == NOT_NOW


def test_where_no_process_begins_the_file_is_not_read_now(caplog):
    with pytest.raises(UnreadableUpload) as error:
        sprung(Reading("no_such_program"), "number")
    assert str(error.value) == NOT_NOW
    assert caplog.messages == ["the process that reads files did not begin"]


def test_it_is_ready_before_somebody_brings_a_file(own):
    reading = own()
    reading.prepare()
    wait_until(lambda: reading._process is not None)
    process = reading._process
    reading.prepare()
    sprung(reading, "number")
    assert reading._process is process
    reading.close()
    assert process.returncode is not None


def test_the_end_of_the_server_waits_for_no_file(own):
    reading, refused = own(), []

    def wait():
        with pytest.raises(UnreadableUpload) as error:
            sprung(reading, "sleep")
        refused.append(str(error.value))

    waiting = threading.Thread(target=wait)
    waiting.start()
    wait_until(lambda: bool(reading._files))
    reading.close()
    waiting.join(5)
    assert refused == [TOO_MUCH]
