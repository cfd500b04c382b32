"""The grid's size, its waves, and that the fine search only ever gains on it."""

import numpy as np
import pytest

from core.kernels import nearest_gabor, random_filters
from core.kernels.gabor_fit.grid import grid
from core.kernels.gabor_fit.refinement import bounds
from core.kernels.gabor_fit.waves import waves

SHAPES = [(3, 3), (3, 16), (7, 7), (10, 10), (16, 12), (16, 16)]


def unit_rows(filters):
    rows = filters.reshape(len(filters), -1)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_small_within_bounds_and_read_only(shape):
    found = grid(shape)
    assert found.even.nbytes + found.odd.nbytes < 60e6
    low, high = bounds(shape)
    assert ((found.parameters >= low) & (found.parameters <= high)).all()
    assert not any(array.flags.writeable for array in (found.parameters, found.even, found.odd))
    assert sum(group.stop - group.start for group in found.groups) == found.parameters.shape[1]


@pytest.mark.parametrize("shape", SHAPES[:3])
def test_its_waves_have_length_1_and_are_orthogonal(shape):
    found = grid(shape)
    for wave in (found.even, found.odd):
        np.testing.assert_allclose(np.linalg.norm(wave, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.einsum("nt,nt->n", found.even, found.odd), 0, atol=1e-5)


def test_the_transposed_grid_is_the_grid_of_the_transposed_filter():
    row, column, angle, *others = grid((5, 8)).parameters
    transposed = np.array([column, row, (np.pi / 2 - angle) % np.pi, *others])
    ours, theirs = (
        np.unique(np.round(each, 6) % np.array([[99], [99], [round(np.pi, 6)], [9], [99], [99]]), axis=1)
        for each in (transposed, grid((8, 5)).parameters)
    )
    np.testing.assert_allclose(ours, theirs, atol=2e-6)


def test_its_best_comes_first_and_the_starts_differ():
    targets = unit_rows(random_filters((7, 7), draws=5))
    found = grid((7, 7))
    starts = found.starts(targets, 4)
    assert starts.shape == (6, 4, 5)
    cosines = waves(starts.reshape(6, -1), (7, 7)).nearest(np.tile(targets, (4, 1)))[2].reshape(4, 5)
    best = np.hypot(found.even @ targets.T, found.odd @ targets.T).max(axis=0)
    np.testing.assert_allclose(cosines[0], best, atol=1e-5)
    assert (np.diff(cosines, axis=0) <= 1e-6).all()
    assert len(np.unique(starts[:, :, 0], axis=1).T) == 4


@pytest.mark.parametrize("shape", SHAPES[:4])
def test_the_fit_is_never_worse_than_the_grid(shape):
    filters = random_filters(shape, draws=12, seed=1)
    targets = unit_rows(filters)
    best = waves(grid(shape).starts(targets, 1)[:, 0], shape).nearest(targets)[2]
    assert (nearest_gabor(filters).cosine >= best - 1e-12).all()
