"""BeforeAfterData of waves: orthogonal, also where a wave vanishes between the pixels."""

import numpy as np

from core.kernels.gabor_fit.waves import waves


def test_a_wave_that_meets_only_its_zeros_is_left_out():
    # half a cycle a pixel, upright: the sine is 0 at every pixel if the centre is on one, the cosine if it is between
    for column in (2.0, 2.5):
        pairs = waves(np.array([[2.0], [column], [0.0], [0.5], [0.5], [0.0]]), (5, 5))
        assert np.isinf(pairs.odd_length)
        assert pairs.even_length > 1
        target = pairs.even / pairs.even_length
        even, odd, cosine = pairs.nearest(target)
        assert (odd, cosine) == (0, 1)
        np.testing.assert_allclose(pairs.mixed(even, odd), target)


def test_they_span_what_cosine_and_sine_span():
    rng = np.random.default_rng(0)
    parameters = np.array(
        [rng.uniform(*each, 30) for each in ((0, 4), (0, 5), (0, 3), (0.05, 0.45), (-0.5, 1), (-1, 0.5))]
    )
    pairs = waves(parameters, (5, 6))
    np.testing.assert_allclose(np.einsum("nt,nt->n", pairs.even, pairs.odd), 0, atol=1e-12)
    assert (pairs.even_length >= pairs.odd_length).all()
    row, column, angle, frequency, log_sigma, log_aspect = parameters[:, :, None]
    down, right = (each.reshape(1, -1) for each in np.indices((5, 6)))
    across = (right - column) * np.cos(angle) + (down - row) * np.sin(angle)
    along = (down - row) * np.cos(angle) - (right - column) * np.sin(angle)
    bell = np.exp(-(across**2 + (np.exp(log_aspect) * along) ** 2) / (2 * np.exp(log_sigma) ** 2))
    turn = pairs.turn[:, None]
    np.testing.assert_allclose(pairs.even, bell * np.cos(2 * np.pi * frequency * across - turn), atol=1e-12)
    np.testing.assert_allclose(pairs.odd, bell * np.sin(2 * np.pi * frequency * across - turn), atol=1e-12)
