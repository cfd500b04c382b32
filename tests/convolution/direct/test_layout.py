"""The tables that compiled loops walk: every output once, every sample where the boundary says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES
from core.convolution.direct.arguments import REGION, Item, Region
from core.convolution.direct.layout import Plane, layout_of
from core.convolution.geometry import BEYOND, axis_of

ITEMSIZE = 4


def plane_of(mode, boundary, lengths, taps, stride, dilation, channels, *, gap=0, is_split=False):
    rows, samples = (
        axis_of(mode, length=length, taps=each, dilation=dilation, stride=stride)
        for length, each in zip(lengths, taps, strict=True)
    )
    width = channels * ITEMSIZE + gap
    return Plane(
        rows=rows, samples=samples, boundary=boundary, channels=channels, itemsize=ITEMSIZE,
        row_stride=lengths[1] * width, sample_stride=width, output_stride=samples.outputs * channels * ITEMSIZE,
        vector_bytes=32, is_split=is_split,
    )  # fmt: skip


@settings(max_examples=60)
@given(
    mode=st.sampled_from(MODES),
    boundary=st.sampled_from(BOUNDARIES),
    lengths=st.tuples(st.integers(1, 130), st.integers(1, 300)),
    taps=st.tuples(st.integers(1, 12), st.integers(1, 12)),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 3),
    channels=st.integers(1, 3),
    gap=st.sampled_from([0, 8]),
)
def test_walking_the_tables_reads_what_the_geometry_says(
    mode, boundary, lengths, taps, stride, dilation, channels, gap
):
    if mode == "valid" and any((k - 1) * dilation + 1 > n for k, n in zip(taps, lengths, strict=True)):
        mode = "full"
    plane = plane_of(mode, boundary, lengths, taps, stride, dilation, channels, gap=gap)
    layout = layout_of(plane)
    items, regions, row_offsets, output_offsets, columns, tap_places = layout.tables
    covered = np.zeros((plane.rows.outputs, plane.samples.outputs * channels), int)
    row_samples, column_samples = plane.rows.samples(boundary), plane.samples.samples(boundary)
    random = np.random.default_rng(0)
    for item in (Item(*row) for row in items):
        region = Region(*regions[item.region])
        start, stop = region.start // ITEMSIZE, region.stop // ITEMSIZE
        rows = output_offsets[item.first_output : item.first_output + item.rows] // max(plane.output_stride, 1)
        covered[rows, start:stop] += 1
        # one output of the item, taken apart
        place = int(random.integers(item.rows))
        element = int(random.integers(start, stop))
        output, channel = divmod(element, channels)
        for tap in range(taps[0]):
            sample = row_samples[rows[place] * stride + tap * dilation]
            offset = row_offsets[item.first_source + place * item.step + tap]
            assert offset == (BEYOND if sample < 0 else sample * plane.row_stride)
        for tap in range(taps[1]):
            sample = column_samples[output * stride + tap * dilation]
            within = tap_places[region.first_tap + tap] + element * ITEMSIZE
            if region.staged:
                offset = columns[region.first_column + (within - region.start) // ITEMSIZE]
                offset = offset if offset == BEYOND else offset + region.base
            else:
                offset = region.base + within
            assert offset == (BEYOND if sample < 0 else sample * plane.sample_stride + channel * ITEMSIZE)
        if region.staged:
            steps = np.diff(columns[region.first_column + region.run : region.first_column + region.run_end])
            assert (steps == ITEMSIZE).all()
    assert (covered == 1).all()


def test_the_interior_is_read_in_place_and_only_the_edges_are_staged():
    layout = layout_of(plane_of("same", "mirror", (100, 1000), (5, 5), 1, 1, 1))
    regions = layout.tables[1]
    read = regions[regions[:, REGION.staged] == 0]
    assert (read[:, REGION.stop] - read[:, REGION.start]).sum() >= 0.98 * 1000 * ITEMSIZE
    assert layout.scratch_bytes < 100 * 1000 * ITEMSIZE / 10


@pytest.mark.parametrize(("stride", "dilation", "bands"), [(1, 1, 2), (2, 2, 2), (1, 3, 3), (2, 1, 2), (3, 2, 14)])
def test_rows_that_share_lines_are_brought_together(stride, dilation, bands):
    layout = layout_of(plane_of("same", "wrap", (40, 50), (3, 3), stride, dilation, 1))
    items = [Item(*row) for row in layout.tables[0]]
    assert len({(item.first_source, item.rows) for item in items}) == bands


def test_long_signals_share_their_tables():
    signal = Plane(
        rows=axis_of("valid", length=1, taps=1, dilation=1, stride=1),
        samples=axis_of("same", length=3_000_000, taps=31, dilation=1, stride=3),
        boundary="reflect", channels=1, itemsize=4, row_stride=12_000_000, sample_stride=4, output_stride=4_000_000,
        vector_bytes=32, is_split=False,
    )  # fmt: skip
    assert len(layout_of(signal).tables[4]) < 300_000
