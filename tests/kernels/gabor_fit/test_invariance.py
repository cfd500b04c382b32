"""What must not change the fit, or only change it in a known way: scale, sign, place and the order of axes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gabor import gabor_functions, known_gabors
from core.kernels import nearest_gabor

SEEDS = st.integers(0, 10_000)
few = settings(max_examples=10)


@few
@given(seed=SEEDS, factor=st.sampled_from([1e-200, 1e-3, 0.5, 7.0, 1e150]))
def test_scale_changes_nothing_but_the_amplitude(seed, factor):
    _, filters = known_gabors(8, 4, seed)
    fit, scaled = nearest_gabor(filters), nearest_gabor(factor * filters)
    np.testing.assert_allclose(scaled.cosine, fit.cosine, atol=1e-5)
    np.testing.assert_allclose(scaled.frequency, fit.frequency, rtol=0.01)
    np.testing.assert_allclose(scaled.amplitude / factor, fit.amplitude, rtol=0.02)


@few
@given(seed=SEEDS)
def test_the_other_sign_is_half_a_wave_further(seed):
    _, filters = known_gabors(8, 4, seed)
    fit, negative = nearest_gabor(filters), nearest_gabor(-filters)
    for name in ("row", "column", "angle", "frequency", "sigma", "aspect", "amplitude", "cosine"):
        np.testing.assert_allclose(getattr(negative, name), getattr(fit, name), rtol=1e-9)
    np.testing.assert_allclose((negative.phase - fit.phase) % 360, 180, atol=1e-6)


@few
@given(seed=SEEDS, down=st.integers(0, 4), right=st.integers(0, 4))
def test_a_shifted_filter_is_found_shifted(seed, down, right):
    known, _ = known_gabors(9, 4, seed)
    known |= {"row": known["row"] / 4 + 3, "column": known["column"] / 4 + 3, "aspect": 2 * known["aspect"]}
    filters = gabor_functions(known | {"sigma": np.full(4, 1.0), "frequency": np.full(4, 0.3)}, 9)
    fit = nearest_gabor(np.pad(filters, [(0, 0), (2, 2), (2, 2)]))
    moved = nearest_gabor(np.pad(filters, [(0, 0), (down, 4 - down), (right, 4 - right)]))
    np.testing.assert_allclose(moved.cosine, fit.cosine, atol=1e-5)
    np.testing.assert_allclose(moved.row - fit.row, down - 2, atol=0.02)
    np.testing.assert_allclose(moved.column - fit.column, right - 2, atol=0.02)
    np.testing.assert_allclose(moved.frequency, fit.frequency, rtol=0.02)


@few
@given(seed=SEEDS)
def test_a_transposed_filter_has_row_and_column_changed_and_its_angle_mirrored(seed):
    _, filters = known_gabors(8, 4, seed)
    filters = filters[:, 1:]
    fit, other = nearest_gabor(filters), nearest_gabor(filters.transpose(0, 2, 1))
    np.testing.assert_allclose(other.cosine, fit.cosine, atol=1e-5)
    np.testing.assert_allclose(other.row, fit.column, atol=0.05)
    np.testing.assert_allclose(other.column, fit.row, atol=0.05)
    np.testing.assert_allclose(np.cos(2 * np.deg2rad(other.angle - (90 - fit.angle))), 1, atol=1e-3)
