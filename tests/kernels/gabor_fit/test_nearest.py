"""Gabor functions that are known come back; what is none is never called one."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from benchmarks.gabor import gabor_functions, known_gabors, oracle_cosine, recovered
from core.kernels import GaborFit, get_kernel, nearest_gabor, random_filters

NAMES = ("row", "column", "angle", "frequency", "sigma", "aspect", "phase", "amplitude", "cosine")


@pytest.mark.slow
def test_a_thousand_known_gabor_functions_come_back_from_under_noise():
    sizes = range(7, 13)
    found = []
    for size in sizes:
        known, filters = known_gabors(size, 167, seed=size)
        found.append(list(recovered(known, nearest_gabor(filters)).values()))
    assert np.concatenate(found, axis=1).mean(axis=1).min() >= 0.95


def test_without_noise_every_parameter_comes_back():
    names = ("row", "column", "frequency", "sigma", "aspect")
    known, _ = known_gabors(11, 40, seed=1)
    fit = nearest_gabor(3 * gabor_functions(known, 11))
    # a search ends where a step gains no more than 1e-7 of the cosine
    is_back = fit.cosine > 1 - 1e-6
    assert is_back.mean() >= 0.95
    for name in names:
        np.testing.assert_allclose(getattr(fit, name)[is_back], known[name][is_back], rtol=0.03, atol=0.03)
    np.testing.assert_allclose(np.cos(2 * np.deg2rad(fit.angle - known["angle"]))[is_back], 1, atol=1e-4)


def test_scipy_finds_nothing_better_from_the_true_parameters():
    known, filters = known_gabors(9, 40, seed=2)
    fit = nearest_gabor(filters)
    behind = np.array([oracle_cosine(known, index, filters[index]) - fit.cosine[index] for index in range(40)])
    assert (behind <= 1e-3).mean() >= 0.95


@pytest.mark.parametrize("angle", [0, 30, 90, 135])
@pytest.mark.parametrize("phase", [0, 45, 90, 200])
def test_names_and_units_are_those_of_the_designed_kernel(angle, phase):
    designed = get_kernel(
        "gabor", wavelength=4, angle=angle, sigma=2, aspect=0.8, phase=phase, size=13, zero_mean=False
    )
    fit = nearest_gabor(designed)
    found = [float(getattr(fit, name)) for name in ("row", "column", "frequency", "sigma", "aspect", "amplitude")]
    np.testing.assert_allclose(found, [6, 6, 0.25, 2, 0.8, 1], atol=2e-3)
    # upright stripes counted from 180 degrees run the other way
    is_turned = abs(float(fit.angle) - angle) > 90
    assert float(fit.angle) == pytest.approx(angle + 180 * is_turned, abs=0.1)
    assert np.cos(np.deg2rad(float(fit.phase) - (-phase if is_turned else phase))) == pytest.approx(1, abs=1e-4)


@settings(max_examples=30)
@given(
    arrays(
        np.float64,
        array_shapes(min_dims=3, max_dims=3, min_side=3, max_side=8),
        elements=st.sampled_from([0.0, 0.0, 1.0, -1.0, 0.5, -300.0, 0.001]),
    )
)
def test_the_fit_is_a_gabor_function_with_that_cosine_whatever_is_given(filters):
    fit = nearest_gabor(filters)
    assert ((fit.cosine >= 0) & (fit.cosine <= 1)).all()
    lengths = np.linalg.norm(filters, axis=(1, 2))
    missed = np.linalg.norm(filters - fit.filters, axis=(1, 2))
    np.testing.assert_allclose(missed**2, lengths**2 * (1 - fit.cosine**2), atol=1e-6 * (1 + lengths.max() ** 2))
    is_there = lengths > 0
    for name, low, high in (
        ("row", -1, filters.shape[1]),
        ("column", -1, filters.shape[2]),
        ("angle", 0, 180),
        ("frequency", 0.02, 0.5),
        ("sigma", 0.5, max(filters.shape[1:])),
        ("aspect", 0.2, 2),
        ("phase", 0, 360),
    ):
        values = getattr(fit, name)
        assert (values[is_there] >= low - 1e-12).all()
        assert (values[is_there] <= high + 1e-12).all()
        assert np.isnan(values[~is_there]).all()


def test_the_drawn_functions_follow_the_formula():
    _, filters = known_gabors(8, 20, seed=3)
    fit = nearest_gabor(filters)
    drawn = gabor_functions({name: getattr(fit, name) for name in NAMES[:7]}, 8)
    np.testing.assert_allclose(fit.filters, fit.amplitude[:, None, None] * drawn, atol=1e-8)


def test_random_filters_are_no_gabor_functions():
    assert np.median(nearest_gabor(random_filters((10, 10), draws=64)).cosine) < 0.5


def test_zeros_are_near_to_nothing():
    fit = nearest_gabor(np.stack([np.zeros((5, 4)), np.eye(5)[:, :4]]))
    assert (fit.cosine[0], fit.amplitude[0]) == (0, 0)
    assert all(np.isnan(getattr(fit, name)[0]) for name in NAMES[:7])
    assert not fit.filters[0].any()
    assert fit.cosine[1] > 0.9
    assert nearest_gabor(np.zeros((3, 3))).cosine == 0


def test_one_filter_gives_arrays_without_an_axis_and_the_same_numbers():
    _, filters = known_gabors(7, 3, seed=4)
    many, one = nearest_gabor(filters), nearest_gabor(filters[1])
    assert many.filters.shape == (3, 7, 7)
    assert one.filters.shape == one.size == (7, 7)
    for name in NAMES:
        assert getattr(one, name).shape == ()
        np.testing.assert_allclose(getattr(one, name), getattr(many, name)[1], rtol=1e-3)


def test_arrays_are_read_only():
    fit: GaborFit = nearest_gabor(np.eye(3))
    assert not any(getattr(fit, name).flags.writeable for name in NAMES)


def test_memory_does_not_grow_with_the_number_of_filters():
    filters = random_filters((12, 12), draws=130)
    nearest_gabor(filters[:1])
    peaks = []
    for count in (65, 130):
        tracemalloc.start()
        nearest_gabor(filters[:count])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
    assert peaks[1] < 40e6


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        (
            np.ones((4, 2, 5)),
            ValueError,
            "filters has shape (4, 2, 5): give filters of 3 to 16 pixels a side; cut larger ones, or shrink them.",
        ),
        (
            np.ones((5, 17)),
            ValueError,
            "filters has shape (5, 17): give filters of 3 to 16 pixels a side; cut larger ones, or shrink them.",
        ),
        (
            [1, 2, 3],
            ValueError,
            "filters has 1 dimensions: give a kernel, or an array of shape (h, w) or (n, h, w).",
        ),
        (
            np.ones((2, 5, 5, 3)),
            ValueError,
            "filters has 4 dimensions: give a kernel, or an array of shape (h, w) or (n, h, w).",
        ),
        (
            [[1, 2, 3], [1, 2]],
            ValueError,
            "filters has rows of different lengths: give an array of shape (h, w) or (n, h, w).",
        ),
        (np.ones((0, 5, 5)), ValueError, "filters is empty, of shape (0, 5, 5): give at least one number."),
        (np.full((3, 3), np.nan), ValueError, "filters holds NaN or infinity: give finite numbers."),
        (np.ones((3, 3), complex), TypeError, "filters holds complex128 values: give real numbers."),
    ],
)
def test_what_cannot_be_searched_is_said(filters, error, message):
    with pytest.raises(error) as caught:
        nearest_gabor(filters)
    assert str(caught.value) == message
