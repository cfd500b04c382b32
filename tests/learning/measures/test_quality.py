"""Figures of a picture's quality against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from core.learning import (
    psnr,
    ssim,
)


def test_quality_of_equal_pictures_and_of_a_known_difference():
    picture = np.random.default_rng(0).random((32, 32))
    assert ssim(picture, picture) == 1.0
    np.testing.assert_allclose(psnr(picture + 0.01, picture), 40.0)
    assert ssim(picture + np.random.default_rng(1).normal(0, 0.3, picture.shape), picture) < 0.8


@given(difference=st.floats(1e-6, 1.0), seed=st.integers(0, 100))
def test_the_ratio_of_peak_to_noise_is_that_of_its_formula(difference, seed):
    truth = np.random.default_rng(seed).random((5, 6))
    picture = truth + difference * np.random.default_rng(seed + 1).normal(size=truth.shape)
    np.testing.assert_allclose(psnr(picture, truth), -10 * np.log10(np.mean((picture - truth) ** 2)), rtol=1e-9)


@pytest.mark.parametrize("noise", [0.01, 0.1, 0.5])
def test_structural_similarity_is_that_of_its_authors(noise):
    """Equation 13 of the paper, with the means, variances and covariance of windows of 11 x 11 and a sigma of 1.5."""
    rng = np.random.default_rng(0)
    truth = gaussian_filter(rng.random((24, 30)), 1.0)
    picture = truth + noise * rng.normal(size=truth.shape)

    def mean(values):
        # only windows that lie wholly in the picture count
        return gaussian_filter(values, 1.5, truncate=3.5)[5:-5, 5:-5]

    x, y = mean(picture), mean(truth)
    both, squares = mean(picture * truth) - x * y, mean(picture**2) + mean(truth**2) - x**2 - y**2
    similarity = (2 * x * y + 0.01**2) * (2 * both + 0.03**2) / ((x**2 + y**2 + 0.01**2) * (squares + 0.03**2))
    np.testing.assert_allclose(ssim(picture, truth), similarity.mean(), rtol=1e-9)
