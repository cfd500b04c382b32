"""What the browser gets is enough to compute every answer, and draws what the engine computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES
from core.data import Image, get_image
from core.figures import combined_scan, output_scale, picture_scan, strength_scale
from core.filters import Layer, apply_filter, describe_filter, products_of, run_layer
from core.kernels import Kernel, get_kernel
from tests.messages import read_message

PIXELS = (np.random.default_rng(0).integers(0, 256, (9, 12)) / 255).astype(np.float32)
PICTURE = Image("noise", "Noise", PIXELS)


def answer(header, arrays, place):
    """The answer at a place, by nothing but what was sent."""
    mask = np.array(header["weights"][0])
    mask = np.flip(mask) if header["is_turned"] else mask
    total = 0.0
    for (a, b), weight in np.ndenumerate(mask):
        row = arrays["rows"][place[0] * header["stride"] + a * header["dilation"]]
        column = arrays["columns"][place[1] * header["stride"] + b * header["dilation"]]
        level = arrays["input"][row, column] if row >= 0 and column >= 0 else 0
        total += weight * np.float32(level * header["level"])
    return total


@given(
    layer=st.builds(
        lambda shape, **how: Layer(Kernel("mine", "Mine", "mine", np.random.default_rng(3).normal(size=shape)), **how),
        st.sampled_from([(1, 1), (3, 3), (2, 4)]),
        flip=st.booleans(),
        mode=st.sampled_from(MODES),
        boundary=st.sampled_from(BOUNDARIES),
        stride=st.integers(1, 3),
        dilation=st.integers(1, 2),
    ),
    data=st.data(),
)
def test_every_answer_follows_from_what_is_sent(layer, data):
    result = run_layer(PIXELS, layer)
    header, arrays = read_message(picture_scan(PICTURE, layer, result))
    place = tuple(data.draw(st.integers(0, length - 1)) for length in result.filtered.shape)
    assert header["answers"] == list(result.filtered.shape)
    np.testing.assert_allclose(answer(header, arrays, place), products_of(PIXELS, layer, place).total, atol=1e-6)


@pytest.mark.parametrize(("kernel", "is_signed"), [("sobel_x", True), ("gaussian", False)])
def test_the_output_is_shown_on_its_scale(kernel, is_signed):
    layer = Layer(get_kernel(kernel))
    result = run_layer(PIXELS, layer)
    header, arrays = read_message(picture_scan(PICTURE, layer, result))
    scale, words = output_scale(result.output, keeps_level=layer.keeps_level)
    assert header["is_signed"] is is_signed
    assert (header["words"], header["limit"]) == (words, scale.limit)
    np.testing.assert_array_equal(arrays["output"], scale.levels(result.output))
    assert arrays["output"].dtype == (np.int8 if is_signed else np.uint8)
    np.testing.assert_array_equal(arrays["input"], (PIXELS * 255).round())


def test_colours_are_sent_as_they_are():
    image = get_image("chelsea")
    layer = Layer(get_kernel("gaussian"), pool=2)
    result = run_layer(image.pixels, layer)
    _, arrays = read_message(picture_scan(image, layer, result))
    assert arrays["input"].shape == image.pixels.shape
    assert arrays["output"].shape == result.output.shape


@pytest.mark.parametrize(("side", "is_editable"), [(7, True), (9, False)])
def test_kernels_up_to_7_a_side_are_edited_in_the_figure(side, is_editable):
    layer = Layer(get_kernel("box", size=side))
    header, _ = read_message(picture_scan(PICTURE, layer, run_layer(PIXELS, layer)))
    assert header["is_editable"] is is_editable
    # all digits, since what is edited comes back
    assert header["weights"] == [layer.kernel.weights.tolist()]


def test_a_combined_filter_is_shown_with_its_kernels():
    combined = describe_filter("sobel")
    output = apply_filter("sobel", PIXELS)
    masks = combined.kernels()
    header, arrays = read_message(combined_scan(PICTURE, combined, masks, output))
    assert header["is_joined"]
    assert header["weights"] == [mask.tolist() for mask in masks]
    assert header["answers"] == list(output.shape)
    np.testing.assert_array_equal(arrays["output"], strength_scale(output)[0].levels(output))
