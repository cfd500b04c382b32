"""A kernel's numbers as bars or as a map: in their order, on their scale, and in words."""

import numpy as np
import pytest

from core.figures import (
    kernel_chart,
    kernels_chart,
    shared_limit,
)
from core.kernels import get_kernel


def test_the_first_row_of_a_kernel_is_on_top_and_zero_in_the_middle_of_its_scale():
    chart = kernel_chart(get_kernel("sobel_y"), "Sobel y")
    heatmap = chart.figure.data[0]
    assert chart.figure.layout.yaxis.autorange == "reversed"
    assert heatmap.z[0].tolist() == [-1, -2, -1]
    assert heatmap.zmin == -heatmap.zmax == -2
    assert chart.alt == "Map of Sobel y, 3 by 3: row by row −1 −2 −1; 0 0 0; 1 2 1."


def test_a_limit_is_shared():
    limit = shared_limit([1, -3], [[2.0]])
    assert kernel_chart([1, -3], "a", limit=limit).figure.layout.yaxis.range == (-3.75, 3.75)
    assert shared_limit([0.0]) == 1.0


def test_bars_say_their_numbers():
    assert kernel_chart([-1, 1, -1], "v").alt == "Bars of v, 3 taps: −1, 1, −1."


@pytest.mark.parametrize(("taps", "has_numbers"), [(11, True), (12, False)])
def test_of_many_taps_the_bars_tell_their_range_and_sum(taps, has_numbers):
    chart = kernel_chart(np.arange(taps) - 3.0, "ramp")
    (bars,) = chart.figure.data
    assert bars.x.tolist() == [tap - taps // 2 for tap in range(taps)]
    assert (bars.text is not None) is has_numbers
    ends = "−3, −2, −1, 0, 1, 2, 3, 4, 5, 6, 7." if has_numbers else "from −3 to 8, sum 30."
    assert chart.alt == f"Bars of ramp, {taps} taps: {ends}"


@pytest.mark.parametrize(
    ("side", "has_numbers", "has_scale", "words"),
    [
        (5, True, False, "row by row 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1; 1 1 1 1 1."),
        (6, True, False, "from 1 to 1, sum 36."),
        (9, True, False, "from 1 to 1, sum 81."),
        (10, False, True, "from 1 to 1, sum 100."),
    ],
)
def test_a_map_too_fine_for_numbers_has_a_scale_beside_it(side, has_numbers, has_scale, words):
    chart = kernel_chart(np.ones((side, side)), "box")
    (heatmap,) = chart.figure.data
    assert (heatmap.text is not None) is has_numbers
    assert heatmap.showscale is has_scale
    assert chart.alt == f"Map of box, {side} by {side}: {words}"
    assert not kernel_chart(np.ones((side, side)), "box", scale_bar=False).figure.data[0].showscale


def test_no_limit_is_nought_or_without_end():
    assert shared_limit(np.zeros(3), np.zeros((2, 2))) == 1.0
    assert shared_limit([1.0], [-np.inf]) == 1.0
    assert kernel_chart(np.zeros((2, 2)), "nothing").figure.data[0].zmax == 1.0


def test_two_kernels_lie_centre_over_centre_on_one_scale_and_are_told_apart_without_colour():
    chart = kernels_chart([("one", [-1.0, 4.0]), ("two", [0.5, 1.0, 0.5])])
    first, second = chart.figure.data
    assert (first.x.tolist(), second.x.tolist()) == ([-1, 0], [-1, 0, 1])
    assert chart.figure.layout.yaxis.range == (-5, 5)
    assert chart.figure.layout.barmode == "group"
    assert second.marker.color == "rgba(0,0,0,0)"
    assert second.marker.line.width > 1
    assert chart.alt == "Bars of one, 2 taps: −1, 4; two, 3 taps: 0.5, 1, 0.5."
