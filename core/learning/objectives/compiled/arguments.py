"""What is handed to a pass: names for the places of its arguments, which whoever calls it packs by keyword."""

from __future__ import annotations

from typing import NamedTuple


class Arguments(NamedTuple):
    """The array of arguments: numbers, and addresses and bytes of what a pass reads and writes.

    `data` are `patches` patches, tap by tap, `pitch` bytes from one tap to the next; each of `seeds` sets of numbers
    lies `parameter_pitch` bytes after the one before, its results `result_pitch` bytes. `hidden` counts the filters.
    """

    data: int
    pitch: int
    patches: int
    parameters: int
    parameter_pitch: int
    seeds: int
    hidden: int
    target: int
    results: int
    result_pitch: int
    scratch: int
