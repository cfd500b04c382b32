"""A layer is its steps one after the other, and its mask is its filter as one kernel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import MODES, convolve, correlate, max_pool
from core.data import get_image
from core.filters import Layer, run_layer
from core.kernels import Kernel, get_kernel


@given(
    flip=st.booleans(),
    mode=st.sampled_from(MODES),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 3),
    relu=st.booleans(),
    pool=st.sampled_from([1, 2, 4, 99]),
    colour=st.booleans(),
)
def test_a_layer_is_its_steps_one_after_the_other(flip, mode, stride, dilation, relu, pool, colour):
    data = get_image("chelsea").pixels[:20, :24]
    data = data if colour else data[..., 0]
    kernel = get_kernel("sobel_x")
    layer = Layer(kernel, flip=flip, mode=mode, stride=stride, dilation=dilation, relu=relu, pool=pool)
    result = run_layer(data, layer)
    axis = -1 if colour else None
    slid = (convolve if flip else correlate)(
        data, kernel, mode=mode, stride=stride, dilation=dilation, channel_axis=axis
    )
    np.testing.assert_array_equal(result.filtered, slid)
    expected = np.maximum(slid, 0) if relu else slid
    if pool == 1:
        np.testing.assert_array_equal(result.output, expected)
        assert result.picked is None
        return
    sides = (*(min(pool, n) for n in slid.shape[:2]), *(1,) * colour)
    np.testing.assert_array_equal(result.output, max_pool(expected, sides)[0])
    np.testing.assert_array_equal(expected.ravel()[result.picked], result.output)


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("shape", [(4,), (3,), (2, 3), (5, 4)])
def test_the_mask_of_a_layer_does_what_its_filter_does(shape, dilation, flip):
    rng = np.random.default_rng(0)
    data = rng.random((20,) if len(shape) == 1 else (20, 23))
    layer = Layer(Kernel("mine", "Mine", "mine", rng.normal(size=shape)), flip=flip, dilation=dilation)
    np.testing.assert_allclose(correlate(data, layer.mask), run_layer(data, layer).filtered, atol=1e-12)


def test_the_mask_of_a_filter_as_written_is_that_kernel():
    kernel = get_kernel("gaussian", size=5)
    assert Layer(kernel, boundary="wrap", stride=2, relu=True, pool=4).mask == kernel


@pytest.mark.parametrize(("stride", "pool"), [(1, 1), (3, 1), (1, 4), (2, 3)])
def test_outputs_lie_as_far_apart_as_stride_and_pool_say(stride, pool):
    layer = Layer(Kernel("one", "One", "mine", [1.0]), stride=stride, pool=pool)
    ramp = np.arange(5.0 * stride * pool)
    assert layer.spacing == stride * pool
    np.testing.assert_array_equal(np.diff(run_layer(ramp, layer).output), layer.spacing)
