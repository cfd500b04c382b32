"""The bound on each window's strength: never above it, not far below it; and what a transform errs by at most."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.convolution.guard as guard
from core.convolution import correlate
from core.convolution.windows import Errors, bound_of, usable_range

SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)


def blocks_of(array, cell, combine):
    """Combine the numbers of each cell; the last cells may be smaller."""
    for axis, side in enumerate(cell):
        array = combine.reduceat(array, np.arange(0, array.shape[axis], side), axis=axis)
    return array


def bounds(data, kernel, bound, terms):
    """For each block of outputs that are wholly on the data what the cells under its kernel add up to."""
    cells = blocks_of(np.abs(data), bound.cell, np.add)
    outputs = [length - taps + 1 for length, taps in zip(data.shape, kernel.shape, strict=True)]
    total = np.zeros([-(-count // side) for count, side in zip(outputs, bound.cell, strict=True)])
    for place, weight in zip(bound.places[:terms], bound.weights[:terms], strict=True):
        total += weight * cells[tuple(slice(p, p + count) for p, count in zip(place, total.shape, strict=True))]
    return total


@settings(max_examples=100)
@given(
    taps=st.lists(st.integers(1, 40), min_size=1, max_size=2),
    more=st.integers(0, 50),
    spread=st.sampled_from([0, 3, 30]),
    zeros=st.sampled_from([0, 0.3, 0.9]),
    seed=st.integers(0, 2**32),
)
def test_no_window_is_weaker_than_its_bound(taps, more, spread, zeros, seed):
    random = np.random.default_rng(seed)
    kernel = random.normal(size=taps) * 10 ** random.uniform(-spread, spread, size=taps)
    kernel[random.random(taps) < zeros] = 0
    shape = [each + more for each in taps]
    data = random.normal(size=shape) * 10 ** random.uniform(-spread, spread, size=shape)
    data[random.random(shape) < zeros] = 0
    bound = bound_of(kernel.tobytes(), kernel.shape, (False,) * len(taps))
    strength = correlate(np.abs(data), np.abs(kernel), mode="valid", method="definition")
    weakest = blocks_of(strength, bound.cell, np.minimum)
    for terms in (bound.terms, None):
        assert (bounds(data, kernel, bound, terms) <= weakest * (1 + 1e-12)).all()


@pytest.mark.parametrize(
    ("kernel", "share"),
    [
        (np.ones((31, 31)), 0.3),
        (np.outer(np.hanning(33)[1:-1], np.hanning(33)[1:-1]), 0.3),
        (np.random.default_rng(0).normal(size=(31, 31)), 0.03),
        (np.ones(1000), 0.5),
        (np.exp(-np.arange(1000) / 20), 0.3),
        (np.random.default_rng(0).normal(size=1000), 0.04),
        (np.eye(1, 2000)[0] + np.eye(1, 2000, 1999)[0], 1),
    ],
)
def test_the_first_terms_tell_a_fair_share_of_the_strength(kernel, share):
    bound = bound_of(kernel.tobytes(), kernel.shape, (False,) * kernel.ndim)
    data = np.ones([2 * taps for taps in kernel.shape])
    assert bounds(data, kernel, bound, bound.terms).min() >= share * np.abs(kernel).sum()
    assert bound.terms <= max(8, 4 * np.prod(bound.cell))


def test_cells_along_a_dilated_axis_have_one_sample():
    kernel = np.ones((40, 40)).tobytes()
    assert bound_of(kernel, (40, 40), (True, False)).cell == (1, 1)  # none is wider than high
    assert bound_of(kernel, (40, 40), (False, True)).cell[1] == 1
    assert bound_of(kernel, (1600,), (True,)).cell == (1,)


@pytest.mark.parametrize("dtype", [SINGLE, DOUBLE])
def test_transforms_bear_what_leaves_room_for_sums_and_for_their_digits(dtype):
    limits = np.finfo(dtype)
    least, most = usable_range(dtype, 65_536, 100.0)
    assert least < 1 < most
    assert least**2 >= limits.tiny
    assert 65_536 * most**2 < limits.max
    assert 65_536**1.5 * most * 100 < limits.max
    for largest in (0.0, float(limits.tiny), float(limits.max), np.inf, np.nan):
        assert usable_range(dtype, 65_536, largest) == (np.inf, 0.0)


def test_the_length_of_a_kernel_neither_overflows_nor_vanishes():
    for scale in (1e-300, 1.0, 1e300):
        errors = Errors.of(np.full(16, scale), 0.0)
        np.testing.assert_allclose(errors.strength, 15 * 4 * scale, rtol=1e-14)


RANDOM = np.random.default_rng(0)
BELL = np.exp(-(np.linspace(-3, 3, 31) ** 2) / 2)
ONE = np.eye(1, 225, 112).reshape(15, 15)


@pytest.mark.parametrize(
    "kernel",
    [
        RANDOM.normal(size=(31, 31)),
        np.ones((15, 15)),
        np.outer(BELL, BELL),
        ONE,
        ONE - np.roll(ONE, 1, axis=0),
        RANDOM.normal(size=1000),
        np.ones(63),
        np.exp(-np.arange(1000) / 20),
        np.eye(1, 500)[0],
    ],
)
def test_a_transform_errs_by_no_more_than_is_assumed(kernel, monkeypatch):
    monkeypatch.setattr(guard.Errors, "of", lambda *_: Errors(1e-30, 0.0))  # everything is kept
    guard.rules_of.cache_clear()
    random = np.random.default_rng(1)
    shape = (500, 500) if kernel.ndim == 2 else (250_000,)
    spikes = np.where(random.random(shape) < 1e-3, random.normal(size=shape), 1e-9)
    step = np.full(shape, 1e-6)
    step[: shape[0] // 3] = 1
    walk = random.normal(size=shape).cumsum(axis=0)
    wave = np.sin(np.arange(shape[-1]) / 100) * np.ones(shape)
    kernel = kernel.astype(np.float32)
    axes = tuple(range(kernel.ndim))
    largest = np.abs(np.fft.fftn(kernel, [4 * taps for taps in kernel.shape], axes)).max()
    for data in (random.normal(size=shape), random.random(shape), np.ones(shape), spikes, step, walk, wave):
        single, double = data.astype(np.float32), data.astype(np.float32).astype(float)
        exact = correlate(double, kernel, method="fft")
        gap = np.abs(correlate(single, kernel, method="fft") - exact)
        own = correlate(np.abs(double), np.abs(kernel), method="fft")
        # no tile is stronger than the strongest part of it; what is assumed leaves a fifth for larger data
        parts = blocks_of(double**2, (50,) * data.ndim, np.add) / 50**data.ndim
        strength = max(5 * largest, 12.5 * np.linalg.norm(kernel)) * np.sqrt(parts.max())
        assert (gap <= np.finfo(np.float32).eps * (strength + 1.25 * np.abs(exact).max() + 8 * own)).all()
    guard.rules_of.cache_clear()
