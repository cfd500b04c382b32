"""One output taken apart is that output."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES, convolve, correlate, products_at


@given(
    shape=st.lists(st.integers(3, 7), min_size=1, max_size=2),
    taps=st.integers(1, 3),
    mode=st.sampled_from(MODES),
    boundary=st.sampled_from(BOUNDARIES),
    stride=st.integers(1, 2),
    flip=st.booleans(),
    seed=st.integers(0, 9),
)
def test_the_sum_of_the_products_is_the_output(shape, taps, mode, boundary, stride, flip, seed):
    rng = np.random.default_rng(seed)
    data, kernel = rng.normal(size=shape), rng.normal(size=[taps] * len(shape))
    options = dict(mode=mode, boundary=boundary, stride=stride, cval=0.5)
    output = (convolve if flip else correlate)(data, kernel, **options)
    for place in np.ndindex(output.shape):
        one = products_at(data, kernel, place, flip=flip, **options)
        assert one.patch.shape == one.products.shape == one.kernel.shape == kernel.shape
        np.testing.assert_allclose(one.total, output[place], rtol=1e-12, atol=1e-12)
        np.testing.assert_array_equal(one.products, one.patch * one.kernel)


def test_taps_beyond_the_edge_are_marked():
    one = products_at(np.ones((3, 3)), np.ones((3, 3)), (0, 0), boundary="constant", cval=9)
    assert one.inside.tolist() == [[False, False, False], [False, True, True], [False, True, True]]
    assert one.patch.tolist() == [[9, 9, 9], [9, 1, 1], [9, 1, 1]]


def test_the_kernel_is_shown_as_it_lies_on_the_data():
    assert products_at([1, 2, 3], [1, 2, 4], 1, flip=True).kernel.tolist() == [4, 2, 1]


@pytest.mark.parametrize("output", [5, -1, (0, 0)])
def test_an_output_that_does_not_exist_is_named(output):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        products_at(np.ones(5), [1, 1, 1], output)
    place = output if isinstance(output, tuple) else (output,)
    assert str(caught.value) == f"output={place} does not exist: give whole numbers from 0 to (4,)."
