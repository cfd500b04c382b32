"""Whatever a run file holds, it is taken or refused with a sentence of this product, at once and in little memory."""

from __future__ import annotations

import os
import re
import resource
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from core.runs import DamagedRun, RunView, decode_run
from tests.runs.relatives import OPTIONS, WAVES, good, relatives, tensor

FILES = Path(__file__).parents[2] / "data" / "attack"
RELATIVES = int(os.environ.get("RELATIVES", "150"))
NO_RUN = "The file is not a saved run: bring one that was downloaded from the page Runs."
INCOMPLETE = "The file is a run, but a part of it is missing."
PART_MISSING = "The experiment of this run cannot be read: a part of it is missing."
# what no person should have to read: types and exceptions, and lists or tables as a program writes them
PROGRAM = re.compile(r"NoneType|Error|Exception|Traceback|<class|object at|argument|dtype|[\[\]{}]|\(\d+,\)")


def refusal(content: bytes) -> str:
    with pytest.raises(DamagedRun) as caught:
        decode_run(content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "changes-bogus",
            "The changes of this run cannot be read: each is a step and a learning rate that is allowed.",
        ),
        ("dtype-f8", NO_RUN),
        (
            "kernel-90x90-int8",
            "This run cannot be used: an input of it has 90 x 90 numbers: kernels of up to 31 x 31 can be taken.",
        ),
        (
            "settings-empty",
            "This run cannot be used: its settings leave something open, which those of a saved run do not.",
        ),
        ("step-inf", "A snapshot of this run is damaged: a part of it is missing."),
        ("weights-nan-edges", "This run cannot be used: some of its numbers are NaN or infinite."),
    ],
)
def test_files_that_once_harmed_everybody_are_refused(name, message):
    assert refusal((FILES / f"{name}.safetensors").read_bytes()) == message


def test_a_picture_is_no_run():
    assert refusal((FILES / "four-megapixels.png").read_bytes()) == NO_RUN


@pytest.mark.parametrize("which", range(len(OPTIONS)))
def test_the_good_runs_are_taken(which):
    run = decode_run(good(which).content())
    record = run.record
    assert (record.name, record.note, record.tags, record.status) == ("Mine", "A note", ("one", "two"), "paused")
    assert [snapshot.step for snapshot in run.snapshots] == [0, *(each.step for each in run.snapshots[1:])]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("name", None, INCOMPLETE),
        ("note", {"a": 1}, INCOMPLETE),
        ("tags", "one", INCOMPLETE),
        ("tags", [1], INCOMPLETE),
        ("experiment", None, PART_MISSING),
        ("options", [], PART_MISSING),
        (
            "settings",
            {"steps": [[1]]},
            "The settings of this run cannot be read: steps=several values is not allowed: give a whole number from 1 "
            "to 100000, for example 400.",
        ),
        (
            "options",
            {"kernel": "peak"},
            "The experiment of this run cannot be read: kernel='peak' is not allowed: choose peak_detector, "
            "balanced_peak_detector, ricker or one of 72 others.",
        ),
        (
            "options",
            {"input": {"object": "signal", "name": "o", "title": "O", "sample_rate": "fast"}},
            "The experiment of this run cannot be read: an input of it is a signal without a valid sample rate.",
        ),
        (
            "options",
            {"input": {"object": "song", "name": "o", "title": "O"}},
            "The experiment of this run cannot be read: an input of it is neither a kernel nor a signal nor a picture.",
        ),
        (
            "options",
            {"input": {"object": "signal", "name": 3, "title": "O"}},
            "The experiment of this run cannot be read: an input of it is incomplete.",
        ),
    ],
)
def test_what_is_said_of_the_run_must_be_of_the_right_kind(key, value, message):
    run = good(2)
    assert refusal(type(run)(run.head | {key: value}, run.snapshots, run.inputs).content()) == message


@pytest.mark.parametrize(
    ("kind", "array", "message"),
    [
        ("image", np.full((8, 8), 2.0), "outside 0 to 1, which are all that can be taken."),
        ("image", np.full((8, 8), np.nan), "outside 0 to 1, which are all that can be taken."),
        ("kernel", np.full(3, 2e6), "outside -1e+06 to 1e+06, which are all that can be taken."),
        ("signal", WAVES * 1e80, "outside -1e+70 to 1e+70, which are all that can be taken."),
    ],
)
def test_numbers_of_an_input_that_no_page_takes_are_refused(kind, array, message):
    run = good(2)
    options = {"input": {"object": kind, "name": "o", "title": "O"}}
    inputs = {"input": {"array": tensor(array)}}
    content = type(run)(run.head | {"options": options}, run.snapshots, inputs).content()
    assert refusal(content) == f"This run cannot be used: an input of it has numbers {message}"


def test_what_would_become_far_larger_than_the_file_is_refused_before_it_does():
    run = good(4)
    inputs = {"signal": {"array": tensor(np.zeros(7_900_000, np.int8))}}
    options = {"signal": {"object": "signal", "name": "o", "title": "O"}}
    long = type(run)(run.head | {"options": options}, run.snapshots, inputs).content()
    tensors = run.snapshots[0] | {f"parameters.x{number}": tensor(np.zeros(1)) for number in range(60_000)}
    many = type(run)(run.head, [tensors], run.inputs).content()
    before = _most_memory()
    assert refusal(long) == (
        "This run cannot be used: an input of it has 7,900,000 numbers: signals of one row of up to 1,000,000 can be "
        "taken."
    )
    assert refusal(many) == "A part of this run is damaged: its bytes are not in the safetensors format."
    assert _most_memory() - before < 50 * 2**20


@settings(max_examples=RELATIVES, suppress_health_check=list(HealthCheck))
@given(relatives())
def test_a_relative_of_a_good_run_is_taken_or_gets_a_sentence(content):
    before, began = _most_memory(), time.process_time()
    try:
        run = decode_run(content)
    except DamagedRun as error:
        message = str(error)
        unquoted = re.sub(r"'[^']*'", "", message)
        assert len(message) <= 300, message
        assert message.endswith(".")
        assert message.isprintable()
        assert not PROGRAM.search(unquoted), message
    else:
        assert isinstance(run, RunView)
    # a second of this machine's, five of a slower one
    assert time.process_time() - began < 5
    assert _most_memory() - before < 50 * 2**20


def _most_memory() -> int:
    """The most bytes that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
