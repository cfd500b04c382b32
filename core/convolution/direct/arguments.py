"""What is handed to the compiled loops: names for the places of their arguments and for the columns of their tables.

Whoever fills an array packs it by keyword; the loops read `given[AT.height]` or `items[item + ITEM.rows]`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FUNCTIONS = {
    np.dtype(np.float32): "core.convolution.direct.loops.work_float32",
    np.dtype(np.float64): "core.convolution.direct.loops.work_float64",
}


class Arguments(NamedTuple):
    """The array of arguments. The first six are addresses of tables; the last five differ from call to call.

    `most_lines` and `most_rows` are the largest of any item, `pitch` the bytes of a staged line, `scratch_bytes` those
    that a thread works in; `data`, `edge`, `out`, `weights` and `scratch` are addresses.
    """

    items: int
    regions: int
    row_offsets: int
    output_offsets: int
    columns: int
    taps: int
    item_count: int
    most_lines: int
    most_rows: int
    pitch: int
    scratch_bytes: int
    height: int
    width: int
    itemsize: int
    is_split: int
    data: int = 0
    edge: int = 0
    out: int = 0
    weights: int = 0
    scratch: int = 0


class Item(NamedTuple):
    """A band of output rows times a region of columns; `step` lines lie between the first lines of two rows."""

    first_source: int
    first_output: int
    rows: int
    step: int
    region: int


class Region(NamedTuple):
    """Output columns from byte `start` to `stop`.

    `base` is added to each line's address. A first pass along columns fills `extent` bytes. `staged` columns are copied
    first, 0 if none; those from `run` to `run_end` lie side by side. `first_column` and `first_tap` are where the
    offsets of columns and of taps begin.
    """

    start: int
    stop: int
    first_tap: int
    base: int
    extent: int
    first_column: int = 0
    staged: int = 0
    run: int = 0
    run_end: int = 0


AT = Arguments(*range(len(Arguments._fields)))
ITEM = Item(*range(len(Item._fields)))
REGION = Region(*range(len(Region._fields)))
