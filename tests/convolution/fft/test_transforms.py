"""Tables of fast Fourier transforms against NumPy's."""

import numpy as np
import pytest

from core.convolution.fft.transforms import SIZES, between_of, spectrum_of, strip_bytes, transform_of

DOUBLE = np.dtype(np.float64)


def transform_by_tables(values, length):
    """Decimation in frequency with the tables, in plain NumPy."""
    transform = transform_of(length, DOUBLE)
    result, block, used = values.astype(complex), length, 0
    for radix in transform.radices:
        quotient = block // radix
        pairs = transform.twiddles[used : used + 2 * (radix - 1) * quotient].reshape(quotient, radix - 1, 2)
        used += 2 * (radix - 1) * quotient
        factors = np.ones((radix, quotient), complex)
        factors[1:] = (pairs[..., 0] + 1j * pairs[..., 1]).T
        butterfly = np.exp(-2j * np.pi * np.outer(np.arange(radix), np.arange(radix)) / radix)
        parts = result.reshape(-1, radix, quotient)
        result = (np.einsum("pr,brq->bpq", butterfly, parts) * factors).reshape(-1)
        block = quotient
    assert used == len(transform.twiddles)
    return result


@pytest.mark.parametrize("length", [size for size in SIZES if size <= 1024])
def test_radices_factors_and_order_make_a_transform(length):
    values = np.random.default_rng(0).normal(size=length) + 1j * np.random.default_rng(1).normal(size=length)
    transform = transform_of(length, DOUBLE)
    assert np.prod(transform.radices) == length
    assert set(transform.radices.tolist()) <= {2, 3, 4}
    assert sorted(transform.order.tolist()) == list(range(length))
    expected = np.fft.fft(values)[transform.order]
    np.testing.assert_allclose(transform_by_tables(values, length), expected, atol=1e-11 * length)


def unpacked(strips, rows, columns, lanes):
    parts = strips[:, : 2 * rows * lanes].reshape(columns // lanes, rows, 2, lanes)
    return (parts[:, :, 0] + 1j * parts[:, :, 1]).transpose(1, 0, 2).reshape(rows, columns)


def test_a_spectrum_lies_as_the_loops_meet_it():
    kernel = np.random.default_rng(0).normal(size=(3, 4))
    spread = np.zeros((32, 48))
    spread[np.ix_([0, 2, 4], [0, 1, 2, 3])] = kernel
    expected = np.conj(np.fft.fft2(spread)) / (32 * 48)
    strips = spectrum_of(kernel.tobytes(), (3, 4), (2, 1), (32, 48), 4, DOUBLE)
    assert strips.strides[0] == strip_bytes(48, 4, DOUBLE) == 2 * 48 * 4 * 8 + 64
    down, across = transform_of(32, DOUBLE).order, transform_of(48, DOUBLE).order
    np.testing.assert_allclose(unpacked(strips, 48, 32, 4), expected[np.ix_(down, across)].T, atol=1e-15)


def test_a_signal_is_transformed_as_a_square():
    # columns, factors between, rows: the frequencies of the whole
    rows, columns = 16, 32
    signal = np.random.default_rng(0).normal(size=rows * columns)
    down, across = transform_of(rows, DOUBLE).order, transform_of(columns, DOUBLE).order
    between = unpacked(between_of((rows, columns), 4, DOUBLE), rows, columns, 4)
    halfway = np.fft.fft(signal.reshape(rows, columns), axis=0)[down] * between
    result = np.fft.fft(halfway, axis=1)[:, across]
    expected = np.fft.fft(signal)[down[:, None] + rows * across[None, :]]
    np.testing.assert_allclose(result, expected, atol=1e-11)
