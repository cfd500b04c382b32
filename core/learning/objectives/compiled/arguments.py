"""The arguments of a pass: its caller packs them by keyword, and the pass reads them by the same names."""

from __future__ import annotations

from typing import NamedTuple


class Arguments(NamedTuple):
    """The array of arguments: counts, and addresses and distances in bytes of what a pass reads and writes.

    The first of `patches` patches starts at `data`, each other one number after the one before. A patch's sample of tap
    (i, j) lies i times `pitch` bytes and j numbers after its start. `targets` has a number for each patch: 0, 1, or -1
    where the patch does not count. Each of `seeds` parameter vectors lies `parameter_pitch` bytes after the one before,
    its results `result_pitch` bytes. `hidden` counts the filters.
    """

    data: int
    pitch: int
    patches: int
    parameters: int
    parameter_pitch: int
    seeds: int
    hidden: int
    targets: int
    results: int
    result_pitch: int
    scratch: int
