"""Designed banks: how many filters, of which length, and that the named ones are what they are called."""

import numpy as np
import pytest
from scipy.fft import dctn

from core.kernels import BANKS, designed_bank, get_kernel
from core.kernels.designed_banks import edges

SIZES = [(3, 4), (5, 16), (9, 16), (10, 64), (16, 144), (9, 1)]


@pytest.mark.parametrize("name", BANKS)
@pytest.mark.parametrize(("size", "count"), SIZES)
def test_all_filters_have_length_one_and_no_mean(name, size, count):
    bank = designed_bank(name, size, count)
    assert bank.shape == (count, size, size)
    np.testing.assert_allclose(np.linalg.norm(bank, axis=(1, 2)), 1)
    np.testing.assert_allclose(bank.sum(axis=(1, 2)), 0, atol=1e-12)
    assert not bank.flags.writeable


@pytest.mark.parametrize("name", BANKS)
def test_no_two_filters_of_a_bank_are_one(name):
    bank = designed_bank(name, 9, 16).reshape(16, -1)
    assert np.abs(bank @ bank.T - np.eye(16)).max() < 0.999


def test_cosines_are_those_of_the_transform():
    bank = designed_bank("dct", 6, 35)
    spectra = np.abs(dctn(bank, axes=(1, 2), norm="ortho"))
    assert (np.isclose(spectra, 1, atol=1e-9).sum(axis=(1, 2)) == 1).all()
    assert (np.isclose(spectra, 0, atol=1e-9).sum(axis=(1, 2)) == 35).all()


def test_the_first_edges_are_sobels():
    bank = edges(3, 4)
    for mask, name in ((bank[0], "sobel_x"), (designed_bank("edges", 3, 8)[3], "sobel_y")):
        sobel = get_kernel(name).weights
        cosine = (mask * sobel).sum() / np.linalg.norm(mask) / np.linalg.norm(sobel)
        np.testing.assert_allclose(cosine, 1, rtol=1e-9)


def test_gabor_filters_are_those_of_the_catalogue():
    wavelength = float(np.sqrt(3.3 * 0.75 * 9))
    kernel = get_kernel("gabor", wavelength=wavelength, sigma=0.35 * wavelength, aspect=1.0, size=9, zero_mean=False)
    even = kernel.weights - kernel.weights.mean()
    np.testing.assert_allclose(designed_bank("gabor", 9, 4)[0], even / np.linalg.norm(even), atol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("gabors", 9, 16),
            "'gabors' is not a bank: did you mean gabor or gabor_fine? choose one of gabor, gabor_fine, gaussian_derivatives, dct, edges.",
        ),
        (("dct", 2, 3), "size=2 is not allowed: give at least 3 pixels."),
        (("dct", 3, 9), "count=9 is not allowed: give 1 to 8 cosines of 3 x 3."),
        (("gabor", 7, 2.5), "count=2.5 is not allowed: give a whole number up to 1,000."),
        (("gabor", 10**6, 2), "size=1000000 is not allowed: give a whole number up to 1,000."),
        (("gabor", 3, 0), "count=0 is not allowed: give at least 1 filter of 3 x 3."),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        designed_bank(*arguments)
    assert str(caught.value) == message
