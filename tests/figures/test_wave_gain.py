"""What the figure of a kernel's gain gets: the spectrum's numbers, and colours from dark to yellow."""

import numpy as np

from core.figures.wave_gain import wave_gain
from core.kernels import frequency_response, get_kernel
from tests.messages import read_message


def test_the_gain_of_a_signals_kernel_is_its_spectrum():
    spectrum = frequency_response(get_kernel("box_1d"), 64)
    header, arrays = read_message(wave_gain(spectrum))
    np.testing.assert_allclose(arrays["gain"], spectrum.magnitude, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(arrays["frequencies"], spectrum.frequencies)
    assert header["is_signal"]
    assert header["alt"] == "Gain for waves from slow to fast: 1 for what is even, at most 1."


def test_the_map_is_dark_where_the_gain_is_0_and_yellow_where_it_is_largest():
    spectrum = frequency_response(get_kernel("sobel_x"), 32)
    header, arrays = read_message(wave_gain(spectrum))
    pixels, gain = arrays["pixels"].astype(int), spectrum.magnitude
    assert pixels.shape == (32, 32, 3)
    assert header["largest"] == gain.max()
    np.testing.assert_array_equal(pixels[16, 16], arrays["scale"][0])
    np.testing.assert_array_equal(pixels[np.unravel_index(gain.argmax(), gain.shape)], arrays["scale"][255])
    brightness = arrays["scale"].astype(int).sum(axis=1)
    assert (np.diff(brightness) >= -2).all()
    assert header["alt"] == "Gain for waves of each direction and width: 0 for what is even, at most 8."


def test_a_kernel_of_zeros_has_no_gain_anywhere():
    _, arrays = read_message(wave_gain(frequency_response(np.zeros((3, 3)), 8)))
    assert not arrays["gain"].any()
