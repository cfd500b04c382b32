"""The compiled loops of correlation by fast Fourier transforms, tile by tile.

Each C function at the end takes a part's number, the number of parts, and the address of an array of whole numbers,
`Arguments`: addresses of the tables that overlap_save.py makes, of the data and of scratch memory.

Two tiles at a time are the real and the imaginary part of one. It is cut into strips of columns, a vector wide, each
of which lies in one piece and fits in the first cache: down a strip goes a whole transform. On its way to the next the
tile is turned, block by block, so that the rows become strips; there the kernel's spectrum is multiplied with, and the
way back begins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from core.convolution.fft.arguments import AT, DONE, TILE, WIDE, ZEROS
from core.convolution.fft.butterflies import ROW_BYTES, butterfly, product, turn_block, weigh
from core.convolution.geometry import BEYOND
from core.machine.memory import convert, load, numbers_at, table_at
from core.machine.target import VECTOR_BYTES

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
    rows, columns, lanes = given[AT.rows], given[AT.columns], VECTOR_BYTES // size
    strip_bytes, turned_bytes = given[AT.strip], given[AT.turned_strip]
    down, down_stages, down_twiddles = table_at(given[AT.row_radices]), given[AT.row_stages], given[AT.row_twiddles]
    across, stages, twiddles = table_at(given[AT.column_radices]), given[AT.column_stages], given[AT.column_twiddles]
    between, spectrum = given[AT.between], given[AT.spectrum]
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
    columns, lanes, outside = given[AT.columns], VECTOR_BYTES // size, load(given[AT.edge], data_kind)
    row_offsets, strip_bytes, gap = table_at(given[AT.row_offsets]), given[AT.strip], given[AT.gap]
    lines = tile[TILE.lines]
    for line in range(lines):
        passed = line * given[AT.column_step]
        count = min(columns, tile[TILE.samples] - passed)
        offset = row_offsets[tile[TILE.first_row] + line * given[AT.row_step]]
        offsets = table_at(given[AT.column_offsets] + 8 * (tile[TILE.first_column] + passed))
        row, source = part + line * ROW_BYTES, given[AT.data] + tile[TILE.base] + offset
        # vectors of samples that lie `gap` bytes apart, and the others, from the table, one by one
        start = (max(tile[TILE.inside] - passed, 0) + lanes - 1) // lanes * lanes
        stop = min(tile[TILE.no_more] - passed, count) // lanes * lanes
        if offset == BEYOND or start >= stop:
            start = stop = 0
        for first in range(0, columns, lanes):
            is_even = start <= first and first + lanes <= stop
            target = numbers_at(row, kind)
            if is_even and gap == given[AT.data_size]:
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
    _clear(part + lines * ROW_BYTES, given[AT.rows] - lines, columns // lanes, strip_bytes, lanes, kind)


@njit(nogil=True, error_model="numpy")
def _judge(given, tile, part, sums, size, kind):
    """The sum of squares of a tile, the least mean size of a cell that is not zero, and whether there are zero cells.

    A cell is a square of `AT.cell` samples, of a signal a row of them.
    """
    side, columns, lanes = given[AT.cell], given[AT.columns], VECTOR_BYTES // size
    height = 1 if given[AT.is_signal] else side
    sizes, squares = numbers_at(sums, kind), numbers_at(sums + columns * size, kind)
    total, weakest, has_zeros = 0.0, np.inf, False
    for column in range(columns):
        squares[column] = 0
    for first in range(0, tile[TILE.lines], height):
        lines = min(height, tile[TILE.lines] - first)
        count = min(columns, tile[TILE.samples] - first * given[AT.column_step])
        for column in range(columns):
            sizes[column] = 0
        for number in range(columns // lanes):
            place = sums + number * VECTOR_BYTES
            for line in range(first, first + lines):
                row = part + number * given[AT.strip] + line * ROW_BYTES
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
    out, columns, lanes = given[AT.out] + tile[TILE.out_base], given[AT.columns], VECTOR_BYTES // size
    stride, skip, strip_bytes = given[AT.out_sample_stride], given[AT.sample_skip], given[AT.strip]
    is_adjacent = stride == given[AT.data_size] and skip == 1
    for line in range(tile[TILE.lines] if given[AT.is_signal] else tile[TILE.out_rows]):
        row = part + line * given[AT.row_skip] * ROW_BYTES
        passed, first, last = 0, 0, tile[TILE.out_columns]
        target = out + line * given[AT.out_row_stride]
        if given[AT.is_signal]:
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
    status, limit = table_at(given[AT.status]), load(given[AT.limit], np.float64(0))
    size = given[AT.size]
    lanes = VECTOR_BYTES // size
    real = given[AT.scratch] + part * given[AT.scratch_bytes]
    turned = real + given[AT.columns] // lanes * given[AT.strip]
    sums = turned + given[AT.rows] // lanes * given[AT.turned_strip]
    count = given[AT.tile_count]
    pairs = (count + 1) // 2
    for pair in range(pairs * part // parts, pairs * (part + 1) // parts):
        strength, samples, weakest = 0.0, 0, np.inf
        for number in range(2 * pair, 2 * pair + 2):
            plane = real + number % 2 * VECTOR_BYTES
            if number >= count:
                _clear(plane, given[AT.rows], given[AT.columns] // lanes, given[AT.strip], lanes, kind)
                continue
            tile = table_at(given[AT.tiles] + 8 * len(TILE) * number)
            _fill(given, tile, plane, size, data_kind, kind)
            total, least, has_zeros = _judge(given, tile, plane, sums, size, kind)
            strength += total
            samples += tile[TILE.samples] * (1 if given[AT.is_signal] else tile[TILE.lines])
            weakest = min(weakest, least)
            status[number] = ZEROS if has_zeros else DONE
        is_narrow = np.sqrt(strength / samples) < limit * weakest
        if is_narrow:
            _correlate(given, real, turned, size, kind)
        for number in range(2 * pair, min(2 * pair + 2, count)):
            if is_narrow:
                tile = table_at(given[AT.tiles] + 8 * len(TILE) * number)
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
