"""Arrays by name in safetensors bytes, which hold numbers and nothing that runs."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

MOST_BYTES = 64 * 2**20
MOST_HEAD = 2**16  # bytes that name the arrays of one part; a snapshot's take a thousand


class DamagedRun(ValueError):
    """What is stored of a run cannot be read; the text says so to the person who asked for it."""


def arrays_of(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of these bytes, read-only; raises DamagedRun where they are none."""
    if len(content) > MOST_BYTES:
        raise DamagedRun(f"A part of this run has {len(content):,} bytes: at most {MOST_BYTES:,} can be read.")
    try:
        if head_of(content) > MOST_HEAD:
            raise ValueError
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DamagedRun("A part of this run is damaged: its bytes are no safetensors.") from error
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def head_of(content: bytes) -> int:
    """How many bytes name what is in these bytes, as they say themselves."""
    return int.from_bytes(content[:8], "little")
