"""Whitened patches: of strength one in all directions, from the pictures that are meant, in grey and in colour."""

import numpy as np
import pytest

from core.data import Image
from core.learning.experiments.data.whitened_patches import whitened_patches

NOISE = np.random.default_rng(0).random((60, 80, 3))


@pytest.mark.parametrize(("in_colour", "taps"), [(False, 36), (True, 108)])
def test_training_patches_are_about_equally_strong_in_all_directions_but_their_mean(in_colour, taps):
    found = whitened_patches(Image("noise", "Noise", NOISE), 6, in_colour, 0)
    assert found.training.shape[1] == found.held_out.shape[1] == taps
    variances = np.linalg.eigvalsh(found.training.T.astype(float) @ found.training / len(found.training))
    np.testing.assert_allclose(variances[0], 0, atol=1e-6)
    assert 0.9 < variances[1] <= variances[-1] < 1.01


def test_the_left_half_trains_and_the_right_half_is_held_out():
    picture = NOISE[..., 0].copy()
    picture[:, :40] = 0.5 + 0.3 * (np.arange(40) % 2) + 0.1 * picture[:, :40]  # stripes on the left alone
    left, right = (Image("half", "Half", each) for each in (picture, picture[:, ::-1].copy()))
    ahead, back = (whitened_patches(each, 6, False, 0) for each in (left, right))
    stripes = np.tile([1.0, -1.0], 18) / 6
    for patches, is_striped in (
        (ahead.training @ ahead.whitening.backward, True),
        (back.training @ back.whitening.backward, False),
    ):
        assert (np.abs(patches @ stripes).mean() > 4) == is_striped


def test_another_seed_draws_others():
    image = Image("noise", "Noise", NOISE)
    first, again, other = (whitened_patches(image, 6, False, seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first.training, again.training)
    assert not np.array_equal(first.training, other.training)
