"""The compiled loops over a layout: fill rows by blocks, stage what lies beyond the edge, share the work out.

`work_float32` and `work_float64` are C functions of a part's number, the number of parts, and the address of an array
of whole numbers, `Arguments`: addresses of the tables that layout.py makes, of the data and of scratch memory. They
allocate nothing and touch no Python object.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from core.convolution.direct.arguments import AT, ITEM, REGION
from core.convolution.direct.blocks import VECTORS, block
from core.convolution.geometry import BEYOND
from core.machine.memory import convert, load, numbers_at, store, table_at
from core.machine.target import VECTOR_BYTES

_WIDE = {rows: vectors * VECTOR_BYTES for rows, vectors in VECTORS.items()}
_WIDE_1, _WIDE_2, _WIDE_3, _WIDE_4 = _WIDE[1], _WIDE[2], _WIDE[3], _WIDE[4]


def _filler(line_of_blocks: Any, wide: int) -> Any:
    """A function that fills from `start` to `stop`, at least `wide` bytes; the last block may overlap another."""

    @njit(nogil=True, error_model="numpy")
    def fill(sources, taps, weights, height, width, outputs, start, stop, kind):
        whole = start + (stop - start) // wide * wide
        line_of_blocks(sources, taps, weights, height, width, outputs, start, whole, kind)
        if whole < stop:
            line_of_blocks(sources, taps, weights, height, width, outputs, stop - wide, stop, kind)

    return fill


_three_by_three = _filler(block(3, VECTORS[3], height=3, width=3), _WIDE_3)
_five_by_five = _filler(block(2, VECTORS[2], height=5, width=5), _WIDE_2)
# narrower than other blocks of four rows: with more sums a loop of single taps spills registers to memory
_four_in_a_column = _filler(block(4, VECTORS[4] * 2 // 3, width=1), _WIDE_4 * 2 // 3)
_four_rows = _filler(block(4, VECTORS[4]), _WIDE_4)
_three_rows = _filler(block(3, VECTORS[3]), _WIDE_3)
_two_rows = _filler(block(2, VECTORS[2]), _WIDE_2)
_one_row = _filler(block(1, VECTORS[1]), _WIDE_1)
_narrow_three_rows = _filler(block(3, 1), VECTOR_BYTES)
_narrow_row = _filler(block(1, 1), VECTOR_BYTES)


@njit(nogil=True, error_model="numpy")
def _fill(sources, taps, weights, height, width, outputs, rows, start, stop, kind):
    """Fill `rows` rows from byte `start` to `stop`, at least one vector, by the widest blocks that fit."""
    wide = stop - start
    row = 0
    while row < rows:
        if height >= 4 and rows >= 4 and wide >= _WIDE_4 and not (height == 5 and width == 5):
            row = min(row, rows - 4)
            s, o = sources + 8 * row, outputs + 8 * row
            if width == 1:
                _four_in_a_column(s, taps, weights, height, width, o, start, stop, kind)
            else:
                _four_rows(s, taps, weights, height, width, o, start, stop, kind)
            row += 4
        elif height >= 5 and width == 5 and height == 5 and rows >= 2 and wide >= _WIDE_2:
            row = min(row, rows - 2)
            _five_by_five(sources + 8 * row, taps, weights, height, width, outputs + 8 * row, start, stop, kind)
            row += 2
        elif height >= 3 and rows >= 3:
            row = min(row, rows - 3)
            s, o = sources + 8 * row, outputs + 8 * row
            if wide < _WIDE_3:
                _narrow_three_rows(s, taps, weights, height, width, o, start, stop, kind)
            elif height == 3 and width == 3:
                _three_by_three(s, taps, weights, height, width, o, start, stop, kind)
            else:
                _three_rows(s, taps, weights, height, width, o, start, stop, kind)
            row += 3
        elif height >= 2 and rows >= 2 and wide >= _WIDE_2:
            row = min(row, rows - 2)
            _two_rows(sources + 8 * row, taps, weights, height, width, outputs + 8 * row, start, stop, kind)
            row += 2
        elif wide >= _WIDE_1:
            _one_row(sources + 8 * row, taps, weights, height, width, outputs + 8 * row, start, stop, kind)
            row += 1
        else:
            _narrow_row(sources + 8 * row, taps, weights, height, width, outputs + 8 * row, start, stop, kind)
            row += 1


@njit(nogil=True, error_model="numpy")
def _fill_rows(sources, taps, weights, height, width, outputs, rows, step, start, stop, kind):
    """Fill rows that read lines `step` apart: together if that is one, else one by one."""
    if step == 1:
        _fill(sources, taps, weights, height, width, outputs, rows, start, stop, kind)
        return
    for row in range(rows):
        s, o = sources + 8 * row * step, outputs + 8 * row
        _fill(s, taps, weights, height, width, o, 1, start, stop, kind)


@njit(nogil=True, error_model="numpy")
def _find_lines(given, first, lines, base, is_staged, sources):
    """The address of each line that is read, with `base` added unless it will be staged."""
    row_offsets = table_at(given[AT.row_offsets])
    for line in range(lines):
        offset = row_offsets[first + line]
        if is_staged:
            sources[line] = BEYOND if offset == BEYOND else given[AT.data] + offset
        else:
            sources[line] = base + (given[AT.edge] if offset == BEYOND else given[AT.data] + offset)


@njit(nogil=True, error_model="numpy")
def _stage(sources, lines, columns, count, run, end, base, staged, pitch, start, size, outside):
    """Copy the samples of a region, those beyond the edge too, and let the sources point to the copies.

    Columns from `run` to `end` lie side by side and are copied a vector at a time, the last one overlapping.
    """
    lanes = VECTOR_BYTES // size
    if end - run < lanes:
        run = end = 0
    for line in range(lines):
        origin, copies = sources[line], staged + line * pitch
        sources[line] = copies - start
        row = numbers_at(copies, outside)
        if origin == BEYOND:
            for place in range(count):
                row[place] = outside
            continue
        origin += base
        if run < end:
            adjacent = origin + columns[run] - run * size
            for place in range(run, end - lanes, lanes):
                convert(adjacent + place * size, copies + place * size, outside, outside)
            convert(adjacent + (end - lanes) * size, copies + (end - lanes) * size, outside, outside)
        for place in range(run):
            row[place] = outside if columns[place] == BEYOND else load(origin + columns[place], outside)
        for place in range(end, count):
            row[place] = outside if columns[place] == BEYOND else load(origin + columns[place], outside)


@njit(nogil=True, error_model="numpy")
def _work(part, parts, arguments, kind):
    """Do one of `parts` equal shares of the items."""
    given = table_at(arguments)
    items, regions = table_at(given[AT.items]), table_at(given[AT.regions])
    output_offsets = table_at(given[AT.output_offsets])
    most_lines, most_rows, pitch = given[AT.most_lines], given[AT.most_rows], given[AT.pitch]
    height, width, weights = given[AT.height], given[AT.width], given[AT.weights]
    outside = load(given[AT.edge], kind)
    size = given[AT.itemsize]
    sources_address = given[AT.scratch] + part * given[AT.scratch_bytes]
    outputs_address = sources_address + 8 * most_lines
    between_address = outputs_address + 8 * most_rows
    staged = between_address + 8 * most_rows
    halfway = staged + most_lines * pitch
    cramped = halfway + most_rows * pitch
    sources, outputs, between = table_at(sources_address), table_at(outputs_address), table_at(between_address)
    for number in range(given[AT.item_count] * part // parts, given[AT.item_count] * (part + 1) // parts):
        item = len(ITEM) * number
        first_source, first_output = items[item + ITEM.first_source], items[item + ITEM.first_output]
        rows, step = items[item + ITEM.rows], items[item + ITEM.step]
        region = len(REGION) * items[item + ITEM.region]
        start, stop = regions[region + REGION.start], regions[region + REGION.stop]
        base, extent = regions[region + REGION.base], regions[region + REGION.extent]
        count = regions[region + REGION.staged]
        columns = given[AT.columns] + 8 * regions[region + REGION.first_column]
        taps = given[AT.taps] + 8 * regions[region + REGION.first_tap]
        lines = (rows - 1) * step + height
        _find_lines(given, first_source, lines, base, count > 0, sources)
        if count > 0:
            run, run_end = regions[region + REGION.run], regions[region + REGION.run_end]
            _stage(sources, lines, table_at(columns), count, run, run_end, base, staged, pitch, start, size, outside)
        is_cramped = stop - start < VECTOR_BYTES
        end = start + VECTOR_BYTES if is_cramped else stop
        for row in range(rows):
            target = given[AT.out] + output_offsets[first_output + row]
            outputs[row] = cramped + row * VECTOR_BYTES - start if is_cramped else target
            between[row] = halfway + row * pitch - start
        if given[AT.is_split]:
            bottom = start + extent
            _fill_rows(
                sources_address, given[AT.taps], weights, height, 1, between_address, rows, step, start, bottom, kind
            )
            row_weights = weights + height * size
            _fill(between_address, taps, row_weights, 1, width, outputs_address, rows, start, end, kind)
        else:
            _fill_rows(sources_address, taps, weights, height, width, outputs_address, rows, step, start, end, kind)
        if is_cramped:
            for row in range(rows):
                target = given[AT.out] + output_offsets[first_output + row] + start
                for place in range(0, stop - start, size):
                    store(target + place, load(outputs[row] + start + place, kind))


def work_float32(part, parts, arguments):
    """Do a share of the items in float32."""
    _work(part, parts, arguments, np.float32(0))


def work_float64(part, parts, arguments):
    """Do a share of the items in float64."""
    _work(part, parts, arguments, np.float64(0))
