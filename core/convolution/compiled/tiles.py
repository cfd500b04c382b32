"""The compiled loops of correlation by fast Fourier transforms, tile by tile.

Each C function at the end takes a part's number, the number of parts, and the address of an array of whole numbers,
named below: addresses of the tables that core/convolution/overlap_save.py makes, of the data and of scratch memory.

Two tiles at a time are the real and the imaginary part of one. It is cut into strips of columns, a vector wide, each
of which lies in one piece and fits in the first cache: down a strip goes a whole transform. On its way to the next the
tile is turned, block by block, so that the rows become strips; there the kernel's spectrum is multiplied with, and the
way back begins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from core.convolution.compiled.butterflies import ROW_BYTES, butterfly, convert, product, turn_block, weigh
from core.convolution.compiled.memory import load, numbers_at, table_at
from core.convolution.compiled.vectors import VECTOR_BYTES
from core.convolution.layout import BEYOND

# places in the array of arguments
(
    TILES, TILE_COUNT, ROW_OFFSETS, COLUMN_OFFSETS, ROWS, COLUMNS, STRIP, TURNED_STRIP, IS_SIGNAL,
    ROW_RADICES, ROW_STAGES, ROW_TWIDDLES, COLUMN_RADICES, COLUMN_STAGES, COLUMN_TWIDDLES, BETWEEN, SPECTRUM,
    CELL, ROW_STEP, COLUMN_STEP, ROW_SKIP, SAMPLE_SKIP, SCRATCH_BYTES, SIZE, DATA_SIZE, GAP,
    DATA, EDGE, OUT, OUT_ROW_STRIDE, OUT_SAMPLE_STRIDE, LIMIT, STATUS, SCRATCH,
) = range(34)  # fmt: skip
# columns of the table of tiles
BASE, FIRST_ROW, LINES, FIRST_COLUMN, COUNT, INSIDE, NO_MORE, OUT_BASE, OUT_ROWS, OUT_COLUMNS = range(10)
TILE_NUMBERS = 10

DONE, WIDE, ZEROS = 0, 1, 2  # what becomes of a tile: computed, refused, computed but with windows of zeros only

_times, _times_conjugate = product(is_conjugate=False), product(is_conjugate=True)


def _stage(radix: int, *, is_inverse: bool) -> Any:
    """One stage of a transform down a strip of `whole` rows, in blocks of `length` rows."""
    turned = butterfly(radix, is_inverse=is_inverse)
    turned_last = butterfly(radix, is_inverse=is_inverse, has_factors=False)

    @njit(nogil=True, error_model="numpy")
    def stage(strip, length, whole, twiddles, step, kind):
        if length == radix:
            for row in range(0, whole * ROW_BYTES, radix * ROW_BYTES):
                turned_last(strip + row, ROW_BYTES, twiddles, kind)
            return
        quotient = length // radix
        for turn in range(quotient):
            for block in range(0, whole, length):
                turned(strip + (block + turn) * ROW_BYTES, quotient * ROW_BYTES, twiddles + turn * step, kind)

    return stage


_two, _three, _four = (_stage(radix, is_inverse=False) for radix in (2, 3, 4))
_two_back, _three_back, _four_back = (_stage(radix, is_inverse=True) for radix in (2, 3, 4))


@njit(nogil=True, error_model="numpy")
def _forward(strip, length, radices, stages, twiddles, size, kind):
    block = length
    for number in range(stages):
        radix = radices[number]
        step = 2 * (radix - 1) * size
        if radix == 4:
            _four(strip, block, length, twiddles, step, kind)
        elif radix == 3:
            _three(strip, block, length, twiddles, step, kind)
        else:
            _two(strip, block, length, twiddles, step, kind)
        block //= radix
        twiddles += block * step


@njit(nogil=True, error_model="numpy")
def _backward(strip, length, radices, stages, twiddles, size, kind):
    block = length
    for number in range(stages):
        block //= radices[number]
        twiddles += 2 * (radices[number] - 1) * size * block
    for number in range(stages - 1, -1, -1):
        radix = radices[number]
        step = 2 * (radix - 1) * size
        twiddles -= block * step
        block *= radix
        if radix == 4:
            _four_back(strip, block, length, twiddles, step, kind)
        elif radix == 3:
            _three_back(strip, block, length, twiddles, step, kind)
        else:
            _two_back(strip, block, length, twiddles, step, kind)


@njit(nogil=True, error_model="numpy")
def _turn(strip, number, length, target, target_strip, lanes, kind):
    """Lay the rows of a strip across the strips of a turned tile."""
    place = target + number * lanes * ROW_BYTES
    for block in range(length // lanes):
        turn_block(strip + block * lanes * ROW_BYTES, place + block * target_strip, kind)


@njit(nogil=True, error_model="numpy")
def _correlate(given, tile, turned, size, kind):
    """Replace a tile by its correlation with the kernel."""
    rows, columns, lanes = given[ROWS], given[COLUMNS], VECTOR_BYTES // size
    strip_bytes, turned_bytes = given[STRIP], given[TURNED_STRIP]
    down, down_stages, down_twiddles = table_at(given[ROW_RADICES]), given[ROW_STAGES], given[ROW_TWIDDLES]
    across, stages, twiddles = table_at(given[COLUMN_RADICES]), given[COLUMN_STAGES], given[COLUMN_TWIDDLES]
    between, spectrum = given[BETWEEN], given[SPECTRUM]
    for number in range(columns // lanes):
        strip = tile + number * strip_bytes
        _forward(strip, rows, down, down_stages, down_twiddles, size, kind)
        if between != 0:
            for place in range(0, rows * ROW_BYTES, ROW_BYTES):
                _times(strip + place, between + number * strip_bytes + place, kind)
        _turn(strip, number, rows, turned, turned_bytes, lanes, kind)
    for number in range(rows // lanes):
        strip = turned + number * turned_bytes
        _forward(strip, columns, across, stages, twiddles, size, kind)
        for place in range(0, columns * ROW_BYTES, ROW_BYTES):
            _times(strip + place, spectrum + number * turned_bytes + place, kind)
        _backward(strip, columns, across, stages, twiddles, size, kind)
        _turn(strip, number, columns, tile, strip_bytes, lanes, kind)
    for number in range(columns // lanes):
        strip = tile + number * strip_bytes
        if between != 0:
            for place in range(0, rows * ROW_BYTES, ROW_BYTES):
                _times_conjugate(strip + place, between + number * strip_bytes + place, kind)
        _backward(strip, rows, down, down_stages, down_twiddles, size, kind)


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
    columns, lanes, outside = given[COLUMNS], VECTOR_BYTES // size, load(given[EDGE], data_kind)
    row_offsets, strip_bytes, gap = table_at(given[ROW_OFFSETS]), given[STRIP], given[GAP]
    lines = tile[LINES]
    for line in range(lines):
        passed = line * given[COLUMN_STEP]
        count = min(columns, tile[COUNT] - passed)
        offset = row_offsets[tile[FIRST_ROW] + line * given[ROW_STEP]]
        offsets = table_at(given[COLUMN_OFFSETS] + 8 * (tile[FIRST_COLUMN] + passed))
        row, source = part + line * ROW_BYTES, given[DATA] + tile[BASE] + offset
        # vectors of samples that lie `gap` bytes apart, and the others, from the table, one by one
        start = (max(tile[INSIDE] - passed, 0) + lanes - 1) // lanes * lanes
        stop = min(tile[NO_MORE] - passed, count) // lanes * lanes
        if offset == BEYOND or start >= stop:
            start = stop = 0
        for first in range(0, columns, lanes):
            is_even = start <= first and first + lanes <= stop
            target = numbers_at(row, kind)
            if is_even and gap == given[DATA_SIZE]:
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
    _clear(part + lines * ROW_BYTES, given[ROWS] - lines, columns // lanes, strip_bytes, lanes, kind)


@njit(nogil=True, error_model="numpy")
def _judge(given, tile, part, sums, size, kind):
    """The sum of squares of a tile, the least mean size of a cell that is not zero, and whether there are zero cells.

    A cell is a square of `CELL` samples, of a signal a row of them.
    """
    side, columns, lanes = given[CELL], given[COLUMNS], VECTOR_BYTES // size
    height = 1 if given[IS_SIGNAL] else side
    sizes, squares = numbers_at(sums, kind), numbers_at(sums + columns * size, kind)
    total, weakest, has_zeros = 0.0, np.inf, False
    for column in range(columns):
        squares[column] = 0
    for first in range(0, tile[LINES], height):
        lines = min(height, tile[LINES] - first)
        count = min(columns, tile[COUNT] - first * given[COLUMN_STEP])
        for column in range(columns):
            sizes[column] = 0
        for number in range(columns // lanes):
            place = sums + number * VECTOR_BYTES
            for line in range(first, first + lines):
                row = part + number * given[STRIP] + line * ROW_BYTES
                weigh(row, place, place + columns * size, kind)
        for start in range(0, count, side):
            stop = min(start + side, count)
            amount = 0.0
            for column in range(start, stop):
                amount += sizes[column]
            mean = amount / (lines * (stop - start))
            if mean > 0:
                weakest = min(weakest, mean)
            else:
                has_zeros = True
    for column in range(columns):
        total += squares[column]
    return total, weakest, has_zeros


@njit(nogil=True, error_model="numpy")
def _write(given, tile, part, size, data_kind, kind):
    """Copy the outputs that are kept to where they belong."""
    out, columns, lanes = given[OUT] + tile[OUT_BASE], given[COLUMNS], VECTOR_BYTES // size
    stride, skip, strip_bytes = given[OUT_SAMPLE_STRIDE], given[SAMPLE_SKIP], given[STRIP]
    is_adjacent = stride == given[DATA_SIZE] and skip == 1
    for line in range(tile[LINES] if given[IS_SIGNAL] else tile[OUT_ROWS]):
        row = part + line * given[ROW_SKIP] * ROW_BYTES
        passed, first, last = 0, 0, tile[OUT_COLUMNS]
        target = out + line * given[OUT_ROW_STRIDE]
        if given[IS_SIGNAL]:
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
def _transform(part, parts, arguments, data_kind, kind):
    """Do one of `parts` equal shares of the pairs of tiles."""
    given = table_at(arguments)
    status, limit = table_at(given[STATUS]), load(given[LIMIT], np.float64(0))
    size = given[SIZE]
    lanes = VECTOR_BYTES // size
    real = given[SCRATCH] + part * given[SCRATCH_BYTES]
    turned = real + given[COLUMNS] // lanes * given[STRIP]
    sums = turned + given[ROWS] // lanes * given[TURNED_STRIP]
    count = given[TILE_COUNT]
    pairs = (count + 1) // 2
    for pair in range(pairs * part // parts, pairs * (part + 1) // parts):
        strength, samples, weakest = 0.0, 0, np.inf
        for number in range(2 * pair, 2 * pair + 2):
            plane = real + number % 2 * VECTOR_BYTES
            if number >= count:
                _clear(plane, given[ROWS], given[COLUMNS] // lanes, given[STRIP], lanes, kind)
                continue
            tile = table_at(given[TILES] + 8 * TILE_NUMBERS * number)
            _fill(given, tile, plane, size, data_kind, kind)
            total, least, has_zeros = _judge(given, tile, plane, sums, size, kind)
            strength += total
            samples += tile[COUNT] * (1 if given[IS_SIGNAL] else tile[LINES])
            weakest = min(weakest, least)
            status[number] = ZEROS if has_zeros else DONE
        is_narrow = np.sqrt(strength / samples) < limit * weakest
        if is_narrow:
            _correlate(given, real, turned, size, kind)
        for number in range(2 * pair, min(2 * pair + 2, count)):
            if is_narrow:
                tile = table_at(given[TILES] + 8 * TILE_NUMBERS * number)
                _write(given, tile, real + number % 2 * VECTOR_BYTES, size, data_kind, kind)
            else:
                status[number] = WIDE


def transform_single(part, parts, arguments):
    """Float32 data by transforms in float32."""
    _transform(part, parts, arguments, np.float32(0), np.float32(0))


def transform_single_in_double(part, parts, arguments):
    """Float32 data by transforms in float64."""
    _transform(part, parts, arguments, np.float32(0), np.float64(0))


def transform_double(part, parts, arguments):
    """Float64 data by transforms in float64."""
    _transform(part, parts, arguments, np.float64(0), np.float64(0))
