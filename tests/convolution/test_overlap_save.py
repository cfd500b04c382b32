"""How outputs are cut into tiles, and what is done with tiles that transforms would spoil."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.convolution.overlap_save as overlap_save
import core.convolution.perform as perform
from core import get_sample
from core.convolution import BOUNDARIES, correlate
from core.convolution.compiled.arguments import MARKED, WIDE
from core.convolution.geometry import axis_of
from core.convolution.tiling import Places, tiles_of, tiling
from core.convolution.transforms import SIZES
from tests.convolution.requests import assert_close


@settings(max_examples=80)
@given(
    lengths=st.lists(st.integers(1, 3000), min_size=1, max_size=2),
    taps=st.integers(1, 300),
    stride=st.integers(1, 4),
    channels=st.integers(1, 3),
)
def test_tiles_cover_every_output_once_and_hold_what_they_read(lengths, taps, stride, channels):
    axes = tuple(axis_of("same", length=length, taps=taps, dilation=1, stride=stride) for length in lengths)
    cut = tiling(axes, channels)
    places = Places(axes, "reflect", channels, 8, (8,) * len(axes), (8,) * len(axes))
    tiles = tiles_of(places)
    assert len(tiles) == cut.tiles
    assert set(cut.size) <= set(SIZES)
    covered = np.zeros([*((axis.outputs - 1) * stride + 1 for axis in axes), channels], int)
    room = cut.size if len(axes) == 2 else (cut.size[0] * cut.size[1],)
    for tile in tiles:
        covered[(*(slice(s, s + c) for s, c in zip(tile.starts, tile.counts, strict=True)), tile.channel)] += 1
        for start, count, axis, samples in zip(tile.starts, tile.counts, axes, room, strict=True):
            assert start % stride == 0
            assert count + axis.reach - 1 <= samples
    assert (covered == 1).all()


def test_a_kernel_longer_than_any_transform_has_no_tiling():
    axis = axis_of("same", length=10, taps=max(SIZES) ** 2 + 1, dilation=1, stride=1)
    assert tiling((axis,), 1) is None


@pytest.fixture
def attempts(monkeypatch):
    """Of each attempt the type, the tiles, those refused and those with marked squares; "direct" for a tile done so."""
    seen = []
    original, directly = overlap_save._attempt, perform._directly

    def spy(*arguments):
        status, strengths = original(*arguments)
        marked = int((status == MARKED).sum())
        seen.append((str(arguments[6]), len(arguments[5]), int((status == WIDE).sum()), marked))
        return status, strengths

    monkeypatch.setattr(overlap_save, "_attempt", spy)
    monkeypatch.setattr(perform, "_directly", lambda *arguments: (seen.append("direct"), directly(*arguments)))
    return seen


def ordinary():
    """What people filter: name, data and a kernel for which transforms are chosen."""
    random = np.random.default_rng(0)
    places = np.linspace(-3, 3, 31)
    bell = np.exp(-(places**2) / 2)
    noisy = random.normal(size=(31, 31))
    yield "white noise", random.random((500, 500)), noisy
    yield "photographer", get_sample("camera").pixels, noisy
    yield "photographer, blurred", get_sample("camera").pixels, np.outer(bell, bell)
    yield "cup, its red", get_sample("coffee").pixels[..., 0], np.outer(bell, bell) * np.cos(2 * places)
    yield "grass", get_sample("grass").pixels, random.normal(size=(63, 63))
    long, wide = random.normal(size=1000), np.exp(-(np.linspace(-3, 3, 1000) ** 2) / 2)
    walk = random.normal(size=200_000).cumsum()
    yield "white noise, a signal", random.normal(size=200_000), long
    yield "heart", np.tile(get_sample("ecg").samples, 200), long
    yield "walk with an offset", 1000 + walk, wide
    yield "slow wave", np.sin(np.arange(200_000) / 2000), long


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("data", "kernel"), [each[1:] for each in ordinary()], ids=[each[0] for each in ordinary()])
def test_ordinary_data_are_transformed_once_and_in_their_own_type(attempts, data, kernel, dtype):
    correlate(data.astype(dtype), kernel, method="fft")
    ((computed, tiles, wide, marked),) = attempts
    assert (computed, wide, marked) == (dtype, 0, 0)
    assert tiles > 1


def test_a_dark_corner_is_computed_anew_by_squares(attempts):
    image = np.random.default_rng(0).random((500, 500))
    image[:60, :60] *= 1e-9
    kernel = np.random.default_rng(1).normal(size=(31, 31))
    assert_close(correlate(image, kernel, method="fft"), image, kernel, {})
    ((dtype, tiles, wide, marked),) = attempts
    assert (dtype, wide, marked) == ("float64", 0, 1)
    assert tiles > 4


def test_only_the_tiles_with_many_weak_windows_are_done_again_in_float64(attempts):
    image = np.random.default_rng(0).random((500, 500)).astype(np.float32)
    image[:, :200] *= 1e-5
    correlate(image, np.random.default_rng(1).normal(size=(31, 31)), method="fft")
    (_, tiles, wide, _), (again, number, left, marked) = attempts
    assert 0 < wide < tiles
    assert (again, number, left, marked) == ("float64", wide, 0, 0)


def test_a_weak_tile_is_not_refused_for_the_strong_one_beside_it(attempts):
    # tiles are transformed in twos: here one of each channel, and then two of like strength
    signal = np.random.default_rng(0).random((200_000, 2)) * (1e12, 1)
    kernel = np.random.default_rng(1).normal(size=1025)
    assert_close(correlate(signal, kernel, channel_axis=1, method="fft"), signal, kernel, {"channel_axis": 1})
    (_, tiles, wide, _), again = attempts
    assert tiles == 2 * wide
    assert again == ("float64", wide, 0, 0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_samples_of_two_sizes_are_transformed_one_after_the_other(attempts, dtype):
    signal = np.random.default_rng(0).normal(size=100_000).astype(dtype)
    signal[::20_000] = 1e30
    kernel = np.random.default_rng(1).normal(size=1025)
    assert_close(correlate(signal, kernel, method="fft"), signal, kernel, {})
    assert "direct" not in attempts
    assert attempts[1][2] > 0


def test_samples_of_all_sizes_are_not_taken_apart(attempts):
    signal = 10 ** np.linspace(-100, 100, 40_000)
    kernel = np.random.default_rng(1).normal(size=1025)
    assert_close(correlate(signal, kernel, method="fft"), signal, kernel, {})
    assert "direct" in attempts


def test_only_the_tiles_that_are_not_finite_are_computed_directly(attempts):
    image = np.random.default_rng(0).random((500, 500))
    image[3, 4] = np.nan
    correlate(image, np.random.default_rng(1).normal(size=(31, 31)), method="fft")
    (dtype, tiles, wide, _), (_, _, left, _), *rest = attempts
    assert dtype == "float64"
    assert rest == ["direct"] * left
    assert 1 <= left <= wide <= 2 < tiles


def test_windows_of_zeros_cost_no_product(attempts):
    image = np.zeros((400, 400))
    image[150:250, 150:250] = np.random.default_rng(0).random((100, 100))
    result = correlate(image, np.random.default_rng(1).normal(size=(63, 63)), method="fft")
    assert "direct" not in attempts
    reached = np.zeros(image.shape, bool)
    reached[119:281, 119:281] = True
    np.testing.assert_array_equal(result != 0, reached)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_weak_ends_of_channels_side_by_side_read_their_own_channel(attempts, boundary, dtype):
    kernel = np.random.default_rng(1).normal(size=75)
    for length in range(1000, 1032):
        signal = np.random.default_rng(0).random((length, 3)).astype(dtype)
        signal[-150:] *= 1e-8
        options = {"boundary": boundary, "channel_axis": -1, "cval": 1e-8}
        assert_close(correlate(signal, kernel, **options, method="fft"), signal, kernel, options)
    assert sum(each[3] for each in attempts if each != "direct") > 0
