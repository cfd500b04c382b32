"""Figures of a picture's quality against their definitions."""

import numpy as np

from core.learning import (
    psnr,
    ssim,
)


def test_quality_of_equal_pictures_and_of_a_known_difference():
    picture = np.random.default_rng(0).random((32, 32))
    assert ssim(picture, picture) == 1.0
    np.testing.assert_allclose(psnr(picture + 0.01, picture), 40.0)
    assert ssim(picture + np.random.default_rng(1).normal(0, 0.3, picture.shape), picture) < 0.8
