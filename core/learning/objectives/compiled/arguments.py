"""The arguments of a pass: its caller packs them by keyword, and the pass reads them by the same names."""

from __future__ import annotations

from typing import NamedTuple


class Arguments(NamedTuple):
    """The array of arguments: counts, and addresses and distances in bytes of what a pass reads and writes.

    `data` are `patches` patches, tap by tap, `pitch` bytes from one tap to the next. Each of `seeds` parameter vectors
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
