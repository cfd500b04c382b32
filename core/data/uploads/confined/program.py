"""The process that reads: one request after another, until nobody asks any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from core.cache import CACHE, belongs_to
from core.data.image import Image
from core.data.signal import Signal
from core.data.uploads import read
from core.data.uploads.confined.messages import Message, receive, send
from core.data.uploads.confined.restraint import allow_time, restrain
from core.data.uploads.limits import UnreadableUpload

FILE = "file"  # the cache's name for whoever brought it


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer as long as there are questions."""
    restrain()
    send(answers, Message({"ready": True}))
    known = b""
    while (asked := receive(questions)) is not None:
        if asked.content != known:
            # nothing of one visitor's file is left when the next one's is read
            CACHE.end(FILE)
        known = asked.content
        CACHE.begin(FILE)
        belongs_to(FILE)
        allow_time()
        send(answers, answer(asked))


def answer(asked: Message) -> Message:
    """What is in a file, or the sentence that says why it cannot be read.

    >>> answer(Message({"wanted": "columns", "filename": "a.csv"}, b"time,left\\n0,1\\n1,3\\n")).words
    {'names': ('left',)}
    """
    try:
        return ANSWERS[asked.words["wanted"]](asked.content, asked.words["filename"], asked.words.get("column"))
    except UnreadableUpload as error:
        return Message({"refused": str(error)})


def _signal(data: bytes, filename: str, column: str | None) -> Message:
    found: Signal = read.read_signal(data, filename, column)
    words = {"title": found.title, "rate": found.sample_rate, "unit": found.unit, "description": found.description}
    return Message(words, found.samples.tobytes())


def _image(data: bytes, filename: str, _: str | None) -> Message:
    found: Image = read.read_image(data, filename)
    words = {"title": found.title, "shape": found.pixels.shape, "description": found.description}
    return Message(words, found.pixels.tobytes())


def _names(names_of: Callable[[bytes, str], tuple[str, ...]]) -> Callable[[bytes, str, str | None], Message]:
    return lambda data, filename, _: Message({"names": names_of(data, filename)})


ANSWERS: dict[str, Callable[..., Any]] = {
    "signal": _signal,
    "image": _image,
    "columns": _names(read.signal_columns),
    "text_columns": _names(read.text_columns),
}


def main() -> None:
    """Take the standard streams for messages; what libraries write goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
