"""How outputs are cut into tiles."""

import math
import sys
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.convolution.fft.tiling import LONGEST_ROW, LONGEST_SIDE, Geometry, Tiling, _outputs, tiles_of, tiling
from core.convolution.fft.transforms import SIZES
from core.convolution.geometry import axis_of


@settings(max_examples=80)
@given(
    lengths=st.lists(st.integers(1, 3000), min_size=1, max_size=2),
    taps=st.integers(1, 300),
    stride=st.integers(1, 4),
    channels=st.integers(1, 3),
)
def test_tiles_cover_every_output_once_and_hold_what_they_read(lengths, taps, stride, channels):
    axes = tuple(axis_of("same", length=length, taps=taps, dilation=1, stride=stride) for length in lengths)
    cut = tiling(axes, channels)
    geometry = Geometry(axes, "reflect", channels, 8, (8,) * len(axes), (8,) * len(axes))
    tiles = tiles_of(geometry)
    assert len(tiles) == cut.tiles
    assert set(cut.size) <= set(SIZES)
    covered = np.zeros([*((axis.outputs - 1) * stride + 1 for axis in axes), channels], int)
    room = cut.size if len(axes) == 2 else (cut.size[0] * cut.size[1],)
    for tile in tiles:
        covered[(*(slice(s, s + c) for s, c in zip(tile.starts, tile.counts, strict=True)), tile.channel)] += 1
        for start, count, axis, samples in zip(tile.starts, tile.counts, axes, room, strict=True):
            assert start % stride == 0
            assert count + axis.reach - 1 <= samples
    assert (covered == 1).all()


@settings(max_examples=30)
@given(
    lengths=st.lists(st.integers(1, 3000), min_size=1, max_size=2), taps=st.integers(1, 300), stride=st.integers(1, 4)
)
def test_the_cheapest_of_all_tilings_is_taken(lengths, taps, stride):
    axes = tuple(axis_of("same", length=length, taps=taps, dilation=1, stride=stride) for length in lengths)
    costs = []
    for size in product(SIZES, repeat=2):
        if len(axes) == 1 and max(size) > 4 * min(size):
            continue
        rooms = (size[0] * size[1],) if len(axes) == 1 else size
        outputs = [_outputs(axis, room, LONGEST_ROW if len(axes) == 1 else LONGEST_SIDE)
                   for axis, room in zip(axes, rooms, strict=True)]  # fmt: skip
        if min(outputs) > 0:
            counts = [-(-((axis.outputs - 1) * stride + 1) // each) for axis, each in zip(axes, outputs, strict=True)]
            costs.append(Tiling(tuple(outputs), size, math.prod(counts)).transformed)
    assert tiling(axes, 1).transformed == min(costs)


def test_each_size_is_looked_at_once_along_an_axis(monkeypatch):
    looked = []
    monkeypatch.setattr(
        sys.modules[Tiling.__module__], "_outputs", lambda *given: [looked.append(given), _outputs(*given)][1]
    )
    tiling.__wrapped__(tuple(axis_of("same", length=77, taps=5, dilation=1, stride=1) for _ in range(2)), 1)
    assert len(looked) == 2 * len(SIZES)


def test_a_kernel_longer_than_any_transform_has_no_tiling():
    axis = axis_of("same", length=10, taps=max(SIZES) ** 2 + 1, dilation=1, stride=1)
    assert tiling((axis,), 1) is None
