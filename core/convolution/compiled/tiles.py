"""The compiled loops of correlation by fast Fourier transforms, tile by tile.

Each C function at the end takes a part's number, the number of parts, and the address of an array of whole numbers:
addresses of the tables that core/convolution/overlap_save.py makes, of the data and of scratch memory. Two tiles at a
time are the real and the imaginary part of one.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from core.convolution.compiled import arguments as at
from core.convolution.compiled.butterflies import ROW_BYTES, convert
from core.convolution.compiled.memory import load, numbers_at, table_at
from core.convolution.compiled.patches import compute_marked
from core.convolution.compiled.transforms import correlate
from core.convolution.compiled.vectors import VECTOR_BYTES
from core.convolution.compiled.windows import judge, measure, share_of, strength_of
from core.convolution.layout import BEYOND


@njit(nogil=True, error_model="numpy")
def _clear(part, rows, strips, strip_bytes, lanes, kind):
    for number in range(strips):
        for line in range(rows):
            row = numbers_at(part + number * strip_bytes + line * ROW_BYTES, kind)
            for lane in range(lanes):
                row[lane] = 0


@njit(nogil=True, error_model="numpy")
def _fill(given, tile, part, size, data_kind, kind):
    """Lay the samples that a tile reads into one part of every row, those beyond the edge too, and zeros after them."""
    columns, lanes, outside = given[at.COLUMNS], VECTOR_BYTES // size, load(given[at.EDGE], data_kind)
    row_offsets, strip_bytes, gap = table_at(given[at.ROW_OFFSETS]), given[at.STRIP], given[at.GAP]
    lines = tile[at.LINES]
    for line in range(lines):
        passed = line * given[at.COLUMN_STEP]
        count = min(columns, tile[at.COUNT] - passed)
        offset = row_offsets[tile[at.FIRST_ROW] + line * given[at.ROW_STEP]]
        offsets = table_at(given[at.COLUMN_OFFSETS] + 8 * (tile[at.FIRST_COLUMN] + passed))
        row, source = part + line * ROW_BYTES, given[at.DATA] + tile[at.BASE] + offset
        # vectors of samples that lie `gap` bytes apart, and the others, from the table, one by one
        start = (max(tile[at.INSIDE] - passed, 0) + lanes - 1) // lanes * lanes
        stop = min(tile[at.NO_MORE] - passed, count) // lanes * lanes
        if offset == BEYOND or start >= stop:
            start = stop = 0
        for first in range(0, columns, lanes):
            is_even = start <= first and first + lanes <= stop
            target = numbers_at(row, kind)
            if is_even and gap == given[at.DATA_SIZE]:
                convert(source + offsets[first], row, data_kind, kind)
            elif is_even:
                place = source + offsets[first]
                for lane in range(lanes):
                    target[lane] = load(place + lane * gap, data_kind)
            else:
                for lane in range(lanes):
                    value = kind
                    if first + lane < count:
                        place = offsets[first + lane]
                        is_beyond = offset == BEYOND or place == BEYOND
                        value = outside if is_beyond else load(source + place, data_kind)
                    target[lane] = value
            row += strip_bytes
    _clear(part + lines * ROW_BYTES, given[at.ROWS] - lines, columns // lanes, strip_bytes, lanes, kind)


@njit(nogil=True, error_model="numpy")
def _write(given, tile, part, size, data_kind, kind):
    """Copy the outputs that are kept to where they belong."""
    out, columns, lanes = given[at.OUT] + tile[at.OUT_BASE], given[at.COLUMNS], VECTOR_BYTES // size
    stride, skip, strip_bytes = given[at.OUT_SAMPLE_STRIDE], given[at.SAMPLE_SKIP], given[at.STRIP]
    is_adjacent = stride == given[at.DATA_SIZE] and skip == 1
    for line in range(tile[at.LINES] if given[at.IS_SIGNAL] else tile[at.OUT_ROWS]):
        row = part + line * given[at.ROW_SKIP] * ROW_BYTES
        passed, first, last = 0, 0, tile[at.OUT_COLUMNS]
        target = out + line * given[at.OUT_ROW_STRIDE]
        if given[at.IS_SIGNAL]:
            passed, target = line * columns, out
            first, last = (passed + skip - 1) // skip, min(last, (passed + columns + skip - 1) // skip)
        output, lane = first, first * skip - passed
        while lane >= lanes:
            lane -= lanes
            row += strip_bytes
        while is_adjacent and output + lanes <= last:
            convert(row, target + output * stride, kind, data_kind)
            output += lanes
            row += strip_bytes
        while output < last:
            numbers_at(target + output * stride, data_kind)[0] = load(row + lane * size, kind)
            output += 1
            lane += skip
            while lane >= lanes:
                lane -= lanes
                row += strip_bytes


@njit(nogil=True, error_model="numpy")
def _finish(given, guard, number, cells, room, needed, data_kind, kind):
    """Judge a tile and compute what transforms spoil of it; return what is said of it."""
    tile, marks = (
        table_at(given[at.TILES] + 8 * at.TILE_NUMBERS * number),
        guard[at.MARKS] + 8 * guard[at.SQUARES] * number,
    )
    rows = 1 if given[at.IS_SIGNAL] else tile[at.LINES] - guard[at.REACH_ROWS] + 1
    columns = tile[at.COUNT] - guard[at.REACH_COLUMNS] + 1
    weak = judge(given, guard, tile, rows, columns, cells, room, needed, marks, kind, data_kind)
    if weak > guard[at.MOST_MARKED]:
        return at.WIDE
    if weak == 0:
        return at.DONE
    compute_marked(given, guard, tile, rows, columns, marks, room, data_kind, kind)
    return at.MARKED


@njit(nogil=True, error_model="numpy")
def _transform(part, parts, arguments, data_kind, kind):
    """Do one of `parts` equal shares of the pairs of tiles."""
    given = table_at(arguments)
    guard = table_at(given[at.GUARD])
    status, size = table_at(given[at.STATUS]), given[at.SIZE]
    strengths = numbers_at(given[at.STRENGTHS], np.float64(0))
    strips = given[at.COLUMNS] // (VECTOR_BYTES // size)
    real = given[at.SCRATCH] + part * given[at.SCRATCH_BYTES]
    turned = real + strips * given[at.STRIP]
    tables = turned + given[at.ROWS] // (VECTOR_BYTES // size) * given[at.TURNED_STRIP]
    room = tables + 2 * guard[at.TABLE_BYTES]
    count = given[at.TILE_COUNT]
    pairs = (count + 1) // 2
    for pair in range(pairs * part // parts, pairs * (part + 1) // parts):
        squares, samples = 0.0, 0
        for number in range(2 * pair, 2 * pair + 2):
            plane = real + number % 2 * VECTOR_BYTES
            if number >= count:
                _clear(plane, given[at.ROWS], strips, given[at.STRIP], VECTOR_BYTES // size, kind)
                continue
            tile = table_at(given[at.TILES] + 8 * at.TILE_NUMBERS * number)
            _fill(given, tile, plane, size, data_kind, kind)
            own = measure(
                guard, tile[at.LINES], given[at.COLUMNS], given[at.STRIP], plane, given[at.IS_SIGNAL], turned, room,
                tables + number % 2 * guard[at.TABLE_BYTES], size, kind,
            )  # fmt: skip
            read = tile[at.COUNT] * (1 if given[at.IS_SIGNAL] else tile[at.LINES])
            strengths[number] = own / read
            squares, samples = squares + own, samples + read
        needed = strength_of(guard, squares, samples)
        if needed >= 0:
            # errors are also those of the largest result, at places that share its last stages, in both tiles
            needed += share_of(guard, correlate(given, real, turned, room, size, kind))
        for number in range(2 * pair, min(2 * pair + 2, count)):
            if needed >= 0:
                tile = table_at(given[at.TILES] + 8 * at.TILE_NUMBERS * number)
                _write(given, tile, real + number % 2 * VECTOR_BYTES, size, data_kind, kind)
            cells = tables + number % 2 * guard[at.TABLE_BYTES]
            status[number] = _finish(given, guard, number, cells, room, needed, data_kind, kind)


def transform_single(part, parts, arguments):
    """Float32 data by transforms in float32."""
    _transform(part, parts, arguments, np.float32(0), np.float32(0))


def transform_single_in_double(part, parts, arguments):
    """Float32 data by transforms in float64."""
    _transform(part, parts, arguments, np.float32(0), np.float64(0))


def transform_double(part, parts, arguments):
    """Float64 data by transforms in float64."""
    _transform(part, parts, arguments, np.float64(0), np.float64(0))
