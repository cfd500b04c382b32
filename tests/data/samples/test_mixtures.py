"""Known signals under noise: without it they are their definitions, and it is as strong as it says."""

import numpy as np
import pytest

from core.data import get_signal
from core.data.samples.mixtures import BLOCK_HEIGHTS, BUMP_HEIGHTS, POSITIONS


def samples(name, **parameters):
    return get_signal(name, **parameters).samples


@pytest.mark.parametrize("name", ["bumps", "blocks", "two_tones"])
@pytest.mark.parametrize("noise", [0.05, 2.0])
def test_noise_is_laid_on_top_and_as_strong_as_it_says(name, noise):
    clean = samples(name, length=65_536, noise=0.0, seed=1)
    np.testing.assert_array_equal(clean, samples(name, length=65_536, noise=0.0, seed=2))
    rest = samples(name, length=65_536, noise=noise, seed=1) - clean
    np.testing.assert_allclose((rest.mean() / noise, rest.std() / noise), (0, 1), atol=0.02)


def test_blocks_jump_at_their_places_by_their_heights():
    blocks = samples("blocks", length=1001, noise=0.0)
    jumps = np.diff(blocks)
    places = np.flatnonzero(np.abs(jumps) > 1e-9)
    times = (places + 2) / 1001
    np.testing.assert_allclose(times, POSITIONS, atol=1.1 / 1001)
    np.testing.assert_allclose(jumps[places], BLOCK_HEIGHTS, atol=1e-12)


def test_bumps_are_as_high_as_the_table_says_where_it_says():
    bumps = samples("bumps", length=20_000, noise=0.0)
    for position, height in zip(POSITIONS, BUMP_HEIGHTS, strict=True):
        there = bumps[round(position * 20_000) - 1]
        # the feet of its neighbours are added
        assert height <= there < height + 0.2
        around = bumps[round((position - 0.002) * 20_000) : round((position + 0.002) * 20_000)]
        np.testing.assert_allclose(around.max(), there, rtol=1e-3)


def test_two_tones_are_two_lines_of_the_spectrum_one_half_as_high():
    tones = samples("two_tones", length=1024, slow_period=64.0, fast_period=8.0, noise=0.0)
    height = np.abs(np.fft.rfft(tones)) / 512
    np.testing.assert_allclose((height[16], height[128]), (1, 0.5), atol=1e-9)
    assert np.delete(height, (16, 128)).max() < 1e-9
