"""Recordings are those that PyWavelets carries, whole and as they are."""

import numpy as np
import pywt.data

from core.data import get_sample


def test_heartbeats_are_the_recorders_whole_numbers():
    samples = get_sample("ecg").samples
    np.testing.assert_array_equal(samples, pywt.data.ecg())
    np.testing.assert_array_equal(samples, samples.round())
    assert len(samples) == 1024


def test_sea_temperatures_are_evenly_spaced_and_have_their_unit():
    years, temperature = pywt.data.nino()
    nino = get_sample("nino")
    np.testing.assert_array_equal(nino.samples, temperature)
    np.testing.assert_allclose(np.diff(years), 0.25, atol=0.01)
    assert nino.unit == "standard deviations"
    np.testing.assert_allclose([nino.samples.mean(), nino.samples.std()], [0, 1], atol=0.01)
