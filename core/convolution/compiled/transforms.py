"""A tile's correlation with the kernel: transforms down strips there and back, and the product between.

A tile is cut into strips of columns, a vector wide, each of which lies in one piece and fits in the first cache: down a
strip goes a whole transform. On its way to the next the tile is turned, block by block, so that the rows become strips;
there the kernel's spectrum is multiplied with, and the way back begins.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from core.convolution.compiled import arguments as at
from core.convolution.compiled.butterflies import ROW_BYTES, butterfly, product, turn_block
from core.convolution.compiled.memory import numbers_at, table_at
from core.convolution.compiled.sums import raise_to_largest
from core.convolution.compiled.vectors import VECTOR_BYTES

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
def correlate(given, tile, turned, room, size, kind):
    """Replace a tile by its correlation with the kernel and return the largest number of it."""
    rows, columns, lanes = given[at.ROWS], given[at.COLUMNS], VECTOR_BYTES // size
    strip_bytes, turned_bytes = given[at.STRIP], given[at.TURNED_STRIP]
    down, down_stages, down_twiddles = table_at(given[at.ROW_RADICES]), given[at.ROW_STAGES], given[at.ROW_TWIDDLES]
    across, stages, twiddles = table_at(given[at.COLUMN_RADICES]), given[at.COLUMN_STAGES], given[at.COLUMN_TWIDDLES]
    between, spectrum = given[at.BETWEEN], given[at.SPECTRUM]
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
        raise_to_largest(strip, rows * ROW_BYTES, number == 0, room, kind)
    largest, numbers = 0.0, numbers_at(room, kind)
    for number in range(at.GROUP * lanes):
        largest = max(largest, numbers[number])
    return largest
