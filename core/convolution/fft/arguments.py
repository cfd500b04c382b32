"""What is handed to the compiled loops: names for the places of their arguments and for the columns of their table.

Whoever fills an array packs it by keyword; the loops read `given[AT.rows]` or `tile[TILE.lines]`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

_SINGLE, _DOUBLE = np.dtype(np.float32), np.dtype(np.float64)
FUNCTIONS = {  # by the type of the data and the type that they are transformed in
    (_SINGLE, _SINGLE): "core.convolution.fft.tiles.transform_single",
    (_SINGLE, _DOUBLE): "core.convolution.fft.tiles.transform_single_in_double",
    (_DOUBLE, _DOUBLE): "core.convolution.fft.tiles.transform_double",
}

DONE, WIDE, ZEROS = 0, 1, 2  # what becomes of a tile: computed, refused, computed but with cells of nothing but zeros


class Arguments(NamedTuple):
    """The array of arguments; addresses of tables and of data, bytes, and numbers.

    A tile has `rows` and `columns`; `strip` and `turned_strip` are bytes from one strip to the next before and after it
    is turned. `between` is 0 for images. `cell` is the side of the cells by which a tile is judged, against `limit`.
    From one line of a tile to the next are `row_step` rows and `column_step` columns of the data; of the outputs every
    `row_skip`-th row and `sample_skip`-th sample is written. `size` and `data_size` are bytes of a number transformed
    and of one of the data, `gap` those from one sample to the next.
    """

    tiles: int
    tile_count: int
    row_offsets: int
    column_offsets: int
    rows: int
    columns: int
    strip: int
    turned_strip: int
    is_signal: int
    row_radices: int
    row_stages: int
    row_twiddles: int
    column_radices: int
    column_stages: int
    column_twiddles: int
    between: int
    spectrum: int
    cell: int
    row_step: int
    column_step: int
    row_skip: int
    sample_skip: int
    scratch_bytes: int
    size: int
    data_size: int
    gap: int
    data: int
    edge: int
    out: int
    out_row_stride: int
    out_sample_stride: int
    limit: int
    status: int
    scratch: int


class TileRow(NamedTuple):
    """A tile: `lines` lines of samples from the first row and column on, `samples` in each, of a signal in all.

    `base` and `out_base` are bytes to its channel and its first output. Columns from `inside` to before `no_more` lie
    within the data.
    """

    base: int
    first_row: int
    lines: int
    first_column: int
    samples: int
    inside: int
    no_more: int
    out_base: int
    out_rows: int
    out_columns: int


AT = Arguments(*range(len(Arguments._fields)))
TILE = TileRow(*range(len(TileRow._fields)))
