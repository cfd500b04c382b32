"""What goes between the server and the process that reads: a few words as JSON, and bytes as they are."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, NamedTuple

from core.data.uploads.limits import MAX_BYTES, MAX_PIXELS, MAX_SAMPLES

LENGTHS = struct.Struct(">IQ")
MOST_WORDS = 2**22
MOST_BYTES = max(MAX_BYTES, 12 * MAX_PIXELS, 8 * MAX_SAMPLES)  # a file, a picture in colour, a signal


class Message(NamedTuple):
    """Words, and the bytes that belong to them."""

    words: dict[str, Any]
    content: bytes = b""


def send(stream: BinaryIO, message: Message) -> None:
    """Write a message; raises OSError where nobody reads it."""
    words = json.dumps(message.words).encode()
    stream.write(LENGTHS.pack(len(words), len(message.content)))
    stream.write(words)
    stream.write(message.content)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read a message; None at the end, and ValueError for what is none.

    >>> import io
    >>> send(stream := io.BytesIO(), Message({"is": "a"}, b"12"))
    >>> receive(io.BytesIO(stream.getvalue())), receive(io.BytesIO(stream.getvalue()[:-1]))
    (Message(words={'is': 'a'}, content=b'12'), None)
    """
    start = stream.read(LENGTHS.size)
    if len(start) < LENGTHS.size:
        return None
    many, size = LENGTHS.unpack(start)
    if many > MOST_WORDS or size > MOST_BYTES:
        raise ValueError("a message is longer than any can be")
    given, content = stream.read(many), stream.read(size)
    if len(given) < many or len(content) < size:
        return None
    words = json.loads(given)
    if not isinstance(words, dict):
        raise ValueError("a message has no words")
    return Message(words, content)
