"""Signals that can be worked out by hand are what their words say."""

import numpy as np
import pytest

from core.convolution import correlate
from core.data import get_signal


def samples(name, **parameters):
    return get_signal(name, **parameters).samples


@pytest.mark.parametrize("length", [16, 17])
def test_an_impulse_brings_out_the_filter_and_its_sum_is_a_step(length):
    impulse = samples("impulse", length=length)
    np.testing.assert_array_equal(np.flatnonzero(impulse), [length // 2])
    np.testing.assert_array_equal(np.cumsum(impulse), samples("step", length=length))
    answer = correlate(impulse, [1.0, 2.0, 4.0])
    assert answer[length // 2 - 1 : length // 2 + 2].tolist() == [4, 2, 1]


def test_a_ramp_has_one_slope_from_nought_to_one():
    ramp = samples("ramp", length=33)
    assert (ramp[0], ramp[-1]) == (0, 1)
    np.testing.assert_allclose(np.diff(ramp), 1 / 32)


def test_a_constant_is_its_level():
    assert set(samples("constant", length=20, level=-2.5)) == {-2.5}


@pytest.mark.parametrize("name", ["sine", "square_wave"])
def test_waves_come_round_after_a_period_and_turn_round_after_half(name):
    wave = samples(name, length=96, period=32)
    np.testing.assert_allclose(wave[32:], wave[:-32], atol=1e-12)
    np.testing.assert_allclose(wave[16:], -wave[:-16], atol=1e-12)
    assert wave.max() == 1
    assert wave[1] > 0


def test_a_chirp_climbs_from_its_first_frequency_to_its_last():
    chirp = samples("chirp", length=4000, start=0.01, end=0.2)
    crossings = np.flatnonzero(np.diff(np.signbit(chirp)))
    # the distance between two changes of sign is half a period
    frequency = 0.5 / np.diff(crossings)
    place = (crossings[1:] + crossings[:-1]) / 2
    smooth = np.convolve(frequency, np.ones(25) / 25, mode="valid")
    expected = 0.01 + 0.19 * place[12:-12] / 3999
    np.testing.assert_allclose(smooth, expected, rtol=0.06)
