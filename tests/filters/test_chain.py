"""A chain is its stages one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import correlate, max_pool
from core.data import get_image
from core.filters import Layer, apply_filter
from core.filters.chain import Chain, Joined, Threshold, pooled, rectified, run_chain
from core.kernels import get_kernel

PIXELS = get_image("camera").pixels[100:180, 100:200]


def test_edges_in_four_steps_are_the_four_steps():
    blur = get_kernel("gaussian")
    chain = Chain((Layer(blur), Joined("sobel"), Threshold(0.2), pooled(4)))
    outputs = run_chain(PIXELS, chain)
    smooth = correlate(PIXELS, blur)
    slope = apply_filter("sobel", smooth)
    edges = (slope >= 0.2 * slope.max()).astype(np.float32)
    for output, expected in zip(outputs, (smooth, slope, edges, max_pool(edges, 4)[0]), strict=True):
        np.testing.assert_array_equal(output, expected)
    assert 0 < outputs[3].mean() < 1


def test_a_stage_may_stand_for_itself():
    slope = correlate(PIXELS, get_kernel("sobel_x"))
    np.testing.assert_array_equal(run_chain(slope, Chain((rectified(),)))[0], np.maximum(slope, 0))
    assert run_chain(PIXELS, Chain(())) == ()


def test_colours_are_filtered_each_by_itself():
    colours = get_image("chelsea").pixels[:40, :44]
    chain = Chain((Layer(get_kernel("box")), Joined("zero_crossings", (("threshold", 0.2),)), pooled(2)))
    for channel in range(3):
        for whole, alone in zip(run_chain(colours, chain), run_chain(colours[..., channel], chain), strict=True):
            np.testing.assert_allclose(whole[..., channel], alone, atol=1e-6)


@given(share=st.floats(0, 1))
def test_a_threshold_keeps_what_is_strong_enough(share):
    values = np.random.default_rng(0).normal(size=(6, 7))
    kept = Threshold(share).apply(values)
    assert set(np.unique(kept)) <= {0.0, 1.0}
    np.testing.assert_array_equal(kept == 1, values >= share * np.abs(values).max())
    assert kept[np.unravel_index(values.argmax(), values.shape)] == float(values.max() >= share * np.abs(values).max())


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_from_0_to_1(share):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        Threshold(share)
    assert str(caught.value) == f"share={share} is not allowed: give a number from 0 to 1."
