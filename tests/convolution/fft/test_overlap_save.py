"""What is done with tiles that transforms would spoil."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.convolution.fft.overlap_save as overlap_save
from core.convolution import convolve, correlate
from core.convolution.fft.arguments import WIDE
from core.data import get_sample


@pytest.fixture
def attempts(monkeypatch):
    """Which types tiles are transformed in, how many at a time, and how many are computed directly."""
    seen = []
    original, directly = overlap_save._attempt, overlap_save._compute_directly

    def spy(*arguments):
        status = original(*arguments)
        seen.append((str(arguments[6]), len(arguments[5]), int((status == WIDE).sum())))
        return status

    monkeypatch.setattr(overlap_save, "_attempt", spy)
    monkeypatch.setattr(
        overlap_save, "_compute_directly", lambda *arguments: (seen.append("direct"), directly(*arguments))
    )
    return seen


def test_even_data_are_transformed_in_float32(attempts):
    image = np.random.default_rng(0).random((500, 500)).astype(np.float32)
    correlate(image, np.random.default_rng(1).normal(size=(31, 31)), method="fft")
    assert [each[0] for each in attempts] == ["float32"]
    assert attempts[0][2] == 0


def test_only_the_tiles_of_wide_range_are_done_again_in_float64(attempts):
    image = np.random.default_rng(0).random((500, 500)).astype(np.float32)
    image[:60, :60] *= 1e-4
    correlate(image, np.random.default_rng(1).normal(size=(31, 31)), method="fft")
    (_, tiles, wide), (again, number, left) = attempts
    assert 0 < wide < tiles
    assert (again, number, left) == ("float64", wide, 0)


def test_only_the_tiles_that_are_not_finite_are_computed_directly(attempts):
    image = np.random.default_rng(0).random((500, 500))
    image[3, 4] = np.nan
    correlate(image, np.random.default_rng(1).normal(size=(31, 31)), method="fft")
    (dtype, tiles, wide), *rest = attempts
    assert dtype == "float64"
    assert rest == ["direct"] * wide
    assert 1 <= wide <= 2 < tiles


def test_small_kernels_go_straight_to_float64(attempts):
    image = np.random.default_rng(0).random((100, 100)).astype(np.float32)
    correlate(image, np.ones((3, 3)), method="fft")
    assert [each[0] for each in attempts] == ["float64"]


def directly(data, kernel, **options):
    return correlate(data, kernel, method="definition", **options)


@pytest.mark.parametrize("method", ["fft", "auto"])
def test_one_sample_of_a_trillion_spoils_no_other(method):
    data = np.ones(50_000)
    data[20_000] = 1e12
    found = correlate(data, np.ones(1025), method=method)
    far = np.r_[found[:19_000], found[21_000:]]
    np.testing.assert_allclose(far, 1025.0, rtol=1e-12)


def test_a_signal_that_grows_beyond_all_measure_begins_as_it_should():
    signal = np.geomspace(1, 1e81, 3000)
    found = convolve(signal, signal, mode="full", boundary="constant", method="fft")
    np.testing.assert_allclose(found[:3], [1.0, 2 * signal[1], 2 * signal[2] + signal[1] ** 2], rtol=1e-12)


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10_000),
    power=st.integers(0, 100),
    boundary=st.sampled_from(["reflect", "constant", "wrap"]),
    stride=st.integers(1, 3),
)
def test_float64_results_keep_their_digits_beside_samples_of_any_size(seed, power, boundary, stride):
    rng = np.random.default_rng(seed)
    data = rng.uniform(1, 2, 6000) * rng.choice([-1, 1], 6000)
    data[rng.integers(0, 6000, 3)] *= 10.0**power
    kernel = rng.uniform(1, 2, 301)
    options = {"boundary": boundary, "stride": stride}
    found = correlate(data, kernel, method="fft", **options)
    strength = directly(np.abs(data), np.abs(kernel), **options)
    error = np.abs(found - directly(data, kernel, **options))
    assert (error <= 1e-12 * strength).all()


def test_ordinary_float64_data_are_transformed_as_before(attempts):
    rng = np.random.default_rng(0)
    walk = rng.normal(size=100_000).cumsum() + 1000
    photograph = get_sample("camera").pixels.astype(np.float64)
    correlate(walk, np.ones(1001), method="fft")
    correlate(rng.normal(size=100_000), rng.normal(size=301), method="fft")
    correlate(get_sample("ecg").samples, np.ones(63), method="fft")
    correlate(photograph, rng.normal(size=(31, 31)), method="fft")
    assert {each[0] for each in attempts} == {"float64"}
    assert sum(each[2] for each in attempts) == 0
