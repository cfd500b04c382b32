"""How strong the windows of a tile are at least, and which outputs are too weak to be transformed.

A window's strength is what its products add up to without their signs. `measure` bounds it from below by sums over
cells of samples, as core/convolution/windows.py explains, for a block of outputs at once that is as large as a cell.
`judge` marks the squares of outputs with blocks that are too weak.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from core.convolution.compiled import arguments as at
from core.convolution.compiled.butterflies import ROW_BYTES
from core.convolution.compiled.memory import load, numbers_at, store, table_at
from core.convolution.compiled.sums import add_neighbours, weigh, weigh_more, weighted_sums
from core.convolution.compiled.vectors import VECTOR_BYTES


@njit(nogil=True, error_model="numpy")
def _clear(place, count, kind):
    numbers = numbers_at(place, kind)
    for number in range(count):
        numbers[number] = 0


@njit(nogil=True, error_model="numpy")
def _weigh_line(part, line, columns, strip_bytes, sizes, squares, is_first, size, kind):
    """Lay the absolute values of a line of a tile into `sizes`, or add them, and add their squares to `squares`."""
    for number in range(columns // (VECTOR_BYTES // size)):
        numbers, place = part + number * strip_bytes + line * ROW_BYTES, number * VECTOR_BYTES
        if is_first:
            weigh(numbers, sizes + place, squares + place, kind)
        else:
            weigh_more(numbers, sizes + place, squares + place, kind)


@njit(nogil=True, error_model="numpy")
def _sum_cells(guard, sizes, cells, count, size, kind):
    """Sum up `count` numbers, as many as a cell has columns at a time; the numbers are spoilt."""
    width = guard[at.CELL_COLUMNS]
    across = (count + width - 1) // width
    _clear(sizes + count * size, across * width - count, kind)
    for level in range(guard[at.HALVINGS]):
        length = across * width // 2 ** (level + 1)
        sums = cells if level == guard[at.HALVINGS] - 1 else sizes
        for place in range(0, length * size, VECTOR_BYTES):
            add_neighbours(sizes + 2 * place, sums + place, kind)
    return across


@njit(nogil=True, error_model="numpy")
def _measure_signal(guard, lines, columns, strip_bytes, part, room, squares, cells, size, kind):
    """Fill the one line of a signal's table: line by line of the tile, if cells end where these do."""
    is_whole = guard[at.HALVINGS] > 0 and columns % guard[at.CELL_COLUMNS] == 0
    done = 0
    for line in range(lines):
        place = (room if guard[at.HALVINGS] > 0 else cells) + (0 if is_whole else line * columns * size)
        _weigh_line(part, line, columns, strip_bytes, place, squares, True, size, kind)
        if is_whole:
            done += _sum_cells(guard, room, cells + done * size, columns, size, kind)
    if not is_whole:
        done = _sum_cells(guard, room if guard[at.HALVINGS] > 0 else cells, cells, lines * columns, size, kind)
    _clear(cells + done * size, guard[at.CELLS_ACROSS] - done, kind)


@njit(nogil=True, error_model="numpy")
def measure(guard, lines, columns, strip_bytes, part, is_signal, room, squares, cells, size, kind):
    """Fill a tile's table of cells and return the sum of its squares; `room` has place for all its samples."""
    height = guard[at.CELL_ROWS]
    _clear(squares, columns, kind)
    if is_signal:
        _measure_signal(guard, lines, columns, strip_bytes, part, room, squares, cells, size, kind)
    for row in range(0 if is_signal else guard[at.CELL_LINES]):
        sums, first = cells + row * guard[at.PITCH] * size, row * height
        if first >= lines:
            _clear(sums, guard[at.CELLS_ACROSS], kind)
            continue
        sizes = room if guard[at.HALVINGS] > 0 else sums
        for line in range(first, min(lines, first + height)):
            _weigh_line(part, line, columns, strip_bytes, sizes, squares, line == first, size, kind)
        _sum_cells(guard, sizes, sums, columns, size, kind)
    total, numbers = 0.0, numbers_at(squares, kind)
    for column in range(columns):
        total += numbers[column]
    return total


@njit(nogil=True, error_model="numpy")
def strength_of(guard, squares, samples):
    """The root mean square of a pair of tiles, NaN if it is beyond what transforms bear."""
    strength = np.sqrt(squares / samples)
    least, most = load(guard[at.LIMITS], np.float64(0)), load(guard[at.LIMITS] + 8, np.float64(0))
    return strength if least <= strength <= most else np.nan


