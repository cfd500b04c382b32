"""Where taps lie, against lengths of numpy.convolve and the samples of numpy.pad."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES
from core.convolution.geometry import OUTSIDE, Axis, axis_of, beyond_edge, first_output, output_length

LENGTHS, TAPS, STEPS = st.integers(1, 20), st.integers(1, 9), st.integers(1, 5)


@given(length=LENGTHS, taps=TAPS, mode=st.sampled_from(MODES), stride=STEPS)
def test_there_are_as_many_outputs_as_numpy_has(length, taps, mode, stride):
    # numpy swaps what is longer, and its "same" has the length of that
    if length >= taps:
        expected = len(np.convolve(np.ones(length), np.ones(taps), mode)[::stride])
        assert output_length(mode, length, taps, stride) == expected
    assert output_length("valid", length, taps, stride) <= 0 or length >= taps


@given(length=LENGTHS, taps=TAPS, dilation=STEPS, stride=STEPS, mode=st.sampled_from(MODES))
def test_every_output_reads_its_taps_from_where_the_axis_says(length, taps, dilation, stride, mode):
    axis = axis_of(mode, length=length, taps=taps, dilation=dilation, stride=stride)
    if axis.outputs < 1:
        assert axis.reach > length
        return
    places = axis.first + stride * np.arange(axis.outputs)[:, None] + dilation * np.arange(taps)
    assert axis.reach == places[0, -1] - places[0, 0] + 1
    assert axis.read == places[-1, -1] - places[0, 0] + 1
    if mode == "valid":
        assert places.min() == 0
        assert length - stride <= places.max() < length
    elif mode == "full":
        # the first touches the first sample with its last tap, and one more output would touch none
        assert places[0, -1] == 0
        assert places[-1, 0] < length <= places[-1, 0] + stride
    else:
        # the middle tap, the right one of two, lies on every stride-th sample
        assert (places[:, 0] + axis.reach // 2).tolist() == list(range(0, length, stride))


@given(length=st.integers(1, 7), beyond=st.integers(0, 40), boundary=st.sampled_from(BOUNDARIES))
def test_what_stands_in_beyond_the_edge_is_what_numpy_pads_with(length, beyond, boundary):
    name = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge"}.get(boundary, boundary)
    values = {"constant_values": OUTSIDE} if boundary == "constant" else {}
    expected = np.pad(np.arange(length), beyond, name, **values)
    np.testing.assert_array_equal(beyond_edge(np.arange(-beyond, length + beyond), length, boundary), expected)


@given(
    length=LENGTHS,
    taps=TAPS,
    dilation=STEPS,
    stride=STEPS,
    boundary=st.sampled_from(BOUNDARIES),
    cut=st.tuples(LENGTHS, LENGTHS),
)
def test_a_part_reads_what_the_whole_reads_there(length, taps, dilation, stride, boundary, cut):
    axis = axis_of("same", length=length, taps=taps, dilation=dilation, stride=stride)
    start, stop = sorted(min(each, axis.outputs) for each in cut)
    if start == stop:
        return
    part = axis.part(start, stop)
    assert part.outputs == stop - start
    first = start * stride
    np.testing.assert_array_equal(part.samples(boundary), axis.samples(boundary)[first : first + part.read])


@pytest.mark.parametrize(("taps", "expected"), [(1, [0, 0, 0]), (2, [-1, -1, 0]), (5, [-4, -2, 0]), (6, [-5, -3, 0])])
def test_the_first_tap_of_the_first_output(taps, expected):
    assert [first_output(mode, taps) for mode in ("full", "same", "valid")] == expected


def test_a_kernel_that_does_not_fit_leaves_nothing():
    assert axis_of("valid", length=4, taps=3, dilation=2, stride=1) == Axis(4, 3, 2, 1, 0, 0)
