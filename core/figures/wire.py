"""What the browser gets to draw: a header of words and single numbers, and arrays as they lie in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

ALIGNED = 8  # bytes: a typed array of the browser begins at a multiple of its numbers' size
SENT_AS = {"float64": "float32", "int64": "int32", "bool": "uint8"}
FROM_START, AT_END = -1, -2
FULL = 127  # of int8, symmetrical about zero


def packed(header: Mapping[str, Any], **arrays: ArrayLike) -> bytes:
    """Write a header and arrays as bytes: a moment, the length of the header, the header as JSON, then each array.

    The moment, four bytes with a sign, says where what is played begins: see `at_moment`. The header may hold all that
    JSON can, and gets two entries: `arrays` with the type, shape and place of each array, and `content`, by which two
    messages can be told apart. Numbers are sent as float32, which is enough to draw them and to write six digits.

    >>> message = packed({"title": "step"}, weights=[-1.0, 1.0])
    >>> length = int.from_bytes(message[4:8], "little")
    >>> json.loads(message[8 : 8 + length])["arrays"]
    {'weights': {'type': 'float32', 'shape': [2], 'at': 0}}
    >>> np.frombuffer(message[8 + length :], "float32").tolist()
    [-1.0, 1.0]
    """
    places: dict[str, dict[str, Any]] = {}
    parts: list[bytes] = []
    at = 0
    for name, values in arrays.items():
        array = np.ascontiguousarray(values)
        array = array.astype(SENT_AS.get(array.dtype.name, array.dtype.name), copy=False)
        places[name] = {"type": array.dtype.name, "shape": list(array.shape), "at": at}
        content = array.tobytes()
        content += b"\0" * (-len(content) % ALIGNED)
        parts.append(content)
        at += len(content)
    whole = {**header, "arrays": places}
    digest = blake2b(json.dumps(whole, allow_nan=False).encode(), digest_size=8)
    for part in parts:
        digest.update(part)
    text = json.dumps({**whole, "content": digest.hexdigest()}).encode()
    text += b" " * (-len(text) % ALIGNED)
    return b"".join([FROM_START.to_bytes(4, "little", signed=True), len(text).to_bytes(4, "little"), text, *parts])


def at_moment(message: bytes, moment: int) -> bytes:
    """The same message, to be shown at this moment: from 0 on, FROM_START to play it, or AT_END to show its end.

    >>> int.from_bytes(at_moment(packed({}), 7)[:4], "little")
    7
    """
    return moment.to_bytes(4, "little", signed=True) + message[4:]


def noted(message: bytes, **entries: Any) -> bytes:
    """The same content with more entries in its header: what may change without making other content of it.

    >>> message = packed({"title": "step"})
    >>> content_of(noted(message, pin=[3, 4])) == content_of(message)
    True
    """
    length = int.from_bytes(message[4:8], "little")
    text = json.dumps({**json.loads(message[8 : 8 + length]), **entries}).encode()
    text += b" " * (-len(text) % ALIGNED)
    return b"".join([message[:4], len(text).to_bytes(4, "little"), text, message[8 + length :]])


def content_of(message: bytes) -> str:
    """What tells this message from others, whatever its moment."""
    length = int.from_bytes(message[4:8], "little")
    return str(json.loads(message[8 : 8 + length])["content"])


def in_bytes(values: ArrayLike) -> tuple[NDArray[np.int8], float]:
    """Values as whole numbers from -127 to 127, and the size of one: enough for colours, a quarter of the bytes.

    >>> levels, size = in_bytes([0.0, -2.54])
    >>> levels.tolist(), round(size, 3)
    ([0, -127], 0.02)
    """
    array = np.nan_to_num(np.asarray(values, np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    size = float(np.abs(array).max(initial=0.0)) / FULL or 1.0
    return (array / size).round().astype(np.int8), size


def in_levels(pixels: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Brightness from 0 to 1 as 8 bits where that is exact, which it is for most pictures, else as float32.

    The second value is the size of one level.

    >>> in_levels(np.array([0.0, 1.0]))[0].dtype, in_levels(np.array([0.0, 0.3001]))[0].dtype
    (dtype('uint8'), dtype('float32'))
    """
    levels = np.asarray(pixels, np.float64) * 255
    whole = levels.round()
    is_exact = bool(np.isfinite(levels).all() and (np.abs(levels - whole) < 1e-3).all())
    if is_exact and whole.min(initial=0) >= 0 and whole.max(initial=0) <= 255:
        return whole.astype(np.uint8), 1 / 255
    return np.asarray(pixels, np.float32), 1.0
