"""`correlate` and `convolve` against scipy, against each other, and against what their errors promise."""

import numpy as np
import pytest
import scipy.ndimage
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.convolution import BOUNDARIES, METHODS, MODES, convolve, correlate

NUMBERS = st.floats(-100, 100, width=32)
SIGNALS = arrays.arrays(np.float64, st.integers(1, 24), elements=NUMBERS)
IMAGES = arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=12), elements=NUMBERS)
MASKS_1D = arrays.arrays(np.float64, st.integers(1, 30), elements=NUMBERS)
MASKS_2D = arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=15), elements=NUMBERS)
PAIRS = st.one_of(st.tuples(SIGNALS, MASKS_1D), st.tuples(IMAGES, MASKS_2D))


def fits(data, kernel):
    return all(k <= n for k, n in zip(kernel.shape, data.shape, strict=True))


@pytest.mark.parametrize("mode", MODES)
@given(pair=PAIRS)
def test_convolve_equals_scipy_signal_with_zeros_beyond_the_edge(mode, pair):
    data, kernel = pair
    if mode == "valid" and not fits(data, kernel):
        return
    expected = scipy.signal.convolve(data, kernel, mode="full", method="direct")
    if mode == "same":
        starts = [(k - 1) // 2 for k in kernel.shape]
        expected = expected[tuple(slice(s, s + n) for s, n in zip(starts, data.shape, strict=True))]
    elif mode == "valid":
        expected = scipy.signal.convolve(data, kernel, mode="valid", method="direct")
    np.testing.assert_allclose(convolve(data, kernel, mode=mode, boundary="constant"), expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@given(pair=PAIRS, cval=st.floats(-5, 5))
def test_correlate_equals_numpys_padding_however_large_the_kernel(boundary, pair, cval):
    data, kernel = pair
    # what NumPy calls symmetric and reflect is reflect and mirror here, as in scipy.ndimage
    name = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge"}.get(boundary, boundary)
    values = {"constant_values": cval} if boundary == "constant" else {}
    margins = [(k // 2, (k - 1) // 2) for k in kernel.shape]
    expected = scipy.signal.correlate(np.pad(data, margins, name, **values), kernel, mode="valid", method="direct")
    np.testing.assert_allclose(correlate(data, kernel, boundary=boundary, cval=cval), expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@given(pair=PAIRS, cval=st.floats(-5, 5))
def test_correlate_equals_scipy_ndimage_for_odd_kernels_that_fit(boundary, pair, cval):
    # beyond that, scipy 1.17 reads a wrong sample under "reflect": at -8 of two samples, one before their memory
    data, kernel = pair
    kernel = kernel[tuple(slice(None, k - (k + 1) % 2) for k in kernel.shape)]
    if kernel.size == 0 or not fits(data, kernel):
        return
    expected = scipy.ndimage.correlate(data, kernel, mode=boundary, cval=cval)
    np.testing.assert_allclose(correlate(data, kernel, boundary=boundary, cval=cval), expected, rtol=1e-12, atol=1e-9)


def test_a_kernel_of_17_taps_on_two_samples_under_reflect():
    # 1 0 0 1 1 0 0 1 [1 0] 0 1 1 0 0 1 1: counted by hand
    np.testing.assert_array_equal(correlate([1.0, 0.0], np.ones(17)), [9, 8])


@pytest.mark.parametrize("boundary", BOUNDARIES)
@given(pair=PAIRS)
def test_full_extends_same_under_every_boundary(boundary, pair):
    data, kernel = pair
    full = convolve(data, kernel, mode="full", boundary=boundary)
    same = convolve(data, kernel, mode="same", boundary=boundary)
    starts = [(k - 1) // 2 for k in kernel.shape]
    middle = full[tuple(slice(s, s + n) for s, n in zip(starts, data.shape, strict=True))]
    assert full.shape == tuple(n + k - 1 for n, k in zip(data.shape, kernel.shape, strict=True))
    np.testing.assert_array_equal(middle, same)


@given(pair=PAIRS, mode=st.sampled_from(MODES), boundary=st.sampled_from(BOUNDARIES))
def test_convolving_is_correlating_with_the_kernel_turned_round_and_shifted_for_even_sizes(pair, mode, boundary):
    data, kernel = pair
    if mode == "valid" and not fits(data, kernel):
        return
    turned = correlate(data, np.flip(kernel), mode=mode, boundary=boundary)
    np.testing.assert_array_equal(convolve(data, kernel, mode=mode, boundary=boundary), turned)


@given(
    pair=PAIRS,
    mode=st.sampled_from(MODES),
    boundary=st.sampled_from(BOUNDARIES),
    stride=st.integers(1, 5),
    dilation=st.integers(1, 4),
)
def test_stride_keeps_every_nth_output_and_dilation_puts_zeros_between_taps(pair, mode, boundary, stride, dilation):
    data, kernel = pair
    spread = np.zeros([(k - 1) * dilation + 1 for k in kernel.shape])
    spread[(slice(None, None, dilation),) * kernel.ndim] = kernel
    if mode == "valid" and not fits(data, spread):
        return
    expected = correlate(data, spread, mode=mode, boundary=boundary)[(slice(None, None, stride),) * data.ndim]
    actual = correlate(data, kernel, mode=mode, boundary=boundary, stride=stride, dilation=dilation)
    np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-9)


def test_stride_and_dilation_may_differ_between_axes():
    data = np.arange(48.0).reshape(6, 8)
    kernel = np.array([[1.0, 2.0], [3.0, 4.0]])
    actual = correlate(data, kernel, mode="valid", stride=(2, 3), dilation=(1, 2))
    rows, columns = np.arange(0, 5, 2)[:, None], np.arange(0, 6, 3)[None, :]
    expected = (
        data[rows, columns]
        + 2 * data[rows, columns + 2]
        + 3 * data[rows + 1, columns]
        + 4 * data[rows + 1, columns + 2]
    )
    np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("function", [convolve, correlate])
@pytest.mark.parametrize("channel_axis", [0, 1, 2, -1, -2, -3])
def test_channels_are_filtered_each_by_itself(function, channel_axis):
    image = np.random.default_rng(0).random((7, 6, 3))
    kernel = np.random.default_rng(1).random((3, 2))
    moved = np.moveaxis(image, -1, channel_axis)
    expected = np.stack([function(image[..., c], kernel, stride=2) for c in range(3)], axis=channel_axis)
    np.testing.assert_array_equal(function(moved, kernel, stride=2, channel_axis=channel_axis), expected)


def test_channels_of_a_signal():
    stereo = np.random.default_rng(0).random((2, 9))
    expected = [correlate(channel, [1, -1]) for channel in stereo]
    np.testing.assert_array_equal(correlate(stereo, [1, -1], channel_axis=0), expected)


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        (bool, np.float32),
        (np.uint8, np.float32),
        (np.int16, np.float32),
        (np.int32, np.float64),
        (np.float16, np.float32),
        (np.float32, np.float32),
        (np.float64, np.float64),
        (np.longdouble, np.longdouble),
    ],
)
def test_the_data_decide_the_dtype(dtype, expected):
    assert correlate(np.ones(5, dtype), np.ones(3, np.float64)).dtype == expected


def test_bytes_do_not_wrap():
    edge = np.array([0, 0, 255, 255], np.uint8)
    np.testing.assert_array_equal(correlate(edge, [1, 0, -1], mode="valid"), [-255, -255])


def test_float32_is_accurate_relative_to_its_own_window():
    image = np.full((32, 64), 1e-3, np.float32)
    image[:, 32:] = 1e4
    image += np.random.default_rng(0).random(image.shape).astype(np.float32) * image
    kernel = np.random.default_rng(1).random((5, 5))
    exact = scipy.ndimage.correlate(image.astype(np.float64), kernel)
    dim = np.s_[:, :29]
    np.testing.assert_allclose(correlate(image, kernel)[dim], exact[dim], rtol=3e-7)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_spreads_to_its_own_windows_and_no_further(bad):
    signal = np.ones(9)
    signal[4] = bad
    output = correlate(signal, [0.0, 1.0, 0.0])
    assert np.isfinite(output).tolist() == [True] * 3 + [False] * 3 + [True] * 3
    assert np.isnan(output[[3, 5]]).all()  # zero times inf is no number


def test_impulse_gives_the_kernel_back():
    impulse = np.zeros((7, 7))
    impulse[3, 3] = 1
    kernel = np.arange(9.0).reshape(3, 3)
    np.testing.assert_array_equal(convolve(impulse, kernel)[2:5, 2:5], kernel)
    np.testing.assert_array_equal(correlate(impulse, kernel)[2:5, 2:5], np.flip(kernel))


@pytest.mark.parametrize("boundary", ["reflect", "mirror", "nearest", "wrap"])
def test_constant_data_stay_constant_to_the_edge(boundary):
    np.testing.assert_allclose(correlate(np.full(5, 3.0), np.full(31, 1 / 31), boundary=boundary), 3.0)


def test_views_give_what_their_copies_give():
    image = np.random.default_rng(0).random((12, 14))
    view = image[::-2, 1::3]
    np.testing.assert_array_equal(correlate(view, np.ones((3, 3))), correlate(view.copy(), np.ones((3, 3))))


@pytest.mark.parametrize("method", METHODS)
def test_out_is_filled_and_returned(method):
    data = np.arange(6.0)
    out = np.empty(6)
    assert correlate(data, [1, 2, 3], out=out, method=method) is out
    np.testing.assert_array_equal(out, correlate(data, [1, 2, 3]))


def test_out_may_be_the_data_themselves():
    data = np.arange(6.0)
    expected = correlate(data, [1, 2, 3])
    np.testing.assert_array_equal(correlate(data, [1, 2, 3], out=data), expected)


def test_arguments_are_left_as_they_were():
    data, kernel = np.arange(5.0), np.array([1.0, 2.0])
    data.setflags(write=False)
    kernel.setflags(write=False)
    convolve(data, kernel, boundary="constant", cval=7)


READ_ONLY = np.zeros(5)
READ_ONLY.setflags(write=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(data=[]), "data is empty (shape (0,)): give at least one number."),
        (dict(kernel=[]), "kernel is empty (shape (0,)): give at least one number."),
        (dict(data=[[1, 2], [3]]), "data is ragged: give an array with rows of equal length."),
        (
            dict(data=np.ones((4, 4, 3)), kernel=np.ones((3, 3))),
            "data of shape (4, 4, 3) with channel_axis=None has 3 dimensions to filter and the kernel has 2: "
            "they must agree. For colour images give channel_axis=-1.",
        ),
        (
            dict(data=np.ones((4, 4))),
            "data of shape (4, 4) with channel_axis=None has 2 dimensions to filter and the kernel has 1: "
            "they must agree.",
        ),
        (dict(kernel=np.ones((1, 1, 1))), "kernel has 3 dimensions: give a 1-D or a 2-D kernel."),
        (dict(kernel=3.0), "kernel has 0 dimensions: give a 1-D or a 2-D kernel."),
        (dict(mode="valdi"), "mode='valdi' is unknown: choose one of same, valid, full."),
        (dict(mode=None), "mode=None is unknown: choose one of same, valid, full."),
        (
            dict(boundary="symmetric"),
            "boundary='symmetric' is unknown: choose one of reflect, constant, nearest, mirror, wrap.",
        ),
        (dict(method="magic"), "method='magic' is unknown: choose one of auto, direct, separable, fft, definition."),
        (dict(stride=0), "stride=0 is not allowed: give a whole number from 1 up."),
        (dict(stride=1.5), "stride=1.5 is not allowed: give a whole number from 1 up."),
        (dict(dilation=True), "dilation=True is not allowed: give a whole number from 1 up."),
        (dict(stride=(1, 2)), "stride=(1, 2) has 2 entries for 1 axes: give one whole number, or 1."),
        (
            dict(cval="x"),
            "cval='x' is not a number: give the value that lies beyond the edge, such as 0.0.",
        ),
        (
            dict(channel_axis=2),
            "channel_axis=2 is not an axis of data with shape (5,): give a whole number from -1 to 0, or None.",
        ),
        (
            dict(mode="valid", dilation=3),
            "mode='valid' needs a kernel no longer than the data: the kernel reaches over (7,) samples (dilation "
            "included), the data have (5,). Use mode='same', or a shorter kernel.",
        ),
        (
            dict(out=np.zeros(4)),
            "out has shape (4,) and dtype float64: the result has shape (5,) and dtype float64.",
        ),
        (
            dict(out=np.zeros(5, np.float32)),
            "out has shape (5,) and dtype float32: the result has shape (5,) and dtype float64.",
        ),
        (dict(out=[0] * 5), "out is a list: give an array of shape (5,) and dtype float64."),
        (dict(out=READ_ONLY), "out is read-only: give an array that can be written."),
    ],
)
@pytest.mark.parametrize("function", [convolve, correlate])
def test_wrong_arguments_are_named(function, arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        function(**{"data": np.ones(5), "kernel": np.ones(3), **arguments})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("argument", "value", "dtype"),
    [
        ("data", np.ones(5, complex), "complex128"),
        ("data", np.array(["a"]), "<U1"),
        ("data", np.array([None]), "object"),
        ("kernel", np.ones(3, complex), "complex128"),
    ],
)
def test_what_is_not_real_is_a_type_error(argument, value, dtype):
    with pytest.raises(TypeError) as caught:
        correlate(**{"data": np.ones(5), "kernel": np.ones(3), argument: value})
    assert str(caught.value) == (
        f"{argument} has dtype {dtype}: give real numbers (bool, integers or floats), "
        f"for example {argument}.real or {argument}.astype(float)."
    )