@njit(nogil=True, error_model="numpy")
def share_of(guard, largest):
    """What the largest result adds to what bounds must reach."""
    return largest * load(guard[at.LIMITS] + 16, np.float64(0))


@njit(nogil=True, error_model="numpy")
def judge(given, guard, tile, rows, columns, cells, room, needed, marks, kind, data_kind):
    """Mark the squares of outputs with windows too weak to be transformed, and say how many they are.

    `rows` and `columns` are the tile's outputs before striding. What reads nothing but zeros is set to zero instead.
    """
    size, height, width = given[at.SIZE], guard[at.CELL_ROWS], guard[at.CELL_COLUMNS]
    blocks, weak, bounds = (columns + width - 1) // width, 0, numbers_at(room, kind)
    for row in range((rows + height - 1) // height):
        line = cells + row * guard[at.PITCH] * size
        length = guard[at.CELLS_ACROSS] * size
        weighted_sums(line, VECTOR_BYTES, guard[at.STEPS], guard[at.WEIGHTS], guard[at.TERMS], room, length, kind)
        strong = 0
        for block in range(blocks):
            strong += bounds[block] >= needed
        if strong == blocks:
            continue
        # columns of cells that were looked at, and the last of them that is not all zeros
        seen, last = 0, -1
        for block in range(blocks):
            if bounds[block] >= needed:
                continue
            end = min(block + guard[at.TOUCHED_COLUMNS], guard[at.CELLS_ACROSS])
            for column in range(max(seen, block), end):
                if _has_samples(guard, cells, row, column, kind):
                    last = column
            seen = max(seen, end)
            top, bottom = row * height, min(rows, (row + 1) * height)
            left, right = block * width, min(columns, (block + 1) * width)
            if last < block:
                _write_zeros(given, tile, top, bottom, left, right, data_kind)
            elif not _reaches(guard, bounds[block], line + block * size, needed, kind):
                weak += _mark(guard, top, bottom, left, right, marks)
    return weak


@njit(nogil=True, error_model="numpy")
def _reaches(guard, bound, cells, needed, kind):
    """Whether a bound reaches what is needed with the terms of small weight as well."""
    steps, weights = table_at(guard[at.STEPS]), numbers_at(guard[at.WEIGHTS], kind)
    for term in range(guard[at.TERMS], guard[at.ALL_TERMS]):
        if bound >= needed:
            return True
        bound += weights[term] * load(cells + steps[term], kind)
    return bound >= needed


@njit(nogil=True, error_model="numpy")
def _has_samples(guard, cells, row, column, kind):
    """Whether a column of the cells that the windows of a block touch is not all zeros."""
    sums = numbers_at(cells, kind)
    for line in range(row, min(row + guard[at.TOUCHED_ROWS], guard[at.CELL_LINES])):
        if sums[line * guard[at.PITCH] + column] != 0:
            return True
    return False


@njit(nogil=True, error_model="numpy")
def _mark(guard, top, bottom, left, right, marks):
    """Mark the squares that a block of outputs lies in, and count those that were not marked."""
    squares, fresh = table_at(marks), 0
    for row in range(top // guard[at.SQUARE_ROWS], (bottom - 1) // guard[at.SQUARE_ROWS] + 1):
        for column in range(left // guard[at.SQUARE_COLUMNS], (right - 1) // guard[at.SQUARE_COLUMNS] + 1):
            place = row * guard[at.SQUARES_ACROSS] + column
            if squares[place] == 0:
                squares[place] = 1
                fresh += 1
    return fresh


@njit(nogil=True, error_model="numpy")
def _write_zeros(given, tile, top, bottom, left, right, data_kind):
    """Set the outputs to zero that are kept of a block."""
    skip, row_skip = given[at.SAMPLE_SKIP], given[at.ROW_SKIP]
    for row in range((top + row_skip - 1) // row_skip * row_skip, bottom, row_skip):
        line = given[at.OUT] + tile[at.OUT_BASE] + row // row_skip * given[at.OUT_ROW_STRIDE]
        for column in range((left + skip - 1) // skip * skip, right, skip):
            store(line + column // skip * given[at.OUT_SAMPLE_STRIDE], data_kind)
