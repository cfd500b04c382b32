"""What each method is said to cost: a sum of counted work times measured constants."""

import dataclasses

import pytest

from core.convolution.costs import COSTS, Costs
from core.convolution.geometry import axis_of


def test_constants_are_there_for_both_types():
    assert set(COSTS) == {4, 8}
    assert all(value >= 0 for costs in COSTS.values() for value in vars(costs).values())
    assert COSTS[8].direct_tap > COSTS[4].direct_tap


def only(**constants):
    """Costs of which these alone are not nought."""
    return Costs(**({field.name: 0.0 for field in dataclasses.fields(Costs)} | constants))


def axes(stride=1, dilation=1):
    return (axis_of("same", length=90, taps=5, dilation=dilation, stride=stride),) * 2


def test_every_product_counts_and_costs_more_where_each_row_stands_alone():
    costs = only(direct_tap=2.0, row_tap=3.0, definition_tap=7.0)
    assert costs.direct(100, (5, 4), axes()) == pytest.approx(100 * 20 * 2e-9)
    assert costs.direct(100, (1, 4), axes()) == pytest.approx(100 * 4 * 3e-9)
    # rows that are left out share no lines, unless the gaps between taps are as wide
    assert costs.direct(100, (5, 4), axes(stride=2)) == pytest.approx(100 * 20 * 3e-9)
    assert costs.direct(100, (5, 4), axes(stride=2, dilation=2)) == pytest.approx(100 * 20 * 2e-9)
    assert costs.definition(100, (5, 4)) == pytest.approx(100 * 20 * 7e-9 + 4000 * 20e-9)


def test_a_column_is_done_for_every_sample_of_a_row_and_a_row_for_each_output():
    costs = only(separable_tap=2.0)
    assert costs.separable(100, (5, 4), axes()) == pytest.approx(100 * 9 * 2e-9)
    assert costs.separable(100, (5, 4), axes(stride=3)) == pytest.approx(100 * 19 * 2e-9)


@pytest.mark.parametrize(("stride", "dilation", "copies"), [(1, 1, 0), (2, 2, 2), (2, 1, 4), (2, 3, 10), (3, 1, 9)])
def test_a_stride_copies_each_sample_once_or_as_often_as_taps_have_gaps(stride, dilation, copies):
    seconds = only(staged=1.0).direct(100, (5, 4), axes(stride, dilation))
    assert seconds == pytest.approx(100 * copies * 1e-9)


def test_transforms_cost_by_the_sample_and_more_where_channels_lie_side_by_side():
    costs = only(fft_call=1000.0, fft_sample=2.0, fft_gathered=1.0)
    assert costs.fft(500) == pytest.approx(2000e-9)
    assert costs.fft(500, is_interleaved=True) == pytest.approx(2500e-9)


@pytest.mark.parametrize(("method", "gain"), [("direct", 1.8), ("separable", 1.8), ("fft", 1.5)])
def test_threads_share_what_is_not_the_call_itself(method, gain):
    costs = only(call=1000.0, fft_call=2000.0, compiled_gain=1.8, fft_gain=1.5)
    call = 2e-6 if method == "fft" else 1e-6
    assert costs.shared(method, 1e-3, 1) == 1e-3
    assert costs.shared(method, 1e-3, 2) == pytest.approx(call + (1e-3 - call) / gain)
    assert costs.shared(method, 1e-3, 4) == pytest.approx(call + (1e-3 - call) / (1 + 3 * (gain - 1)))
