"""What the library's figure gets: the kernels' numbers as they are, and input and output on their scales."""

import numpy as np
import pytest

from core.convolution import correlate
from core.data import Image, Signal, get_image, get_signal
from core.figures.kernel_effect import picture_effect, signal_effect
from core.filters import Layer, describe_filter
from core.kernels import get_kernel
from tests.messages import read_message

COINS = get_image("coins")


def test_a_picture_comes_with_the_numbers_of_its_kernel_and_levels_of_the_output():
    kernel = get_kernel("sobel_x")
    output = correlate(COINS.pixels, kernel)
    header, arrays = read_message(picture_effect(COINS, "Sobel x", [kernel.weights], Layer(kernel), output))
    assert header["masks"] == [kernel.weights.tolist()]
    assert (header["is_signal"], header["is_signed"], header["limit"]) == (False, True, 2.0)
    np.testing.assert_allclose(arrays["input"] * header["level"], COINS.pixels, atol=1e-6)
    limit = np.sort(np.abs(output).ravel())[(output.size - 1) * 99 // 100]
    np.testing.assert_allclose(arrays["output"], np.clip(output / limit, -1, 1) * 127, atol=0.5 + 1e-3)
    assert header["alt"].startswith(
        "Map of Sobel x, 3 by 3: row by row −1 0 1; −2 0 2; −1 0 1. Input: Coins, 384 by 303 pixels. Output from −"
    )
    assert header["alt"].endswith(f"{header['words']}.")


def test_a_mean_of_a_picture_is_shown_as_brightness():
    kernel = get_kernel("box")
    header, arrays = read_message(
        picture_effect(COINS, "Box", [kernel.weights], Layer(kernel), correlate(COINS.pixels, kernel))
    )
    assert not header["is_signed"]
    assert header["words"] == "black is 0, white is 1"
    assert arrays["output"].dtype == np.uint8


def test_a_filter_of_several_kernels_comes_with_all_of_them_on_one_scale():
    combined = describe_filter("kirsch_compass")
    masks = combined.kernels()
    strength = np.max([correlate(COINS.pixels, mask) for mask in masks], axis=0)
    header, _ = read_message(picture_effect(COINS, combined.title, masks, None, strength))
    assert header["masks"] == [mask.tolist() for mask in masks]
    assert header["limit"] == 5.0
    assert header["words"].startswith("black is 0, white is ")


@pytest.mark.parametrize(("name", "is_one_scale"), [("gaussian_1d", True), ("peak_detector", False)])
def test_a_signal_comes_with_its_output_and_on_one_scale_where_the_level_is_kept(name, is_one_scale):
    signal, kernel = get_signal("iid", length=96), get_kernel(name)
    output = correlate(signal.samples, kernel)
    header, arrays = read_message(signal_effect(signal, Layer(kernel), output))
    assert header["masks"] == [[kernel.weights.tolist()]]
    assert (header["is_signal"], header["samples"], header["is_one_scale"]) == (True, 96, is_one_scale)
    np.testing.assert_allclose(arrays["input"], signal.samples, rtol=1e-6)
    np.testing.assert_allclose(arrays["output"], output, rtol=1e-6, atol=1e-6)
    assert arrays["input_at"].tolist() == list(range(96))
    assert ("on the scale of the input" in header["alt"]) is is_one_scale


def test_a_long_signal_is_thinned_and_keeps_its_spike():
    samples = np.zeros(100_000)
    samples[77_777] = 5.0
    signal = Signal("spike", "Spike", samples, unit="mV")
    header, arrays = read_message(signal_effect(signal, Layer(get_kernel("identity_1d")), samples))
    assert len(arrays["output"]) <= 4000
    assert arrays["output"].max() == 5.0
    assert header["input_title"] == "Spike (mV)"


def test_nothing_to_see_is_no_error():
    flat = Image("flat", "Flat", np.zeros((4, 5)))
    kernel = get_kernel("laplacian")
    header, arrays = read_message(picture_effect(flat, "Laplacian", [kernel.weights], Layer(kernel), np.zeros((4, 5))))
    assert not arrays["output"].any()
    assert "Output from 0 to 0" in header["alt"]
