"""The layout of a correlation in memory: its geometry, resolved into tables of byte offsets.

The compiled loops know nothing of boundaries, strides or dilation. They go through a list of items; an item is a band
of output rows times a region of columns. Rows are addressed through tables of offsets, so that a row beyond the upper
edge is another offset, not a copy. Columns need more care, since a vector reads neighbours: a region whose samples are
all adjacent is read in place; any other (a strip at the left or right edge, every column under a stride) is staged,
which means copied sample by sample into a small buffer that stays in cache.

Tables depend on shapes and strides alone and are cached for the next call.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.convolution.direct.arguments import ITEM, Arguments, Item, Region
from core.convolution.geometry import BEYOND, OUTSIDE, Axis, beyond_edge

BAND = 48  # output rows of an item: many enough that the lines read by two bands weigh little
CACHE = 192 * 1024  # bytes that an item's lines may fill, less than the second cache of a core
LONGEST_PANEL = 65_536

Table = NDArray[np.int64]


class Plane(NamedTuple):
    """The memory layout of rows, with `channels` adjacent numbers for each sample; strides in bytes."""

    rows: Axis
    samples: Axis
    boundary: str
    channels: int
    itemsize: int
    row_stride: int
    sample_stride: int
    output_stride: int
    vector_bytes: int
    is_split: bool

    @property
    def is_adjacent(self) -> bool:
        """Whether a row can be read in place."""
        return self.samples.stride == 1 and self.sample_stride == self.channels * self.itemsize


@dataclass(frozen=True, eq=False)
class Layout:
    """The tables of the compiled loops, and the array of `Arguments` with their addresses.

    `tables` are the items, the regions, and the offsets of rows read, of rows written, of staged columns and of taps.
    In `arguments` the entries that differ from call to call are 0.
    """

    tables: tuple[Table, ...]
    arguments: Table
    scratch_bytes: int


@cached
def layout_of(plane: Plane) -> Layout:
    """Make the tables for one plane."""
    band = _band(plane)
    regions = _Regions(plane, band)
    row_offsets, output_offsets, bands = _rows(plane, band)
    items = np.repeat(bands, len(regions.rows), axis=0)
    items[:, ITEM.region] = np.tile(np.arange(len(regions.rows)), len(bands))
    tables = tuple(
        np.ascontiguousarray(table, np.int64)
        for table in (items, regions.rows, row_offsets, output_offsets, regions.columns or [0], regions.taps)
    )
    rows, steps = bands[:, ITEM.rows], bands[:, ITEM.step]
    most_rows = int(rows.max())
    most_lines = int(((rows - 1) * steps).max()) + plane.rows.taps
    pitch = (regions.longest * plane.itemsize // plane.vector_bytes + 2) * plane.vector_bytes
    # addresses of lines, outputs and intermediate rows; staged lines; intermediate rows; rows narrower than a vector
    scratch = 8 * (most_lines + 2 * most_rows) + (most_lines + most_rows) * pitch + most_rows * plane.vector_bytes
    names = ("items", "regions", "row_offsets", "output_offsets", "columns", "taps")
    arguments = Arguments(
        **{name: table.ctypes.data for name, table in zip(names, tables, strict=True)},
        item_count=len(items), most_lines=most_lines, most_rows=most_rows, pitch=pitch, scratch_bytes=scratch,
        height=plane.rows.taps, width=plane.samples.taps, itemsize=plane.itemsize, is_split=plane.is_split,
    )  # fmt: skip
    return Layout(tables, np.array(arguments, np.int64), scratch)


def _band(plane: Plane) -> int:
    """Rows of an item, chosen for an even number of bands, so that two threads get equally many."""
    outputs = plane.rows.outputs
    bands = math.ceil(outputs / BAND)
    bands += bands % 2 if outputs > 8 else 0
    return math.ceil(outputs / bands / 4) * 4


def _rows(plane: Plane, band: int) -> tuple[Table, Table, Table]:
    """Offsets of the rows that are read and written, and the bands, as items whose region is not set yet.

    Outputs whose rows lie `dilation` apart share lines with each other, not with their neighbours, so that they are
    grouped. Where the dilation is not a multiple of the stride, neighbours lie `step` lines apart or, with gaps between
    the taps too, each output is a band of its own.
    """
    axis = plane.rows
    samples = axis.samples(plane.boundary)
    offsets = np.where(samples == OUTSIDE, BEYOND, samples * plane.row_stride)
    outputs = np.arange(axis.outputs) * plane.output_stride
    if axis.dilation % axis.stride and axis.dilation > 1:
        sources = np.arange(axis.outputs)[:, None] * axis.stride + np.arange(axis.taps) * axis.dilation
        alone = [_item(output * axis.taps, output, 1) for output in range(axis.outputs)]
        return offsets[sources].ravel(), outputs, np.array(alone, np.int64)
    if axis.dilation % axis.stride:
        starts = range(0, axis.outputs, band)
        bands = [_item(start * axis.stride, start, min(band, axis.outputs - start), axis.stride) for start in starts]
        return offsets, outputs, np.array(bands, np.int64)
    phases = min(axis.dilation // axis.stride, axis.outputs)
    grouped = [offsets[phase * axis.stride :: axis.dilation] for phase in range(phases)]
    written = [outputs[phase::phases] for phase in range(phases)]
    bands = []
    source = output = 0
    for lines, rows in zip(grouped, written, strict=True):
        bands += [
            _item(source + start, output + start, min(band, len(rows) - start)) for start in range(0, len(rows), band)
        ]
        source, output = source + len(lines), output + len(rows)
    return np.concatenate(grouped), np.concatenate(written), np.array(bands, np.int64)


def _item(first_source: int, first_output: int, rows: int, step: int = 1) -> Item:
    return Item(first_source=first_source, first_output=first_output, rows=rows, step=step, region=0)


class _Regions:
    """Collects regions, with the columns and taps that they use."""

    def __init__(self, plane: Plane, band: int) -> None:
        self.plane, self.band = plane, band
        self.rows: list[Region] = []
        self.columns: list[int] = []
        self.taps: list[int] = [0]
        self.longest = 1
        self._first_columns: dict[tuple[int, int], int] = {}  # of staged regions whose offsets serve again
        lanes = plane.vector_bytes // plane.itemsize
        end = plane.samples.outputs * plane.channels
        left, right = self._edges(lanes)
        if right - left < 8 * lanes:
            left = right = end
        for start, stop in _panels(0, left, self._staged_panel()):
            self._stage(start, stop)
        for start, stop in _panels(left, right, self._panel(), lanes):
            self._read(start, stop)
        for start, stop in _panels(right, end, self._staged_panel()):
            self._stage(start, stop)

    def _edges(self, lanes: int) -> tuple[int, int]:
        """The elements of a row between which all samples are read in place."""
        axis, channels = self.plane.samples, self.plane.channels
        end = axis.outputs * channels
        if not self.plane.is_adjacent:
            return end, end
        first = min(max(0, -axis.first), axis.outputs)
        last = min(max(0, axis.length - axis.reach - axis.first + 1), axis.outputs)
        return -(-first * channels // lanes) * lanes, end - -(-(axis.outputs - last) * channels // lanes) * lanes

    def _panel(self) -> int:
        lines = self.band if self.plane.is_split else min(self.band, 4) + self.plane.rows.taps - 1
        return _between(512, CACHE // (lines * self.plane.itemsize), LONGEST_PANEL)

    def _staged_panel(self) -> int:
        lines = (self.band * self.plane.rows.stride + self.plane.rows.taps) * (2 if self.plane.is_split else 1)
        panel = _between(64, CACHE // (lines * self.plane.itemsize * self.plane.samples.stride), LONGEST_PANEL)
        return -(-panel // self.plane.channels) * self.plane.channels

    def _read(self, start: int, stop: int) -> None:
        axis, channels, size = self.plane.samples, self.plane.channels, self.plane.itemsize
        extent = (stop - start + (axis.reach - 1) * channels) * size
        taps = [tap * axis.dilation * channels * size for tap in range(axis.taps)]
        if self.plane.is_split:
            self.longest = max(self.longest, extent // size)
        self._add(start, stop, taps, base=axis.first * channels * size, extent=extent)

    def _stage(self, start: int, stop: int) -> None:
        axis, channels, size = self.plane.samples, self.plane.channels, self.plane.itemsize
        positions, channel, taps = _staged(axis, channels, start, stop)
        base = 0
        is_inside = positions.min() >= 0 and positions.max() < axis.length
        if is_inside:
            base = int(positions[0]) * self.plane.sample_stride
            positions = positions - positions[0]
            samples = positions
        else:
            samples = beyond_edge(positions, axis.length, self.plane.boundary)
        offsets = np.where(samples == OUTSIDE, BEYOND, samples * self.plane.sample_stride + channel * size)
        key = (stop - start, start % channels)
        if is_inside and key in self._first_columns:
            first_column = self._first_columns[key]
        else:
            first_column = len(self.columns)
            self.columns += offsets.tolist()
            if is_inside:
                self._first_columns[key] = first_column
        count = len(positions)
        extent = max(count * size, self.plane.vector_bytes)
        self.longest = max(self.longest, count)
        run, run_end = _run(offsets, size)
        self._add(
            start, stop, [tap * size for tap in taps], base=base, extent=extent,
            first_column=first_column, staged=count, run=run, run_end=run_end,
        )  # fmt: skip

    def _add(self, start: int, stop: int, taps: list[int], **others: int) -> None:
        size = self.plane.itemsize
        self.rows.append(Region(start=start * size, stop=stop * size, first_tap=len(self.taps), **others))
        self.taps += taps


def _staged(axis: Axis, channels: int, start: int, stop: int) -> tuple[Table, Table, list[int]]:
    """Positions and channels of the samples that the elements from `start` to `stop` read, and each tap's offset.

    Under a stride, samples are sorted by their remainder, so that each tap reads neighbours (the polyphase form of
    P. P. Vaidyanathan, Multirate Systems and Filter Banks, 1993, section 4.3).
    """
    if axis.stride == 1:
        elements = np.arange(start, stop + (axis.reach - 1) * channels)
        return axis.first + elements // channels, elements % channels, [
            tap * axis.dilation * channels for tap in range(axis.taps)
        ]  # fmt: skip
    turns, remainders = np.divmod(np.arange(axis.taps) * axis.dilation, axis.stride)
    used = np.unique(remainders)
    length = (stop - start) // channels + int(turns.max())
    indices = start // channels + np.arange(length)
    positions = axis.first + used[:, None] + indices[None, :] * axis.stride
    taps = (np.searchsorted(used, remainders) * length + turns) * channels
    return (
        np.repeat(positions.ravel(), channels),
        np.tile(np.arange(channels), positions.size),
        taps.tolist(),
    )


def _run(offsets: Table, size: int) -> tuple[int, int]:
    """Start and stop (exclusive) of the longest run of adjacent numbers."""
    breaks = np.flatnonzero(np.diff(offsets) != size) + 1
    edges = np.concatenate([[0], breaks, [len(offsets)]])
    longest = int(np.diff(edges).argmax())
    return int(edges[longest]), int(edges[longest + 1])


def _panels(start: int, stop: int, longest: int, shortest: int = 0) -> Iterator[tuple[int, int]]:
    """Cut a range into parts of at most about `longest`, none shorter than `shortest`."""
    if stop <= start:
        return
    while start < stop:
        end = stop if stop - start <= longest + shortest else start + longest
        yield start, end
        start = end


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))
