"""Squares of outputs that transforms would spoil, computed as every product."""

from __future__ import annotations

from numba import njit

from core.convolution.compiled import arguments as at
from core.convolution.compiled.butterflies import convert
from core.convolution.compiled.memory import load, numbers_at, table_at
from core.convolution.compiled.sums import weighted_sums
from core.convolution.compiled.vectors import VECTOR_BYTES
from core.convolution.layout import BEYOND


@njit(nogil=True, error_model="numpy")
def compute_marked(given, guard, tile, rows, columns, marks, patch, data_kind, kind):
    """Write the outputs of a tile's marked squares; `rows` and `columns` are its outputs before striding."""
    squares, across = table_at(marks), guard[at.SQUARES_ACROSS]
    height, width = guard[at.SQUARE_ROWS], guard[at.SQUARE_COLUMNS]
    square = 0
    while square < guard[at.SQUARES]:
        first = square
        square += 1
        if squares[first] == 0:
            continue
        # neighbours share what they read
        while square % across > 0 and squares[square] != 0 and square - first < guard[at.SQUARES_TOGETHER]:
            square += 1
        top, left = first // across * height, first % across * width
        bottom, right = min(rows, top + height), min(columns, left + (square - first) * width)
        _gather(given, guard, tile, top, bottom, left, right, patch, data_kind, kind)
        for start in range(left, right, width):
            _compute(given, guard, tile, top, bottom, start, min(right, start + width), left, patch, data_kind, kind)


@njit(nogil=True, error_model="numpy")
def _compute(given, guard, tile, top, bottom, start, stop, left, patch, data_kind, kind):
    """Compute one square and write the outputs that are kept."""
    size, pitch = given[at.SIZE], guard[at.PATCH_PITCH] * given[at.SIZE]
    skip, row_skip, width = given[at.SAMPLE_SKIP], given[at.ROW_SKIP], guard[at.SQUARE_COLUMNS]
    sums = patch + (guard[at.SQUARE_ROWS] + guard[at.REACH_ROWS] - 1) * pitch
    apart = VECTOR_BYTES if given[at.IS_SIGNAL] else pitch
    source = patch + (start - left) * size
    weighted_sums(source, apart, guard[at.TAP_STEPS], guard[at.TAP_WEIGHTS], guard[at.TAPS], sums, VECTOR_BYTES, kind)
    totals = numbers_at(sums, kind)
    for row in range((top + row_skip - 1) // row_skip * row_skip, bottom, row_skip):
        target = given[at.OUT] + tile[at.OUT_BASE] + row // row_skip * given[at.OUT_ROW_STRIDE]
        for column in range((start + skip - 1) // skip * skip, stop, skip):
            place = target + column // skip * given[at.OUT_SAMPLE_STRIDE]
            numbers_at(place, data_kind)[0] = totals[(row - top) * width + column - start]


@njit(nogil=True, error_model="numpy")
def _gather(given, guard, tile, top, bottom, left, right, patch, data_kind, kind):
    """Lay the samples that some outputs read side by side, those beyond the edge too."""
    size, data_size, outside = given[at.SIZE], given[at.DATA_SIZE], load(given[at.EDGE], data_kind)
    lanes, count = VECTOR_BYTES // size, right - left + guard[at.REACH_COLUMNS] - 1
    is_adjacent = given[at.GAP] == data_size
    row_offsets = table_at(given[at.ROW_OFFSETS] + 8 * (tile[at.FIRST_ROW] + top))
    offsets = table_at(given[at.COLUMN_OFFSETS] + 8 * (tile[at.FIRST_COLUMN] + left))
    for line in range(bottom - top + guard[at.REACH_ROWS] - 1):
        place, offset = patch + line * guard[at.PATCH_PITCH] * size, row_offsets[line]
        samples, source = numbers_at(place, kind), given[at.DATA] + tile[at.BASE] + offset
        for start in range(0, count, lanes):
            stop = min(start + lanes, count)
            span = offsets[stop - 1] - offsets[start]
            are_inside = is_adjacent and offset != BEYOND and offsets[start] != BEYOND and offsets[stop - 1] != BEYOND
            if are_inside and stop - start == lanes and span == (lanes - 1) * data_size:
                convert(source + offsets[start], place + start * size, data_kind, kind)
                continue
            for column in range(start, stop):
                is_beyond = offset == BEYOND or offsets[column] == BEYOND
                samples[column] = outside if is_beyond else load(source + offsets[column], data_kind)
