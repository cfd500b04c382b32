"""Reads what is packed for the browser, as the browser does."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_message(message: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays of a message."""
    length = int.from_bytes(message[4:8], "little")
    header = json.loads(message[8 : 8 + length])
    arrays = {}
    for name, each in header["arrays"].items():
        count = int(np.prod(each["shape"]))
        arrays[name] = np.frombuffer(message, each["type"], count, 8 + length + each["at"]).reshape(each["shape"])
    return header, arrays


def unpacked(message: bytes) -> dict[str, Any]:
    """The header of a message with each array under its name, and its moment."""
    header, arrays = read_message(message)
    return {**header, **arrays, "moment": int.from_bytes(message[:4], "little", signed=True)}
