"""Patches: where they come from, what is taken away, and which are left out."""

import numpy as np

from core.learning.experiments.data.contrast_patches import contrast_patches

RNG = np.random.default_rng(0)
GREY, COLOUR = RNG.random((20, 30)), RNG.random((15, 12, 3))


def is_in(patch, picture, size):
    """Whether this normalised patch is one of the picture's, up to its mean and contrast."""
    rows, columns = picture.shape[0] - size + 1, picture.shape[1] - size + 1
    for row in range(rows):
        for column in range(columns):
            window = picture[row : row + size, column : column + size].ravel()
            window = window - window.mean()
            if np.allclose(patch, window / np.sqrt(window.var() + 1e-3)):
                return True
    return False


def test_each_patch_is_a_window_less_its_mean_over_its_contrast():
    for picture in (GREY, COLOUR):
        for patch in contrast_patches([picture], 4, 5, np.random.default_rng(1)):
            assert is_in(patch, picture, 4)


def test_no_window_is_drawn_twice_and_no_more_than_there_are():
    patches = contrast_patches([GREY], 18, 1000, np.random.default_rng(0))
    assert len(patches) == 3 * 13
    assert len(np.unique(patches.round(9), axis=0)) == 3 * 13


def test_each_picture_gives_as_many():
    halves = [GREY, GREY + 0.5 * (np.arange(30) % 2)]
    assert len(contrast_patches(halves, 4, 101, np.random.default_rng(0))) == 100


def test_flat_patches_are_left_out():
    flat = np.full((20, 20), 0.3)
    flat[:, 10:] += 0.1 * RNG.random((20, 10))
    patches = contrast_patches([flat], 5, 1000, np.random.default_rng(0))
    assert len(contrast_patches([np.full((20, 20), 0.3)], 5, 100, np.random.default_rng(0))) == 0
    assert 0 < len(patches) < 16 * 16


def test_a_picture_smaller_than_a_patch_gives_none():
    assert contrast_patches([np.ones((4, 30))], 5, 100, np.random.default_rng(0)).shape == (0, 25)
    assert contrast_patches([np.ones((4, 30, 3))], 5, 100, np.random.default_rng(0)).shape == (0, 75)
