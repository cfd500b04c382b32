"""Arrays by name in safetensors bytes, which hold numbers and no code."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

MOST_BYTES = 64 * 2**20
MOST_HEAD = 2**16  # bytes of the header that names the arrays of one part; that of a snapshot has a thousand


class DamagedRun(ValueError):
    """A stored run or a part of it cannot be read; the text is for the person who asked for it."""


def arrays_of(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays in these bytes, read-only; raises DamagedRun where the bytes are not safetensors."""
    if len(content) > MOST_BYTES:
        raise DamagedRun(f"A part of this run has {len(content):,} bytes: at most {MOST_BYTES:,} can be read.")
    try:
        if head_of(content) > MOST_HEAD:
            raise ValueError
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DamagedRun("A part of this run is damaged: its bytes are not in the safetensors format.") from error
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


def head_of(content: bytes) -> int:
    """The length of the safetensors header in bytes, as the first eight bytes state it."""
    return int.from_bytes(content[:8], "little")
